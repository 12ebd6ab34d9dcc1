"""Conditional updates, audit fields, system fields, references to people, other field types."""

from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime
from typing import Any

import pytest
import time_machine

from connections.practice.rehearsing import change_record
from connections.practice.rules.fields import Field, PicklistValue
from connections.practice.rules.ids import mint
from connections.practice.rules.setup import Setup
from connections.practice.rules.stamps import read_datetime
from connections.practice.standard.opening_setup import INTEGRATION_PROFILE

from .conftest import Api

LEAD = {"LastName": "Ruiz", "Company": "Acme"}
TAGS = tuple(PicklistValue(value, value) for value in ("a", "b", "c"))
EXTRA = (
    Field("Tags__c", "Tags", "multipicklist", length=200, restricted=True, picklist=TAGS),
    Field("Free__c", "Free", "multipicklist", length=200, picklist=TAGS),
    Field("At__c", "At", "time"),
    Field("Share__c", "Share", "percent", precision=5, scale=2),
    Field("Line__c", "Line", "combobox", length=5),
    Field("Helper__c", "Helper", "reference", length=18, reference_to=("User",)),
)


def with_fields(setup: Setup) -> Setup:
    lead = setup.objects["Lead"]
    fields = (*lead.fields, *(replace(one, permissionable=False) for one in EXTRA))
    return replace(setup, objects={**setup.objects, "Lead": replace(lead, fields=fields)})


@pytest.fixture
def rich(api: Api) -> Api:
    """An org with a Lead field of each rarer type."""
    api.change(with_fields)
    return api


def test_an_update_may_depend_on_nothing_having_changed(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    path = f"sobjects/Lead/{lead}"
    seen = read_datetime(api.get(path).body["LastModifiedDate"])
    headers = {"If-Unmodified-Since": format_datetime(seen, usegmt=True)}
    assert api.call("PATCH", path, {"Title": "CTO"}, headers=headers).status == 204
    with time_machine.travel(seen.timestamp() + 60):
        change_record(api.org, lead, {"Title": "CEO"}, by="Tom Reyes")
    reply = api.call("PATCH", path, {"Title": "CFO"}, headers=headers)
    assert (reply.status, reply.body[0]["errorCode"]) == (412, "PRECONDITION_FAILED")
    assert api.rows("SELECT Title FROM Lead") == [{"Title": "CEO"}]
    headers = {"If-Unmodified-Since": "yesterday"}
    assert api.call("PATCH", path, {"Title": "CFO"}, headers=headers).status == 204


@pytest.mark.parametrize(
    "name", ["Id", "CreatedDate", "LastModifiedById", "SystemModstamp", "IsDeleted", "Name"]
)
def test_system_fields_are_read_only(api: Api, name: str) -> None:
    reply = api.call("POST", "sobjects/Lead", {**LEAD, name: "x"})
    assert (reply.body[0]["errorCode"], reply.body[0]["fields"]) == (
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        [name],
    )


def with_audit_permission(setup: Setup) -> Setup:
    sets = tuple(
        replace(one, system=(*one.system, "CreateAuditFields"))
        if one.profile == INTEGRATION_PROFILE
        else one
        for one in setup.permission_sets
    )
    return replace(setup, permission_sets=sets)


def test_with_the_permission_audit_fields_are_set_on_create_only(api: Api) -> None:
    setup = api.change(with_audit_permission)
    tom = setup.users[0].id
    lead = api.create("Lead", **LEAD, CreatedDate="2020-01-02T03:04:05Z", CreatedById=tom)
    (found,) = api.rows("SELECT CreatedDate, CreatedBy.Name FROM Lead")
    assert found == {
        "CreatedDate": "2020-01-02T03:04:05.000+0000",
        "CreatedBy": {"Name": "Tom Reyes"},
    }
    reply = api.call("PATCH", f"sobjects/Lead/{lead}", {"CreatedById": tom})
    assert reply.body[0]["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"Tags__c": " c; a;a "}, {"Tags__c": "a;c"}),
        ({"Tags__c": ";"}, {"Tags__c": None}),
        ({"Free__c": "x;b"}, {"Free__c": "b;x"}),
        ({"At__c": "10:11:12.500Z"}, {"At__c": "10:11:12.500Z"}),
        ({"At__c": "10:11"}, {"At__c": "10:11:00.000Z"}),
        ({"Share__c": "12.5"}, {"Share__c": 12.5}),
        ({"Line__c": " any "}, {"Line__c": "any"}),
    ],
)
def test_rarer_types_are_kept_in_one_form(
    rich: Api, sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    lead = rich.create("Lead", **LEAD, **sent)
    body = rich.get(f"sobjects/Lead/{lead}", fields=",".join(kept)).body
    assert {name: body[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"Tags__c": "a;z"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"Tags__c": 5}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ({"At__c": "25:00"}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ({"Share__c": 1000}, "NUMBER_OUTSIDE_VALID_RANGE"),
        ({"Line__c": "longer"}, "STRING_TOO_LONG"),
        ({"Helper__c": mint("User", pod="KB0", number=99)}, "INVALID_CROSS_REFERENCE_KEY"),
        ({"Helper__c": "x"}, "MALFORMED_ID"),
    ],
)
def test_rarer_types_refuse_what_is_wrong(rich: Api, sent: dict[str, Any], code: str) -> None:
    record = {"attributes": {"type": "Lead"}, **LEAD, **sent}
    (item,) = rich.call("POST", "composite/sobjects", {"records": [record]}).body
    assert [one["statusCode"] for one in item["errors"]] == [code]


def test_one_id_is_updated_once_in_a_call(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    records = [{"attributes": {"type": "Lead"}, "id": lead, "Title": title} for title in "ab"]
    items = api.call("PATCH", "composite/sobjects", {"records": records}).body
    assert [item["success"] for item in items] == [True, False]
    assert items[1]["errors"][0]["message"] == f"Duplicate id in list: {lead[:15]}"
