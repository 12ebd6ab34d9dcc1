from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mappings.strict import RulesRefused
from mappings.transforms import (
    AnyTransform,
    Around,
    Boolean,
    Collapse,
    Constant,
    Country,
    Currency,
    Date,
    Digits,
    Domain,
    EmailAddress,
    FirstName,
    FirstOf,
    Hash,
    Lower,
    Moment,
    MultiPicklist,
    NameCase,
    Number,
    Phone,
    PhoneSpaced,
    Prefix,
    Replace,
    State,
    StripHtml,
    Suffix,
    Template,
    Text,
    TitleCase,
    Trim,
    Truncate,
    Upper,
    UserByEmail,
    WebAddress,
)
from mappings.transforms.catalogue import CATALOGUE, Kind
from mappings.values import Step

from .agreement import choices, described

LEAD = {"person": {"first_name": "Ana", "tags": [{}]}, "company": {"country": "Deutschland"}}
AROUND = Around(lead=LEAD, region="GB")
COUNTRIES = described("Country__c", "picklist", picklist=choices("Korea, Republic of", "Spain"))
ALL: TypeAdapter[Any] = TypeAdapter(AnyTransform)
GIVEN = {
    "prefix": {"text": "x"}, "suffix": {"text": "x"}, "template": {"text": "{person.name}"},
    "constant": {"text": "x"}, "first_of": {"sources": ["a", "b.c"]}, "replace": {"pattern": "a+"},
}  # fmt: skip
LOWERED = "Put into lower case."
GONE_WRONG = "“12,5” is not one number."


