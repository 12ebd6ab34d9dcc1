"""A payload against its object: which check comes first, and what is stored."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.changes import with_access
from connections.practice.rules.ids import mint
from connections.practice.rules.refusals import Refusal, Refused
from connections.practice.rules.saving import Judge, full_name, strays
from connections.practice.rules.seeing import seen_by
from connections.practice.rules.setup import Setup, read_setup
from connections.practice.standard.opening_setup import PERSONALITIES, fresh_setup

SETUP = fresh_setup(
    org_id="00DKB0000004VwX2AU", org_name="Acme", password="", personality=PERSONALITIES["default"]
)
TOM, DANA, UK = SETUP.users[0].id, SETUP.users[2].id, SETUP.queues[0].id
ACCOUNT = mint("Account", pod="KB0", number=1)
SECURITY = (
    "Please check the security settings of this field and verify that it is read/write for your "
    "profile or permission set."
)


def judge(
    payload: dict[str, Any], *, sobject: str = "Lead", creating: bool = True, setup: Setup = SETUP
) -> dict[str, Any]:
    return Judge(setup, setup.objects[sobject], {ACCOUNT}, creating=creating).judge(payload)


def refused(payload: dict[str, Any], **how: Any) -> list[Refusal]:
    with pytest.raises(Refused) as raised:
        judge(payload, **how)
    return list(raised.value.refusals)


def test_a_create_gets_the_defaults() -> None:
    stored = judge({"lastname": " Ruiz ", "Company": "Acme", "Title": "", "attributes": {}})
    assert stored == {
        "LastName": "Ruiz",
        "Company": "Acme",
        "Status": "New",
        "IsConverted": False,
        "IsUnreadByOwner": True,
        "HasOptedOutOfEmail": False,
        "HasOptedOutOfFax": False,
        "DoNotCall": False,
        "IsDeleted": False,
    }


def test_an_update_keeps_what_is_emptied() -> None:
    assert judge({"Title": None, "Phone": "1"}, creating=False) == {"Title": None, "Phone": "1"}


@pytest.mark.parametrize(
    ("sobject", "payload", "missing"),
    [
        ("Lead", {}, ["LastName", "Company"]),
        ("Lead", {"LastName": "Ruiz", "Company": " "}, ["Company"]),
        ("Contact", {"FirstName": "Ana"}, ["LastName"]),
        ("Account", {"Name": None}, ["Name"]),
    ],
)
def test_all_missing_fields_are_named_at_once(
    sobject: str, payload: dict[str, Any], missing: list[str]
) -> None:
    message = f"Required fields are missing: [{', '.join(missing)}]"
    assert refused(payload, sobject=sobject) == [
        Refusal("REQUIRED_FIELD_MISSING", message, tuple(missing))
    ]


def test_an_update_must_not_empty_a_required_field() -> None:
    assert [one.fields for one in refused({"LastName": "", "Title": "x"}, creating=False)] == [
        ("LastName",)
    ]


# Each payload is wrong in two ways: the check that comes first decides.
@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"Foo__c": 1, "IsDeleted": True}, "INVALID_FIELD"),
        ({"IsDeleted": True, "Title": 5}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"Title": "x" * 200, "NumberOfEmployees": "abc"}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ({"Region__c": "Mars", "Email": "foo@"}, "INVALID_EMAIL_ADDRESS"),
        ({"OwnerId": "nobody", "Region__c": "Mars"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"OwnerId": "nobody"}, "MALFORMED_ID"),
        ({}, "REQUIRED_FIELD_MISSING"),
    ],
)
def test_checks_come_in_salesforces_order(payload: dict[str, Any], code: str) -> None:
    assert [one.code for one in refused(payload)] == [code]


def test_an_unknown_field_is_named() -> None:
    assert refused({"Foo__c": 1}) == [
        Refusal("INVALID_FIELD", "No such column 'Foo__c' on sobject of type Lead", ())
    ]


def test_closed_fields_are_named_together() -> None:
    setup = seen_by(with_access(SETUP, "Lead", "Webinar_Score__c", access="read"), SETUP.api_user)
    names = ("IsDeleted", "Webinar_Score__c")
    assert refused(dict.fromkeys(names), setup=setup) == [
        Refusal(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            f"Unable to create/update fields: IsDeleted, Webinar_Score__c. {SECURITY}",
            names,
        )
    ]


def test_a_hidden_field_is_unknown() -> None:
    setup = seen_by(with_access(SETUP, "Lead", "Webinar_Score__c", access="none"), SETUP.api_user)
    assert [one.code for one in refused({"Webinar_Score__c": 1}, setup=setup)] == ["INVALID_FIELD"]


@pytest.mark.parametrize(
    ("sobject", "owner", "refusal"),
    [
        (
            "Lead",
            "x",
            Refusal("MALFORMED_ID", "Owner ID: id value of incorrect type: x", ("OwnerId",)),
        ),
        (
            "Contact",
            UK,
            Refusal("MALFORMED_ID", f"Owner ID: id value of incorrect type: {UK}", ("OwnerId",)),
        ),
        (
            "Lead",
            DANA,
            Refusal(
                "INACTIVE_OWNER_OR_USER",
                f"operation performed with inactive user [{DANA}] as owner of lead",
                ("OwnerId",),
            ),
        ),
        (
            "Lead",
            mint("User", pod="KB0", number=99),
            Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ("OwnerId",)),
        ),
    ],
)
def test_not_everybody_may_own(sobject: str, owner: str, refusal: Refusal) -> None:
    assert refused({"LastName": "R", "OwnerId": owner}, sobject=sobject) == [refusal]


def test_users_and_enabled_queues_may_own_a_lead_under_either_id() -> None:
    for owner in (TOM, UK, TOM[:15]):
        stored = judge({"LastName": "R", "Company": "A", "OwnerId": owner})
        assert stored["OwnerId"] in {TOM, UK}


def test_a_queue_that_is_not_enabled_for_leads_may_not_own_one() -> None:
    document = SETUP.document()
    document["queues"][0]["sobjects"] = ["Case"]
    assert refused({"OwnerId": UK}, setup=read_setup(document)) == [
        Refusal(
            "INVALID_CROSS_REFERENCE_KEY",
            "Queue not associated with this SObject type",
            ("OwnerId",),
        )
    ]


def test_a_reference_needs_an_existing_record() -> None:
    known = judge({"LastName": "R", "AccountId": ACCOUNT[:15]}, sobject="Contact")
    assert known["AccountId"] == ACCOUNT
    other = mint("Account", pod="KB0", number=2)
    assert refused({"LastName": "R", "AccountId": other}, sobject="Contact") == [
        Refusal(
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            f"insufficient access rights on cross-reference id: {other[:15]}",
        )
    ]


def test_strays_are_values_that_an_open_picklist_lacks() -> None:
    stored = {"Status": "Nurturing", "Industry": "Energy", "Title": "x", "Region__c": "EMEA"}
    assert strays(SETUP.objects["Lead"], stored) == {("Status", "Nurturing")}


def test_a_stray_becomes_an_inactive_entry_once() -> None:
    once = SETUP.with_strays("Lead", {("Status", "Nurturing")})
    twice = once.with_strays("Lead", {("Status", "Nurturing")})
    status = twice.objects["Lead"].field("Status")
    assert status is not None
    assert [(one.value, one.active) for one in status.picklist] == [
        ("New", True),
        ("Working", True),
        ("Qualified", True),
        ("Unqualified", True),
        ("Converted", True),
        ("Nurturing", False),
    ]


@pytest.mark.parametrize(
    ("stored", "name"),
    [({"FirstName": "Ana", "LastName": "Ruiz"}, "Ana Ruiz"), ({"LastName": "Ruiz"}, "Ruiz")],
)
def test_the_full_name_is_made_of_its_parts(stored: dict[str, str], name: str) -> None:
    assert full_name(stored) == name
