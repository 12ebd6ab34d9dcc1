from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.rendering import Problem, Proposal, Proposed, complete_names, render
from mappings.rules import FieldRule, RulesRefused, Unknown, ValueMap
from mappings.transforms import (
    Constant,
    Date,
    FirstName,
    FirstOf,
    Lower,
    Number,
    Replace,
    Template,
    Trim,
    Truncate,
)
from tests.mappings.agreement import (
    EVENT_AT,
    ORG,
    RULES,
    described,
    field,
    org,
    payload,
    proposal,
    rules,
)

KEY = "External_Person_ID__c"
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["email", "name", "last_name", "title"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
payloads = st.dictionaries(
    st.sampled_from(["external_id", "person", "company", "attribution", "custom"]), anything
)


def rendered(rule: FieldRule, **custom: Any) -> Proposed | Problem | None:
    """What one rule makes of a lead's own fields."""
    lead = {"custom": custom}
    made = render(rules(fields=(rule,)), lead, lead_key="0001", org=ORG, event_at=EVENT_AT)
    return next(iter(made.problems), None) or made.values.get(rule.key)


def test_a_lead_proposes_a_value_for_each_field_that_it_has() -> None:
    made = proposal(
        "apollo:6512",
        last_name=" Natarajan ",
        email="Priya@Tarn.example",
        phone="020 7946 0958",
        title="COO",
        company="Tarn Ltd",
    )
    assert made == Proposal(
        values={
            "LastName": Proposed(" Natarajan ", "Natarajan"),
            "Company": Proposed("Tarn Ltd", "Tarn Ltd"),
            "Email": Proposed("Priya@Tarn.example", "priya@tarn.example", "Put into lower case."),
            "Phone": Proposed("020 7946 0958", "+442079460958", "Put into international form."),
            "Title": Proposed("COO", "COO"),
            "Status": Proposed(None, "New"),
            KEY: Proposed("apollo:6512", "apollo:6512"),
        },
        problems=(),
        email="priya@tarn.example",
        external_id="apollo:6512",
        person_key="apollo:6512",
        emails=("priya@tarn.example",),
        last_name="Natarajan",
        company="Tarn Ltd",
        phones=("+442079460958",),
        domain="tarn.example",
        event_at=EVENT_AT,
        lead=made.lead,
        lead_key="0001",
    )
    assert made.lead["person"]["name"] == "Natarajan"


def test_all_problems_are_named_not_only_the_first() -> None:
    broken = rules(fields=(*RULES.fields, field("Seats__c", transforms=(Number(),))))
    lead = payload(email="ana@tarn", last_name={"first": "Ana"}) | {"custom": {"Seats__c": "many"}}
    made = render(broken, lead, lead_key="0001", org=ORG, event_at=EVENT_AT)
    group = "The source sends a group of values here. Name one of them in the mapping."
    ending = "This address has no ending such as .com. Check it and try again."
    assert made.problems == (
        Problem("LastName", "Last Name", group, "unreadable"),
        Problem("Email", "Email", ending, "transform"),
        Problem("Seats__c", "Seats__c", "“many” is not one number.", "transform"),
    )
    assert (made.email, made.person_key) == ("", "inlet-lead-0001")


@pytest.mark.parametrize("blank", [None, "", "  ", [], "\x00"])
def test_a_blank_value_proposes_nothing(blank: Any) -> None:
    assert rendered(field("Title"), Title=blank) is None


def test_a_default_stands_in_for_a_blank_value() -> None:
    rule = field("Company", default=" Unknown ")
    assert rendered(rule, Company=" ") == Proposed(None, "Unknown", stand_in=True)
    assert rendered(rule, Company="Tarn") == Proposed("Tarn", "Tarn")
    assert rendered(field("Company", default=" ")) is None


def test_a_fixed_value_is_no_stand_in() -> None:
    assert rendered(field("Status", source="", default="New")) == Proposed(None, "New")


def test_a_value_that_a_transform_empties_counts_as_blank() -> None:
    rule = field("FirstName", transforms=(FirstName(),), default="-")
    assert rendered(rule, FirstName="Madonna") == Proposed("Madonna", "-", stand_in=True)


def test_transforms_run_in_their_order_and_each_says_what_it_did() -> None:
    rule = field("Title", transforms=(Trim(), Lower(), Lower(), Truncate(length=4)))
    assert rendered(rule, Title="  Head of Operations") == Proposed(
        "  Head of Operations", "head", "Put into lower case. Cut from 18 to 4 characters."
    )


@pytest.mark.parametrize(
    ("source", "custom", "value"),
    [
        ("custom.tags", {"tags": ["a", None, 2]}, "a;2"),
        ("join(', ', custom.tags)", {"tags": ["a", "b"]}, "a, b"),
        ("join(', ', custom.tags)", {}, None),
        ("custom.a || custom.b", {"b": "x"}, "x"),
        ("custom.tags[0]", {"tags": ["a", "b"]}, "a"),
        ("custom.seats", {"seats": 40.0}, 40),
        ("custom.ok", {"ok": False}, False),
        ("person.nothing.here", {}, None),
    ],
)
def test_a_source_is_a_path_into_the_lead(source: str, custom: Any, value: Any) -> None:
    made = rendered(field("X__c", source=source), **custom)
    assert (made.value if isinstance(made, Proposed) else made) == value


@pytest.mark.parametrize("source", ["join(', ', custom.tags)", "custom.tags[::0]"])
def test_a_lead_that_does_not_fit_its_source_has_a_problem(source: str) -> None:
    made = rendered(field("X__c", source=source), tags=[1, 2])
    sentence = f"What came doesn’t fit the source “{source}”."
    assert made == Problem("X__c", "X__c", sentence, "unreadable")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": "custom."}, "The source “custom.” can’t be read as a path."),
        ({"source": "a" * 501}, f"The source “{'a' * 40}…” is too long."),
        ({"source": "shout(custom)"}, "The source “shout(custom)” can’t be carried out."),
        (
            {"transforms": (Replace(pattern=r"(.)\1"),)},
            "A pattern can’t refer back to a group of its own. Leave it out.",
        ),
    ],
)
def test_rules_that_cannot_be_carried_out_are_refused(
    changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RulesRefused) as refused:
        rendered(field("Title", **changed), Title="COO")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("person", "completed"),
    [
        ({"name": "Ana Ruiz"}, {"name": "Ana Ruiz", "first_name": "Ana", "last_name": "Ruiz"}),
        ({"name": "Ruiz"}, {"name": "Ruiz", "first_name": "", "last_name": "Ruiz"}),
        (
            {"name": "Ana Ruiz", "first_name": "Anita"},
            {"name": "Ana Ruiz", "first_name": "Anita", "last_name": "Ruiz"},
        ),
        (
            {"first_name": "Ana", "last_name": "Ruiz"},
            {"first_name": "Ana", "last_name": "Ruiz", "name": "Ana Ruiz"},
        ),
        ({"last_name": "Ruiz", "name": "R"}, {"last_name": "Ruiz", "name": "R"}),
        ({"email": "a@x.example"}, {"email": "a@x.example"}),
        ("Ana", "Ana"),
    ],
)
def test_names_are_completed_from_each_other(person: Any, completed: Any) -> None:
    came = {"person": person}
    assert complete_names(came) == {"person": completed}
    assert came == {"person": person}


