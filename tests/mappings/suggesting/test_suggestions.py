"""What the mapping helper proposes for a sample, case by case."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.defaults import default_rules
from mappings.paths import find
from mappings.rendering import complete_names
from mappings.rules import FieldRule, HigherOf, IfBlank, OnCreate, Rules, WhileDefault
from mappings.suggesting import Suggested, Suggestion, suggest
from mappings.suggesting.leaves import leaves_of
from mappings.transforms import (
    Country,
    Currency,
    Date,
    EmailAddress,
    FirstName,
    LastName,
    MultiPicklist,
    NameCase,
    Number,
    Phone,
    State,
)
from mappings.values import as_text, is_blank

from .org import OBJECTS, field, large


def found(payload: dict[str, Any], **given: Any) -> Suggestion:
    return suggest(payload, OBJECTS, **{"region": "GB", **given})


def proposed(payload: dict[str, Any], key: str, **given: Any) -> Suggested | None:
    return next((one for one in found(payload, **given).fields if one.rule.key == key), None)


@pytest.mark.parametrize(
    ("payload", "key", "source", "written"),
    [
        ({"Nachname": "Lang"}, "LastName", "Nachname", "Lang"),
        ({"apellido": "Paz"}, "LastName", "apellido", "Paz"),
        ({"société": "Petit"}, "Company", '"société"', "Petit"),
        ({"Voornaam": "Jan", "Achternaam": "Bos"}, "FirstName", "Voornaam", "Jan"),
        ({"Nom": "Petit", "Prénom": "Luc"}, "LastName", "Nom", "Petit"),
        ({"Nome": "Elena", "Cognome": "Riva"}, "FirstName", "Nome", "Elena"),
        ({"name": "Ana Ruiz"}, "FirstName", "name", "Ana"),
        ({"name": "Ana Ruiz"}, "LastName", "name", "Ruiz"),
        ({"Work E-Mail:": "A@B.example.test"}, "Email", '"Work E-Mail:"', "a@b.example.test"),
        ({"field_7": "a@b.example.test"}, "Email", "field_7", "a@b.example.test"),
        ({"field_8": "+44 20 7946 0958"}, "Phone", "field_8", "+442079460958"),
        ({"tel": "020 7946 0958"}, "Phone", "tel", "+442079460958"),
        ({"land": "Deutschland"}, "CountryCode", "land", "DE"),
        ({"what_is_your_budget?": "£5k"}, "Budget__c", '"what_is_your_budget?"', 5000),
        ({"Demo date": "25/12/2026"}, "Demo_Date__c", '"Demo date"', "2026-12-25"),
        ({"anrede": "Frau"}, "Salutation", "anrede", "Ms."),
        ({"Company size": "11 to 50 people"}, "Company_Size__c", '"Company size"', "11-50"),
        ({"interests": "crm, Reporting"}, "Product_Interest__c", "interests", "CRM;Reporting"),
        ({"Webinar Score": "82"}, "Webinar_Score__c", '"Webinar Score"', 82),
        ({"anzahl mitarbeiter": "1.200"}, "NumberOfEmployees", '"anzahl mitarbeiter"', 1200),
    ],
)
def test_a_name_and_its_value_lead_to_a_field(
    payload: dict[str, Any], key: str, source: str, written: Any
) -> None:
    region = "DE" if "mitarbeiter" in source else "GB"
    one = proposed(payload, key, region=region)
    assert one is not None
    assert (one.rule.source, one.written, one.problem) == (source, written, "")


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        ({"email": "no address"}, "Email"),
        ({"consent": {"email": True}}, "Email"),
        ({"owner_email": "rep@b.example.test"}, "Email"),
        ({"assigned_manager": {"name": "Rep One"}}, "LastName"),
        ({"first_name": "A9"}, "FirstName"),
        ({"company": "a@b.example.test"}, "Company"),
        ({"employees": "many"}, "NumberOfEmployees"),
        ({"website": "https://www.linkedin.com/in/x"}, "Website"),
        ({"status": "active"}, "Status"),
        ({"country_of_birth": "Spain"}, "CountryCode"),
        ({"monthly_revenue": 900}, "AnnualRevenue"),
        ({"form_title": "Director"}, "Title"),
        ({"demo_date": "soon"}, "Demo_Date__c"),
        ({"google_key": "secret", "user_column_data": []}, "Description"),
        ({"Lead Score (formula)": 9}, "Lead_Score__c"),
        ({"External Person ID": "x1"}, "External_Person_ID__c"),
        ({"Owner ID": "005000000000001"}, "OwnerId"),
        ({"Full Name": "Ana Ruiz"}, "Name"),
    ],
)
def test_a_value_that_cant_be_the_fields_is_not_proposed(payload: dict[str, Any], key: str) -> None:
    assert proposed(payload, key) is None


@pytest.mark.parametrize(
    ("payload", "key", "steps"),
    [
        ({"email": "A@b.example.test"}, "Email", (EmailAddress(),)),
        ({"phone": "020 7946 0958"}, "Phone", (Phone(),)),
        ({"name": "Ana Ruiz"}, "FirstName", (FirstName(),)),
        ({"name": "ANA RUIZ"}, "LastName", (LastName(), NameCase())),
        ({"name": ["ANA", "RUIZ"]}, "LastName", (LastName(), NameCase())),
        ({"country": "Spain"}, "CountryCode", (Country(form="code"),)),
        ({"budget": "1.200,50 €"}, "Budget__c", (Currency(decimal=","),)),
        ({"employees": "40"}, "NumberOfEmployees", (Number(),)),
        ({"employees": 40}, "NumberOfEmployees", ()),
        ({"demo date": "03/04/2026"}, "Demo_Date__c", (Date(order="dmy"),)),
        ({"demo date": "2026-04-03"}, "Demo_Date__c", (Date(),)),
        ({"interests": ["CRM"]}, "Product_Interest__c", (MultiPicklist(),)),
    ],
)
def test_the_steps_are_those_the_sample_needs(
    payload: dict[str, Any], key: str, steps: tuple[Any, ...]
) -> None:
    one = proposed(payload, key)
    assert one is not None
    assert one.rule.transforms == steps


def test_the_month_comes_first_where_it_does() -> None:
    one = proposed({"demo date": "03/04/2026"}, "Demo_Date__c", region="US")
    assert one is not None
    assert one.written == "2026-03-04"


def test_a_state_is_read_in_the_country_of_the_sample() -> None:
    address = {"address": {"state": "California", "country": "United States"}}
    one = proposed(address, "StateCode")
    assert one is not None
    assert one.rule.transforms == (State(form="code", country_source="address.country"),)
    assert one.written == "CA"
    assert one.rule.contact_field == "MailingStateCode"


@pytest.mark.parametrize(
    ("payload", "key", "guard"),
    [
        ({"first_name": "Ana"}, "FirstName", IfBlank()),
        ({"utm_source": "x"}, "UTM_Source__c", OnCreate()),
        ({"lead_source": "Web"}, "LeadSource", OnCreate()),
        ({"gclid": "x"}, "GCLID__c", OnCreate()),
        ({"lead status": "New"}, "Status", WhileDefault()),
        ({"unsubscribed": True}, "HasOptedOutOfEmail", HigherOf(order=("false", "true"))),
        ({"marketing consent": True}, "Marketing_Consent__c", OnCreate()),
    ],
)
def test_nothing_of_salesforces_own_is_overwritten(
    payload: dict[str, Any], key: str, guard: Any
) -> None:
    one = proposed(payload, key)
    assert one is not None
    assert one.rule.ownership == (guard,)


def test_a_list_of_answers_is_read_by_its_question_wherever_it_stands() -> None:
    answers = [
        {"question": "Don't you have a company?", "answer": "Tarn", "position": 0},
        {"question": "Company website", "answer": "tarn.example", "position": 1},
    ]
    body = {"event": "invitee.created", "payload": {"questions_and_answers": answers}}
    one = proposed(body, "Company")
    assert one is not None
    answers.reverse()
    assert find(one.rule.source, body) == "Tarn"


def test_what_the_list_doesnt_offer_is_said_and_less_sure() -> None:
    one = proposed({"region": "South"}, "Region__c")
    known = proposed({"region": "emea"}, "Region__c")
    assert one is not None
    assert known is not None
    assert one.confidence < 70 < known.confidence
    assert "Region doesn’t offer “South” yet." in one.why
    assert "doesn’t offer “South”" in one.problem


def test_a_list_whose_values_nobody_knows_takes_any() -> None:
    lead = OBJECTS["Lead"]
    own = {**lead.fields, "Flavour__c": field("Flavour__c", "Flavour", "picklist")}
    (one,) = suggest({"Flavour": "Mint"}, {"Lead": replace(lead, fields=own)}, region="GB").fields
    assert (one.rule.key, one.confidence, one.written) == ("Flavour__c", 98, "Mint")
    assert "doesn’t offer" not in one.why


def test_a_value_map_says_what_becomes_of_the_value() -> None:
    one = proposed({"lead_source": "Partner Referal"}, "LeadSource")
    assert one is not None
    assert one.rule.value_map.pairs == (("Partner Referal", "Partner Referral"),)
    assert "“Partner Referal” becomes “Partner Referral”" in one.why


def test_the_second_best_is_named_and_not_proposed() -> None:
    mail = {"email": "a@b.example.test", "private mail": "c@d.example.test"}
    one = proposed(mail, "Email")
    assert one is not None
    assert (one.rule.source, one.others) == ("email", ('"private mail"',))
    assert found(mail).unmapped == ()


def test_what_is_mapped_already_is_not_proposed_again() -> None:
    lead = {
        "person": {"email": "a@b.example.test", "first_name": "Ana", "last_name": "Ruiz"},
        "company": {"name": "Tarn", "employees": 40},
        "custom": {"email": "other@b.example.test"},
    }
    keys = {one.rule.key for one in found(lead, rules=default_rules()).fields}
    assert keys == {"NumberOfEmployees"}
    loose = {one.path for one in found(lead, rules=default_rules()).unmapped}
    assert loose == {"custom.email"}


def test_a_field_that_only_a_contact_has_is_written_there() -> None:
    one = proposed({"department": "Sales"}, "Contact.Department")
    assert one is not None
    assert (one.rule.lead_field, one.rule.contact_field) == ("", "Department")


def test_a_blank_value_is_proposed_but_not_sure() -> None:
    one = proposed({"mobile": "", "email": "a@b.example.test"}, "MobilePhone")
    assert one is not None
    assert one.confidence == 60
    assert "no value here" in one.why


def test_required_fields_left_open_are_named_with_what_to_do() -> None:
    missing = {one.field: one for one in found({"email": "a@tarn.example.test"}).open}
    assert set(missing) == {"LastName", "Company"}
    offer = missing["Company"].offer
    assert offer is not None
    assert (offer.source, offer.default) == ("email", "Unknown")
    assert found({"name": "Ana Ruiz", "company": "Tarn"}).open == ()
    filled = Rules(fields=(FieldRule(lead_field="LastName"), FieldRule(lead_field="Company")))
    assert found({}, rules=filled).open == ()


@pytest.mark.parametrize(
    ("kind", "more", "sentence", "default"),
    [
        ("picklist", {"values": ("A", "B")}, "such as “A”", "A"),
        ("string", {}, "Give it a fixed value.", None),
    ],
)
def test_a_required_field_of_the_orgs_own(
    kind: str, more: dict[str, Any], sentence: str, default: str | None
) -> None:
    own = field("Must__c", "Must", kind, nillable=False, **more)
    known = OBJECTS["Lead"]
    lead = type(known)("Lead", "Lead", True, True, {**known.fields, "Must__c": own}, ())  # noqa: FBT003
    left = suggest({"name": "A B", "company": "C"}, {"Lead": lead}).open
    assert [one.field for one in left] == ["Must__c"]
    assert sentence in left[0].sentence
    assert (left[0].offer.default if left[0].offer else None) == default


def test_an_org_that_was_never_looked_at_gets_no_proposals() -> None:
    assert suggest({"email": "a@b.example.test"}, {}).fields == ()


def test_ids_and_secrets_are_told_from_what_could_be_mapped() -> None:
    loose = {one.path: one.technical for one in found({"token": "t", "colour": "red"}).unmapped}
    assert loose == {"token": True, "colour": False}


def test_one_suggestion_is_quick() -> None:
    org, took = large(), []
    for turn in range(5):
        sample = {f"question {turn} {number}": f"answer {number}" for number in range(40)}
        begun = time.process_time()
        suggest(sample, org, region="GB")
        took.append(time.process_time() - begun)
    assert min(took) < 0.05


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
KEYS = st.sampled_from(["email", "name", "field_data", "values", "x y", "q'\"`\\"]) | st.text(
    max_size=12
)
BODIES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)


@given(BODIES)
@settings(max_examples=150, deadline=None)
def test_any_body_is_read_and_every_path_finds_its_value(body: dict[str, Any]) -> None:
    lead = complete_names(body)
    for leaf in leaves_of(lead):
        came = find(leaf.path, lead)
        assert (
            came == leaf.value
            or came != came
            or is_blank(came)
            or as_text(came) == as_text(leaf.value)
        )
    names = [one.rule.key for one in suggest(body, OBJECTS, region="GB").fields]
    assert len(names) == len(set(names))
