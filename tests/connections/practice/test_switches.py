"""The switches of the practice page, and the set-up as it is shown."""

from __future__ import annotations

import time
from typing import Any

import pytest

from connections import practice_setup
from connections.practice.browsing import counts
from connections.practice.opening import set_call_limit
from connections.practice.rules.faults import Fault
from connections.practice_setup import Difference, Workshop, open_workshop
from connections.practice_switches import (
    LOST_ANSWERS,
    NO_EDIT,
    NO_OWNER,
    NO_SESSION,
    NO_VALUE,
    SLOW_MS,
    SLOWED,
    Switch,
    set_switch,
    switches,
)
from connections.practice_view import FieldChange, open_view
from tenants import walls
from tenants.models import Tenant

from .conftest import Api

LEAD = {"LastName": "Ruiz", "Company": "Acme"}


@pytest.fixture
def workshop(api: Api, tenant: Tenant) -> Workshop:
    """The org of the tenant."""
    found = open_workshop(tenant)
    assert found is not None
    return found


def test_the_switches_of_a_new_org_are_off(api: Api, tenant: Tenant) -> None:
    assert switches(tenant) == (
        Switch(NO_VALUE, "Agriculture", is_on=False),
        Switch(NO_OWNER, "Tom Reyes", is_on=False),
        Switch(NO_EDIT, "Webinar Score", is_on=False),
        Switch(LOST_ANSWERS, "", is_on=False),
        Switch(SLOWED, "8", is_on=False),
        Switch(NO_SESSION, "", is_on=False, lasts=False),
    )


@pytest.mark.parametrize("name", [NO_VALUE, NO_OWNER, NO_EDIT, LOST_ANSWERS, SLOWED])
def test_a_switch_goes_on_and_off(api: Api, tenant: Tenant, name: str) -> None:
    before = switches(tenant)
    set_switch(tenant, name, on=True)
    assert [one.name for one in switches(tenant) if one.is_on] == [name]
    set_switch(tenant, name, on=False)
    assert switches(tenant) == before


def test_an_owner_who_is_off_gets_no_leads(api: Api, tenant: Tenant) -> None:
    tom = next(one["id"] for one in api.org.setup["users"] if one["last_name"] == "Reyes")
    set_switch(tenant, NO_OWNER, on=True)
    reply = api.call("POST", "sobjects/Lead", {**LEAD, "OwnerId": tom})
    assert reply.body[0]["errorCode"] == "INACTIVE_OWNER_OR_USER"