def test_without_an_email_rule_the_address_still_identifies() -> None:
    bare = rules(fields=())
    assert proposal(email="Ana@Tarn.example", of=bare).email == "ana@tarn.example"
    assert proposal(email="not one", of=bare).email == ""


@pytest.mark.parametrize("source", ["", "person.email"])
def test_a_default_address_identifies_nobody(source: str) -> None:
    rule = field("Email", source=source, default="unknown@tarn.example")
    made = proposal(of=rules(fields=(rule,)))
    assert (made.values["Email"].value, made.email) == ("unknown@tarn.example", "")


def test_without_a_key_field_no_key_is_proposed_but_the_person_still_has_one() -> None:
    made = proposal("apollo:6512", of=rules(fields=(), external_id_field=""))
    assert (made.values, made.person_key) == ({}, "apollo:6512")


def test_an_external_id_may_be_a_number_but_not_a_group() -> None:
    keys = [
        render(RULES, {"external_id": one}, lead_key="0001", org=ORG, event_at=EVENT_AT).person_key
        for one in (6512, {"id": 6512})
    ]
    assert keys == ["6512", "inlet-lead-0001"]


@pytest.mark.parametrize(
    ("rule", "custom", "made"),
    [
        (field("Title", source="", transforms=(Constant(text="x"),)), {}, Proposed(None, "x")),
        (field("Title", transforms=(Constant(text="x"),)), {"Title": "y"}, Proposed(None, "x")),
        (
            field("Title", source="", transforms=(Template(text="For {custom.a}"), Lower())),
            {"a": "B"},
            Proposed("For B", "for b", "Put into lower case."),
        ),
        (field("Title", transforms=(Template(text="For {custom.a}"),)), {}, None),
        (
            field("Title", transforms=(FirstOf(sources=("custom.b", "custom.c")), Lower())),
            {"c": "X"},
            Proposed("X", "x", "Taken from custom.c. Put into lower case."),
        ),
        (
            field("Title", source="", transforms=(FirstOf(sources=("custom.b",)),), default="-"),
            {},
            Proposed(None, "-", stand_in=True),
        ),
    ],
)
def test_a_step_may_bring_the_value(
    rule: FieldRule, custom: dict[str, Any], made: Proposed | None
) -> None:
    assert rendered(rule, **custom) == made


