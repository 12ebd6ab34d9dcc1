"""Changes by name: each is told what it needs, and refuses what makes no sense."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connections.practice.rules.setup import Setup, read_setup
from connections.practice.standard.catalogue import CATALOGUE
from connections.practice.standard.opening_setup import PERSONALITIES, fresh_setup

SETUP = fresh_setup(
    org_id="00DKB0000004VwX2AU", org_name="Acme", password="", personality=PERSONALITIES["default"]
)
LEAD = {"sobject": "Lead"}
ON = {"on": True}
CHANGES: dict[str, dict[str, Any]] = {
    "add_text_field": {**LEAD, "field": "Budget_Code__c", "required": True},
    "remove_field": {**LEAD, "field": "Region__c"},
    "require_field": {**LEAD, "field": "Phone", "required": True},
    "set_field_length": {**LEAD, "field": "Title", "length": 10},
    "set_field_access": {**LEAD, "field": "Title", "access": "none"},
    "restrict_picklist": {**LEAD, "field": "Industry", "restricted": True},
    "add_picklist_value": {**LEAD, "field": "Industry", "value": "Space"},
    "drop_picklist_value": {**LEAD, "field": "Industry", "value": "Energy"},
    "set_picklist_value": {**LEAD, "field": "Industry", "value": "Energy", "active": False},
    "set_object_right": {**LEAD, "right": "create", "granted": False},
    "set_system_permission": {"permission": "ApiEnabled", "granted": False},
    "set_sharing": {**LEAD, "default": "None"},
    "set_profile": {"profile": "System Administrator", "user": "Tom Reyes"},
    "set_queue_member": {"queue": "Inbound UK", "member": True},
    "set_user_active": {"user": "Tom Reyes", "active": False},
    "set_marketing_user": {**ON},
    "set_default_lead_owner": {"user": "Dana Whitlock"},
    "set_duplicate_rule": {**LEAD, "active": True, "action": "block"},
    "set_assignment_rule": {"active": True},
    "add_validation_rule": {
        **LEAD, "name": "Reachable", "formula": "ISBLANK(Email)", "message": "No.",
    },
    "set_validation_rule": {"name": "Reachable", "active": False},
    "add_automation": {**LEAD, "name": "Broken", "kind": "trigger"},
    "remove_automation": {"name": "Broken"},
    "set_switch": {"switch": "state_country_picklists", **ON},
}  # fmt: skip


def before(name: str) -> Setup:
    """The org before a change that needs something to be there."""
    earlier = {"set_validation_rule": "add_validation_rule", "remove_automation": "add_automation"}
    if name not in earlier:
        return SETUP
    return CATALOGUE[earlier[name]].apply(SETUP, CHANGES[earlier[name]])


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_change_changes_the_org_and_can_be_kept(name: str) -> None:
    org = before(name)
    changed = CATALOGUE[name].apply(org, CHANGES[name])
    assert changed != org
    assert read_setup(json.loads(json.dumps(changed.document()))) == changed


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("set_sharing", {"sobject": "Lead"}, "default is missing."),
        ("set_sharing", {**LEAD, "default": "x"}, "default has to be one of None, Read, Edit, "),
        ("set_sharing", {**LEAD, "default": "None", "x": 1}, "set_sharing has no x."),
        ("set_assignment_rule", {"active": 1}, "active has to be of type bool."),
        ("set_field_length", {**LEAD, "field": "Title", "length": True}, "of type int."),
        ("set_field_length", {**LEAD, "field": "Title", "length": 0}, "A length of 1 to 255"),
        ("add_automation", {**LEAD, "name": "a", "kind": "slow"}, "ms: how long “slow” takes"),
        ("add_automation", {**LEAD, "name": "a", "kind": "flow", "ms": 1}, "ms: how long"),
        ("add_text_field", {**LEAD, "field": "Title"}, "Lead has a field Title already."),
        ("add_text_field", {**LEAD, "field": "Budget Code"}, "A name like Budget_Code__c"),
    ],
)
def test_wrong_arguments_are_told(name: str, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as wrong:
        CATALOGUE[name].apply(SETUP, arguments)
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("set_sharing", {"sobject": "Nothing", "default": "None"}),
        ("require_field", {**LEAD, "field": "Nothing", "required": True}),
        ("set_user_active", {"user": "Nobody", "active": True}),
        ("set_validation_rule", {"name": "Nothing", "active": True}),
        ("set_queue_member", {"queue": "Nothing", "member": True}),
    ],
)
def test_unknown_things_are_told(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(LookupError):
        CATALOGUE[name].apply(SETUP, arguments)


def test_parameters_are_told_with_their_choices() -> None:
    told = {one.name: (one.kind, one.choices[:2], one.default)
            for one in CATALOGUE["set_field_access"].parameters}  # fmt: skip
    assert told == {
        "sobject": (str, (), None),
        "field": (str, (), None),
        "access": (str, ("none", "read"), None),
        "user": (str, (), ""),
    }