def test_a_field_without_edit_access_takes_nothing(api: Api, tenant: Tenant) -> None:
    set_switch(tenant, NO_EDIT, on=True)
    reply = api.call("POST", "sobjects/Lead", {**LEAD, "Webinar_Score__c": 1})
    assert reply.body[0]["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_every_fifth_write_is_applied_and_its_answer_lost(api: Api, tenant: Tenant) -> None:
    set_switch(tenant, LOST_ANSWERS, on=True)
    statuses = [_status(api) for _ in range(10)]
    assert statuses == [201, 201, 201, 201, "lost"] * 2
    assert counts(api.org)["Lead"] == 10


def _status(api: Api) -> Any:
    try:
        return api.call("POST", "sobjects/Lead", LEAD).status
    except AttributeError:
        return "lost"  # a response that streams has no content to read at once


def test_a_slow_org_takes_its_time_over_each_record(api: Api, tenant: Tenant) -> None:
    set_switch(tenant, SLOWED, on=True)
    slow = _timed(api, 100)
    assert slow > 100 * SLOW_MS / 1000
    set_switch(tenant, SLOWED, on=False)
    assert _timed(api, 100) < slow


def _timed(api: Api, count: int) -> float:
    records = [{"attributes": {"type": "Lead"}, **LEAD} for _ in range(count)]
    began = time.perf_counter()
    reply = api.call("POST", "composite/sobjects", {"records": records})
    assert all(one["success"] for one in reply.body)
    return time.perf_counter() - began


def test_ending_the_session_happens_once(api: Api, tenant: Tenant) -> None:
    set_switch(tenant, NO_SESSION, on=True)
    assert api.get("limits").status == 401
    assert not switches(tenant)[-1].is_on


def test_there_is_no_other_switch(api: Api, tenant: Tenant, outsider: Tenant) -> None:
    with pytest.raises(LookupError):
        set_switch(tenant, "x", on=True)
    with pytest.raises(LookupError):
        set_switch(outsider, NO_OWNER, on=True)
    assert switches(outsider) == ()


def test_the_setup_is_shown(workshop: Workshop) -> None:
    shown = workshop.setup()
    lead = next(one for one in shown.objects if one.name == "Lead")
    fields = {one.name: one for one in lead.fields}
    assert {"create", "edit", "read"} <= set(lead.rights)
    assert (fields["Company"].required, fields["Company"].access) == (True, "edit")
    assert (fields["External_Person_ID__c"].unique, fields["CreatedDate"].access) == (True, "read")
    assert ("Agriculture", True) in fields["Industry"].values
    assert [one.name for one in shown.users if one.is_inlet] == ["Inlet Integration"]
    assert {one.kind for one in shown.rules} >= {"assignment", "duplicate"}
    assert [one.installed for one in shown.apps] == [True]
    assert shown.queues[0].sobjects == ("Lead",)


def test_a_new_org_differs_in_nothing(workshop: Workshop) -> None:
    assert workshop.differences() == ()


def test_what_differs_names_the_change_that_puts_it_back(
    workshop: Workshop, tenant: Tenant
) -> None:
    for name in (NO_VALUE, NO_OWNER, NO_EDIT):
        set_switch(tenant, name, on=True)
    fresh = open_workshop(tenant)
    assert fresh is not None
    found = {one.kind: one for one in fresh.differences()}
    assert found["value_off"] == Difference(
        "value_off", "Agriculture", "on", "off", "Lead", "Industry", "set_picklist_value",
        (("sobject", "Lead"), ("field", "Industry"), ("value", "Agriculture"), ("active", True)),
    )  # fmt: skip
    assert set(found) == {"value_off", "user_off", "access"}
    for one in found.values():
        fresh.change(one.change, dict(one.arguments))
    again = open_workshop(tenant)
    assert again is not None
    assert again.differences() == ()


def test_a_change_that_cannot_be_says_why(workshop: Workshop) -> None:
    with pytest.raises(LookupError, match="no change"):
        workshop.change("x", {})
    with pytest.raises(ValueError, match="is missing"):
        workshop.change("set_user_active", {"user": "Tom Reyes"})
    with pytest.raises(LookupError, match="no user"):
        workshop.change("set_user_active", {"user": "Nobody", "active": True})


def test_an_org_starts_again_with_its_residents(workshop: Workshop, tenant: Tenant) -> None:
    workshop.add_fault(Fault("lock"))
    workshop.start_again("careful")
    again = open_workshop(tenant)
    assert again is not None
    assert (again.personality, list(again.faults())) == ("careful", [])
    assert counts(again.org)["Lead"] == 4
    with pytest.raises(LookupError):
        workshop.start_again("x")


def test_faults_are_added_switched_and_removed(workshop: Workshop) -> None:
    added = workshop.add_fault(Fault("latency", seconds=0.1))
    assert workshop.switch_fault(added.id, on=False)
    assert [one.is_on for one in workshop.faults()] == [False]
    assert workshop.remove_fault(added.id)
    assert not workshop.remove_fault(added.id)
    assert "latency" in practice_setup.KINDS


def test_a_record_tells_its_history(api: Api, tenant: Tenant) -> None:
    lead = api.create("Lead", Title="Farmer", **LEAD)
    tom = next(one["id"] for one in api.org.setup["users"] if one["last_name"] == "Reyes")
    api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": None, "OwnerId": tom})
    view = open_view(tenant)
    assert view is not None
    with walls.inside(tenant):
        whole = view.whole("Lead", lead)
        assert whole is not None
        changed, created = view.history(whole)
    assert (changed.operation, changed.who, changed.source) == (
        "update", "Inlet Integration", "api",
    )  # fmt: skip
    owner, title = changed.changes
    assert (owner.name, owner.new) == ("OwnerId", "Tom Reyes")
    assert title == FieldChange("Title", "Title", "Farmer", "")
    assert FieldChange("LastName", "Last Name", "", "Ruiz") in created.changes


def test_used_up_calls_are_counted_right(api: Api) -> None:
    set_call_limit(api.org, 2)
    statuses = [api.get("limits").status for _ in range(4)]
    assert statuses == [200, 200, 403, 403]
    set_call_limit(api.org, 5)
    reply = api.get("limits")
    assert (reply.status, reply.headers["Sforce-Limit-Info"]) == (200, "api-usage=3/5")
