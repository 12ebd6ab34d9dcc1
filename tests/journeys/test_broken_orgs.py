"""Each way to break an org gives exactly its own red rows, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command

from connections.practice import opening
from connections.practice.rules import (
    changes,
    field_changes,
    people_changes,
    picklist_changes,
    rights_changes,
)
from connections.practice.rules.duplicates import BLOCK
from connections.practice.rules.permissions import API_ENABLED, CREATE
from connections.practice.rules.setup import Setup
from mappings import fixing
from mappings.models import Mapping
from mappings.preflight import Check
from syncs.preflight.running import latest, run_preflight
from tenants import walls

from .conftest import Story

Change = Callable[[Setup], Setup]


def change(function: Callable[..., Setup], *arguments: Any, **values: Any) -> Change:
    return lambda setup: partial(function, setup, *arguments)(**values)


def unwebbed(setup: Setup) -> Setup:
    kept = picklist_changes.with_value_dropped(
        setup, sobject="Lead", field="LeadSource", value="Web"
    )
    return picklist_changes.with_restricted(
        kept, sobject="Lead", field="LeadSource", restricted=True
    )


BROKEN: dict[str, tuple[Change, list[tuple[str, Check]]]] = {
    "api disabled": (
        change(rights_changes.with_system_permission, permission=API_ENABLED, granted=False),
        [("blocks", Check.API_ACCESS)],
    ),
    "no create": (
        change(rights_changes.with_object_right, sobject="Lead", right=CREATE, granted=False),
        [("blocks", Check.OBJECT_RIGHTS)],
    ),
    "field hidden": (
        change(rights_changes.with_field_access, sobject="Lead", field="Title", access="none"),
        [("blocks", Check.FIELD_ACCESS)],
    ),
    "field read-only": (
        change(rights_changes.with_field_access, sobject="Lead", field="Title", access="read"),
        [("blocks", Check.FIELD_ACCESS)],
    ),
    "required field": (
        change(field_changes.with_required, sobject="Lead", field="Rating", required=True),
        [("blocks", Check.REQUIRED_FIELDS)],
    ),
    "picklist": (unwebbed, [("blocks", Check.PICKLISTS)]),
    "owner inactive": (
        change(changes.with_user_active, "Tom Reyes", active=False),
        [("blocks", Check.ROUTING)],
    ),
    "sharing": (
        change(people_changes.with_sharing, sobject="Lead", default="None"),
        [("look", Check.SHARING)],
    ),
    "duplicate block": (
        change(changes.with_duplicate_rule, "Lead", active=True, action=BLOCK),
        [("look", Check.DUPLICATE_RULES)],
    ),
}


PERSONALITIES: dict[str, list[tuple[str, Check]]] = {
    "default": [],
    "routed": [],
    "broken_api_disabled": [("blocks", Check.API_ACCESS)],
    "broken_no_create": [("blocks", Check.OBJECT_RIGHTS)],
    "broken_field_hidden": [("blocks", Check.FIELD_ACCESS)],
    "broken_required_field": [("blocks", Check.REQUIRED_FIELDS)],
    "broken_picklist": [("blocks", Check.PICKLISTS)],
    "broken_sharing": [("look", Check.SHARING)],
    "broken_duplicate_block": [("look", Check.DUPLICATE_RULES)],
    "no_custom_fields": [("blocks", Check.FIELD_ACCESS)] * 6
    + [("blocks", Check.PERSON_KEY)] * 2
    + [("look", Check.PERSON_KEY)],
    "enterprise": [("look", Check.PICKLISTS)] * 3,
}


def test_each_personality_has_exactly_its_red_rows(story: Story) -> None:
    org = opening.find_org(story.tenant)
    assert org is not None
    found, calls = {}, {}
    for name in PERSONALITIES:
        opening.change_personality(org, name)
        fresh = opening.first_day(org)
        opening.change_org(org, lambda _, fresh=fresh: fresh)  # type: ignore[misc]
        checklist = run_preflight(story.connection)
        assert checklist.trouble == "", (name, checklist.trouble)
        found[name] = [(one.level.value, one.check) for one in checklist.to_do]
        calls[name] = checklist.calls
    assert max(calls.values()) <= 6
    assert found == PERSONALITIES


def test_an_owner_who_left_is_red_and_the_command_leaves_with_1(story: Story) -> None:
    org = opening.find_org(story.tenant)
    assert org is not None
    opening.change_personality(org, "broken_owner_inactive")
    fresh = opening.first_day(org)
    opening.change_org(org, lambda _: fresh)
    dana = next(one for one in fresh.users if not one.active)
    with walls.inside(story.tenant):
        fixing.choose_owner(Mapping.objects.get(), dana.id, name=dana.name)
    with pytest.raises(SystemExit) as left:
        call_command("preflight", tenant=story.tenant.slug)
    assert left.value.code == 1
    (one,) = latest(story.connection).to_do
    assert (one.level.value, one.check, one.title) == (
        "blocks", Check.ROUTING, "Dana Whitlock is not active",
    )  # fmt: skip


def test_each_broken_org_has_exactly_its_red_rows(story: Story) -> None:
    org = opening.find_org(story.tenant)
    assert org is not None
    good = opening.change_org(org, lambda setup: setup)
    tom = next(one for one in good.users if one.name == "Tom Reyes")
    with walls.inside(story.tenant):
        fixing.choose_owner(Mapping.objects.get(), tom.id, name=tom.name)
    found: dict[str, list[tuple[str, Check]]] = {}
    calls: dict[str, int] = {}
    for name, (broken, _) in BROKEN.items():
        opening.change_org(org, broken)
        checklist = run_preflight(story.connection)
        found[name] = [(one.level.value, one.check) for one in checklist.to_do]
        calls[name] = checklist.calls
        opening.change_org(org, lambda _: good)
    assert found == {name: expected for name, (_, expected) in BROKEN.items()}
    assert max(calls.values()) <= 6
    assert run_preflight(story.connection).to_do == ()
