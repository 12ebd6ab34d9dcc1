"""Every change that an admin of the org may ask for by name, and what each has to be told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from connections.practice.rules import (
    changes,
    field_changes,
    new_fields,
    people_changes,
    picklist_changes,
    policies,
    rights_changes,
)
from connections.practice.rules.automation_kinds import ALL_KINDS, SLOW
from connections.practice.rules.automations import Automation
from connections.practice.rules.duplicates import ALERT, BLOCK, REPORT
from connections.practice.rules.ids import pod_of
from connections.practice.rules.named_changes import Change, named
from connections.practice.rules.permission_sets import derived_id
from connections.practice.rules.permissions import FIELD_ACCESS, OBJECT_RIGHTS, SYSTEM_PERMISSIONS
from connections.practice.rules.setup import Setup, Switches
from connections.practice.rules.sharing import SHARING
from connections.practice.rules.validation import ValidationRule
from connections.practice.standard.countries import with_state_country

_PICKLISTS = "state_country_picklists"


def _user_active(setup: Setup, *, user: str, active: bool) -> Setup:
    wanted = setup.users_by_id[people_changes.find_user(setup, user)].name
    return changes.with_user_active(setup, wanted, active=active)


def _marketing_user(setup: Setup, *, on: bool, user: str = "") -> Setup:
    return policies.with_marketing_user(setup, people_changes.find_user(setup, user), on=on)


def _default_owner(setup: Setup, *, user: str) -> Setup:
    return replace(setup, default_lead_owner=people_changes.find_user(setup, user))


def _value_active(setup: Setup, *, sobject: str, field: str, value: str, active: bool) -> Setup:
    return changes.with_picklist_value(setup, sobject, field, value=value, active=active)


def _duplicate_rule(setup: Setup, *, sobject: str, active: bool, action: str = "") -> Setup:
    return changes.with_duplicate_rule(setup, sobject, active=active, action=action)


def _assignment_rule(setup: Setup, *, active: bool) -> Setup:
    return changes.with_assignment(setup, active=active)


def _switch(setup: Setup, *, switch: str, on: bool) -> Setup:
    if switch == _PICKLISTS:
        return with_state_country(setup, on=on)
    return changes.with_switches(setup, **{switch: on})


def _validation_rule(
    setup: Setup, *, sobject: str, name: str, formula: str, message: str, field: str = ""
) -> Setup:
    made = derived_id("ValidationRule", pod=pod_of(setup.org_id), key=f"{sobject}.{name}")
    rule = ValidationRule(made, name, sobject, formula, message, field=field)
    return policies.with_validation_rules(setup, rule)


def _validation_active(setup: Setup, *, name: str, active: bool) -> Setup:
    if all(rule.name != name for rule in setup.validation_rules):
        raise LookupError(f"There is no validation rule {name}.")
    return policies.with_validation_active(setup, name, active=active)


def _automation(
    setup: Setup,
    *,
    sobject: str,
    name: str,
    kind: str,
    message: str = "",
    after: bool = False,
    ms: int = 0,
) -> Setup:
    if ms < 0 or (kind == SLOW) is not bool(ms):
        raise ValueError(f"ms: how long “{SLOW}” takes for each record, and nothing else does.")
    made = Automation(name, sobject, kind, message=message, after=after, ms=ms)
    return policies.with_automations(setup, made)


def _no_automation(setup: Setup, *, name: str) -> Setup:
    return policies.without_automations(setup, name)


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "access": FIELD_ACCESS,
    "right": OBJECT_RIGHTS,
    "permission": SYSTEM_PERMISSIONS,
    "default": SHARING,
    "action": (BLOCK, ALERT, REPORT, ""),
    "switch": tuple(one.name for one in fields(Switches)),
    "kind": ALL_KINDS,
}
_CHANGES: tuple[tuple[str, str, Callable[..., Setup]], ...] = (
    ("add_text_field", "Add a field", new_fields.with_text_field),
    ("remove_field", "Remove a field", field_changes.without_field),
    ("require_field", "Make a field required", field_changes.with_required),
    ("set_field_length", "Change a field's length", field_changes.with_length),
    ("set_field_access", "Hide or show a field", rights_changes.with_field_access),
    ("restrict_picklist", "Restrict a picklist", picklist_changes.with_restricted),
    ("add_picklist_value", "Add a picklist value", picklist_changes.with_value_added),
    ("drop_picklist_value", "Drop a picklist value", picklist_changes.with_value_dropped),
    ("set_picklist_value", "Switch a picklist value", _value_active),
    ("set_object_right", "Grant or revoke a right", rights_changes.with_object_right),
    (
        "set_system_permission",
        "Grant or revoke a permission",
        rights_changes.with_system_permission,
    ),
    ("set_sharing", "Change an org-wide default", people_changes.with_sharing),
    ("set_profile", "Give a user another profile", people_changes.with_profile),
    ("set_queue_member", "Change a queue's members", people_changes.with_queue_member),
    ("set_user_active", "Switch a user on or off", _user_active),
    ("set_marketing_user", "Make somebody a marketing user", _marketing_user),
    ("set_default_lead_owner", "Change the default owner of Leads", _default_owner),
    ("set_duplicate_rule", "Switch a duplicate rule", _duplicate_rule),
    ("set_assignment_rule", "Switch the assignment rule", _assignment_rule),
    ("add_validation_rule", "Add a validation rule", _validation_rule),
    ("set_validation_rule", "Switch a validation rule", _validation_active),
    ("add_automation", "Add a trigger, flow or lock", _automation),
    ("remove_automation", "Remove a trigger, flow or lock", _no_automation),
    ("set_switch", "Change how the org behaves", _switch),
)
CATALOGUE: Mapping[str, Change] = {
    name: named(name, label, make, choices=_CHOICES) for name, label, make in _CHANGES
}