@pytest.mark.parametrize(
    ("step", "came", "made"),
    [
        (Trim(), "  Ana ", Step("Ana")),
        (Trim(), 40, Step(40)),
        (Collapse(), " a \n b ", Step("a b")),
        (Collapse(), 40, Step(40)),
        (Lower(), "Ana", Step("ana", LOWERED)),
        (Lower(), "ana", Step("ana")),
        (Upper(), "ana", Step("ANA", "Put into capital letters.")),
        (Upper(), "ANA", Step("ANA")),
        (TitleCase(), "head of o'neil’s IT", Step("Head Of O'neil’s It",
                                                  "Each word begins with a capital.")),
        (TitleCase(), "Head", Step("Head")),
        (NameCase(), "ANA RUIZ", Step("Ana Ruiz", "Given the capital letters of a name.")),
        (NameCase(), "Ana  Ruiz", Step("Ana Ruiz")),
        (Truncate(length=3), "Anabel", Step("Ana", "Cut from 6 to 3 characters.")),
        (Truncate(length=4), "Ana Ruiz", Step("Ana", "Cut from 8 to 3 characters.")),
        (Truncate(length=3), "Ana", Step("Ana")),
        (Truncate(), "x" * 300, Step("x" * 300)),
        (Text(), 40, Step("40")),
        (Text(), True, Step("true")),
        (Prefix(text="No. "), 7, Step("No. 7")),
        (Suffix(text=" kW"), 7, Step("7 kW")),
        (Digits(), "a1-2²", Step("12", "Only the digits are kept.")),
        (Digits(), "12", Step("12")),
        (StripHtml(), "<p>a</p>", Step("a", "Taken out of HTML.")),
        (StripHtml(), "a", Step("a")),
        (Hash(), " Ana@X.example ", Step(
            "e4aeae0defb89ddde363fa71945f539402251f932f6262d8b20b40b48f93ef66",
            "Replaced by its SHA-256.")),
        (Hash(), "  ", Step("")),
        (Replace(pattern=r"\s+", by="-"), "a  b c", Step("a-b-c", "“\\s+” was replaced.")),
        (Replace(pattern="(a)", by=r"\1"), "cab", Step(r"c\1b", "“(a)” was replaced.")),
        (Replace(pattern="A", any_case=False), "a", Step("a")),
        (Replace(pattern="+", literal=True), "1+1", Step("11", "“+” was replaced.")),
        (EmailAddress(), "Ana@Tarn.example", Step("ana@tarn.example", LOWERED)),
        (Phone(), "020 7946 0958", Step("+442079460958", "Put into international form.")),
        (Phone(region="US"), "(415) 555-2671", Step("+14155552671",
                                                    "Put into international form.")),
        (PhoneSpaced(), "+442079460958", Step("+44 20 7946 0958",
                                              "Put into international form.")),
        (WebAddress(), "Tarn.Example", Step("tarn.example",
                                            "Put into the usual form of a web address.")),
        (Domain(), "ana@mail.tarn.example", Step("tarn.example", "Its domain.")),
        (Domain(), "tarn.example", Step("tarn.example")),
        (Domain(), "ana@gmail.com", Step("gmail.com", "Its domain.")),
        (Domain(free_mail=False), "ana@gmail.com",
         Step("", "gmail.com is free mail, so it names no company.")),
        (Domain(), "ana", Step("ana", problem="“ana” has no domain. Check it and try again.")),
        (UserByEmail(), "Dana@Tarn.example", Step("dana@tarn.example")),
        (UserByEmail(), "005000000000001AAA", Step("005000000000001AAA")),
        (UserByEmail(), "Dana", Step(
            "Dana", problem="This is not an e-mail address. Check it and try again.")),
        (Country(), "Germany", Step("DE", "“Germany” is DE.")),
        (Country(form="code3"), "DE", Step("DEU", "“DE” is DEU.")),
        (Country(form="label"), "kr", Step("South Korea", "“kr” is South Korea.")),
        (Country(), "Atlantis", Step(
            "Atlantis", "Inlet knows no such country, so it goes as it came.")),
        (State(), "Bayern", Step("BY", "“Bayern” is BY.")),
        (State(form="label", country="US"), "CA", Step("California", "“CA” is California.")),
        (State(country_source=""), "England", Step("ENG", "“England” is ENG.")),
        (State(country_source="person.first_name"), "Wien", Step(
            "Wien", "Inlet knows no such state, so it goes as it came.")),
        (State(), "Wien", Step(
            "Wien", "Inlet knows no such state in DE, so it goes as it came.")),
        (Date(order="dmy"), "3/4/2026", Step("2026-04-03", "“3/4/2026” is read as 2026-04-03.")),
        (Date(), "2026-04-03", Step("2026-04-03")),
        (Date(), "3/4/2026", Step("3/4/2026", problem=(
            "“3/4/2026” can’t be read as a date in the order year, month, day."))),
        (Date(timezone="Asia/Tokyo"), "2026-04-03T20:00:00Z", Step(
            "2026-04-04", "“2026-04-03T20:00:00Z” is read as 2026-04-04.")),
        (Moment(timezone="Asia/Tokyo"), "2026-04-03 08:00", Step(
            "2026-04-02T23:00:00.000+0000",
            "“2026-04-03 08:00” is read as 2026-04-02T23:00:00.000+0000.")),
        (Number(), "£1,234.50", Step(1234.5, "“£1,234.50” is read as 1,234.5.")),
        (Number(), "12,5", Step("12,5", problem=GONE_WRONG)),
        (Number(decimal=","), "12,5 km", Step(12.5, "“12,5 km” is read as 12.5.")),
        (Number(), True, Step(1)),
        (Number(), "9" * 19, Step("9" * 19, problem=(
            "This number is too large: Salesforce keeps at most 18 digits."))),
        (Currency(), "1.2M", Step(1_200_000, "“1.2M” is read as 1,200,000.")),
        (Boolean(), " Yes ", Step(value=True)),
        (Boolean(), 0, Step(value=False)),
        (Boolean(), "maybe", Step("maybe", problem="“maybe” is neither yes nor no.")),
        (MultiPicklist(), "b, a,b", Step("b;a", "Split into choices.")),
        (MultiPicklist(sort=True), "b|a", Step("a;b", "Split into choices.")),
        (MultiPicklist(), "Food, Drinks;Energy", Step("Food, Drinks;Energy")),
        (MultiPicklist(), "Food, Drinks\nEnergy; Coal\n", Step(
            "Food, Drinks;Energy, Coal", "Split into choices.")),
        (Template(text="For {person.first_name}: {value}"), 7, Step("For Ana: 7")),
        (Template(text="For {person.last_name}"), "", Step("")),
        (Template(text="{person.tags}"), "x", Step("x", problem=(
            "The source sends a group of values here. Name one of them in the mapping."))),
        (Constant(text="fixed"), "x", Step("fixed")),
        (FirstOf(sources=("a", "person.first_name")), "x", Step("x")),
        (FirstOf(sources=("a", "person.first_name")), "", Step(
            "Ana", "Taken from person.first_name.")),
        (FirstOf(sources=("a",)), "", Step("")),
        (FirstOf(sources=("person.tags",)), "", Step("", problem=(
            "The source sends a group of values here. Name one of them in the mapping."))),
    ],
)  # fmt: skip
def test_a_step_changes_the_value_or_says_why_not(
    step: AnyTransform, came: Any, made: Step
) -> None:
    result = step.change(came, AROUND)
    assert (result, type(result.value)) == (made, type(made.value))