@pytest.mark.parametrize("default", [None, "2026-01-01"])
def test_a_word_that_says_that_nobody_knows_counts_as_blank_where_it_cannot_be(
    default: str | None,
) -> None:
    rule = field("Start__c", transforms=(Date(),), default=default)
    expected = Proposed("n/a", default, stand_in=True) if default else None
    assert rendered(rule, Start__c="n/a") == expected


def test_a_placeholder_is_known_as_one_but_not_a_fixed_value() -> None:
    assert rendered(field("Title"), Title="n/a") == Proposed("n/a", "n/a", placeholder=True)
    assert rendered(field("LastName"), LastName="Null") == Proposed("Null", "Null")
    fixed = field("Kind__c", source="", default="test")
    assert rendered(fixed) == Proposed(None, "test")


def test_a_placeholder_is_not_held_for_being_unknown_to_the_map() -> None:
    table = ValueMap(pairs=(("a", "b"),), unknown=Unknown.HOLD)
    assert rendered(field("Kind__c", value_map=table), Kind__c="n/a") is None
    assert isinstance(rendered(field("Kind__c", value_map=table), Kind__c="x"), Problem)


def test_a_cut_fits_the_shorter_of_lead_and_contact() -> None:
    rule = field("Title", contact_field="Title", transforms=(Truncate(),))
    both = org(described("Title", length=8), contact=(described("Title", length=5),))
    lead = {"custom": {"Title": "Head of Sales"}}
    made = render(rules(fields=(rule,)), lead, lead_key="1", org=both, event_at=EVENT_AT)
    assert made.values["Title"].value == "Head"


@given(payloads)
def test_any_payload_is_rendered_into_values_that_can_be_stored(lead: dict[str, Any]) -> None:
    made = render(RULES, lead, lead_key="0001", org=ORG, event_at=EVENT_AT)
    values = [(each.raw, each.value, each.note) for each in made.values.values()]
    assert json.loads(json.dumps(values, ensure_ascii=False, allow_nan=False).encode())
    assert made.person_key
    assert not {problem.field for problem in made.problems} & set(made.values)
