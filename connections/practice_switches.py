"""“Make it misbehave”: the switches of the practice page, each a real failure to rehearse.

What a switch does is done to the practice org alone. Call outside the walls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from tenants.models import Tenant

from .practice.faulting import add_fault, list_faults, remove_faults
from .practice.models import PracticeOrg
from .practice.opening import change_org, end_sessions, find_org
from .practice.overview import access_to
from .practice.rules.automation_kinds import SLOW
from .practice.rules.automations import Automation
from .practice.rules.faults import Fault
from .practice.rules.policies import with_automations, without_automations
from .practice.rules.setup import Setup
from .practice.standard.catalogue import CATALOGUE
from .practice.store.setups import setup_of

NO_VALUE, NO_OWNER, NO_EDIT = "no_value", "no_owner", "no_edit"
LOST_ANSWERS, NO_SESSION, SLOWED = "lost_answers", "no_session", "slowed"
VALUE, VALUE_FIELD, OWNER = "Agriculture", "Industry", "Tom Reyes"
# The first of them that the org has loses edit access.
EDITED = ("Webinar_Score__c", "Lead_Score__c", "Phone")
_LOST = "Lose every fifth answer"
_EVERY = 5
# What a trigger or two take for a record.
SLOW_MS = 8
_SLOW = Automation("Lead_After_Save", "Lead", SLOW, ms=SLOW_MS)


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch. `thing`: the picklist value, owner or field that it is about, "" for none.

    `lasts`: False for what happens once, at the moment of switching on.
    """

    name: str
    thing: str
    is_on: bool
    lasts: bool = True


def switches(tenant: Tenant, org: PracticeOrg | None = None) -> tuple[Switch, ...]:
    """The switches that this tenant's org has, in order; none without an org.

    `org`: the tenant's, where it is known already.
    """
    org = org or find_org(tenant)
    if org is None:
        return ()
    setup = setup_of(org)
    found = (
        _no_value(setup),
        _no_owner(setup),
        _no_edit(setup),
        _lost_answers(org),
        _slowed(setup),
    )
    ended = Switch(NO_SESSION, "", is_on=False, lasts=False)
    return (*(one for one in found if one is not None), ended)


def set_switch(tenant: Tenant, name: str, *, on: bool) -> None:
    """Switch on or off. LookupError when the tenant has no org, or the org no such switch."""
    known = {one.name for one in switches(tenant)}
    org = find_org(tenant)
    if org is None or name not in known:
        raise LookupError(f"There is no switch {name}.")
    _DO[name](org, on=on)


def _no_value(setup: Setup) -> Switch | None:
    field = setup.objects["Lead"].field(VALUE_FIELD)
    entries = [one for one in field.picklist if one.value == VALUE] if field else []
    return Switch(NO_VALUE, VALUE, is_on=not entries[0].active) if entries else None


def _no_owner(setup: Setup) -> Switch | None:
    found = next((one for one in setup.users if one.name == OWNER), None)
    return Switch(NO_OWNER, OWNER, is_on=not found.active) if found else None


def _no_edit(setup: Setup) -> Switch | None:
    lead = setup.objects["Lead"]
    name = _edited(setup)
    found = next((one for one in lead.fields if one.name == name), None)
    if found is None:
        return None
    access = access_to(setup, "Lead", found, user_id=setup.api_user)
    return Switch(NO_EDIT, found.label, is_on=access != "edit")


def _lost_answers(org: PracticeOrg) -> Switch:
    is_on = any(one.is_on for one in list_faults(org) if one.fault.label == _LOST)
    return Switch(LOST_ANSWERS, "", is_on=is_on)


def _slowed(setup: Setup) -> Switch:
    return Switch(SLOWED, str(SLOW_MS), is_on=_SLOW in setup.automations)


def _edited(setup: Setup) -> str:
    there = {one.name for one in setup.objects["Lead"].fields}
    return next((name for name in EDITED if name in there), "")


def _switch_value(org: PracticeOrg, *, on: bool) -> None:
    _change(
        org, "set_picklist_value", sobject="Lead", field=VALUE_FIELD, value=VALUE, active=not on
    )


def _switch_owner(org: PracticeOrg, *, on: bool) -> None:
    _change(org, "set_user_active", user=OWNER, active=not on)


def _switch_edit(org: PracticeOrg, *, on: bool) -> None:
    field = _edited(setup_of(org))
    _change(org, "set_field_access", sobject="Lead", field=field, access="read" if on else "edit")


def _switch_answers(org: PracticeOrg, *, on: bool) -> None:
    remove_faults(org, label=_LOST)
    if on:
        add_fault(org, Fault("reset_after", "writes", every=_EVERY, label=_LOST))


def _slow_down(org: PracticeOrg, *, on: bool) -> None:
    change_org(
        org,
        lambda setup: (
            with_automations(setup, _SLOW) if on else without_automations(setup, _SLOW.name)
        ),
    )


def _end_session(org: PracticeOrg, *, on: bool) -> None:
    if on:
        end_sessions(org)


def _change(org: PracticeOrg, name: str, **arguments: str | bool) -> None:
    change_org(org, partial(CATALOGUE[name].apply, arguments=arguments))


_DO: Mapping[str, Callable[..., None]] = {
    NO_VALUE: _switch_value,
    NO_OWNER: _switch_owner,
    NO_EDIT: _switch_edit,
    LOST_ANSWERS: _switch_answers,
    SLOWED: _slow_down,
    NO_SESSION: _end_session,
}