def test_a_cut_without_a_length_ends_where_the_field_ends() -> None:
    around = Around(target=described("Title", length=5))
    assert Truncate().change("Head of", around).value == "Head"
    assert Truncate(length=2).change("Head of", around).value == "He"


def test_a_country_is_called_as_the_field_calls_it() -> None:
    around = replace(AROUND, target=COUNTRIES)
    assert Country(form="label").change("KR", around).value == "Korea, Republic of"
    assert Country(form="label").change("ES", around).value == "Spain"


def test_a_text_too_long_for_its_pattern_is_a_problem() -> None:
    made = Replace(pattern=r"\s+").change("x" * 5_001, AROUND)
    assert made.problem == (
        "It has 5,001 characters, and the pattern “\\s+” takes 5,000 at most. "
        "Cut it first, or use a simpler pattern."
    )
    grown = Replace(pattern="x", by="y" * 255).change("x" * 1_000, AROUND)
    assert grown.problem == "The replacement makes it 255,000 characters long."


def test_a_pattern_that_cannot_be_used_refuses_the_rules() -> None:
    with pytest.raises(RulesRefused):
        Replace(pattern="(a+)+").change("a", AROUND)


@pytest.mark.parametrize(
    "given_step",
    [
        {"do": "shout"},
        {"do": "trim", "length": 3},
        {"do": "truncate", "length": 0},
        {"do": "phone", "region": "XX"},
        {"do": "phone", "region": "gb"},
        {"do": "number", "decimal": ";"},
        {"do": "moment", "timezone": "Atlantis"},
        {"do": "date", "order": "dym"},
        {"do": "first_of", "sources": []},
        {"do": "first_of"},
        {"do": "replace", "pattern": "a" * 256},
        {"do": "template", "text": ""},
    ],
)
def test_an_impossible_parameter_is_refused(given_step: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ALL.validate_python(given_step)


@pytest.mark.parametrize("name", CATALOGUE)
@given(came=st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans())
def test_no_value_breaks_a_step(name: str, came: Any) -> None:
    step = ALL.validate_python({"do": name} | GIVEN.get(name, {}))
    made = step.change(came, AROUND)
    assert isinstance(made.value, str | int | float | bool)
    assert not (made.note and made.problem)


@pytest.mark.parametrize(
    "name",
    ["trim", "collapse", "lower", "title_case", "email", "phone", "url", "domain", "country",
     "date", "moment", "digits", "multi_picklist", "truncate", "boolean"],
)  # fmt: skip
@given(came=st.text(max_size=40) | st.emails() | st.dates().map(str))
def test_what_a_step_made_it_leaves_alone(name: str, came: str) -> None:
    step = ALL.validate_python({"do": name})
    once = step.change(came, AROUND)
    if not once.problem:
        assert step.change(once.value, AROUND).value == once.value


def test_only_some_steps_bring_a_value_themselves() -> None:
    bring = {name for name, entry in CATALOGUE.items() if entry.brings_value}
    assert bring == {"template", "constant", "first_of"}
    assert Template(text="x").brings_value
    assert not FirstName().brings_value


def test_the_catalogue_tells_of_each_step_what_a_person_needs() -> None:
    entry = CATALOGUE["country"]
    form = entry.parameters[0]
    assert (entry.label, entry.cls, form.name, form.kind) == (
        "Country",
        Country,
        "form",
        Kind.CHOICE,
    )
    assert (form.choices, form.default, form.required) == (
        ("code", "code3", "label"),
        "code",
        False,
    )
    kinds = {one.kind for entry in CATALOGUE.values() for one in entry.parameters}
    assert kinds == set(Kind)
    assert [one.required for one in CATALOGUE["replace"].parameters] == [True, False, False, False]
    assert all(entry.doc.endswith(".") and entry.label for entry in CATALOGUE.values())
