"""What an admin of the org may change: each takes a setup and gives the changed one."""

from __future__ import annotations

from dataclasses import replace

from .field_changes import with_field
from .fields import Field
from .rights_changes import with_field_access
from .setup import Setup


def with_user_active(setup: Setup, name: str, *, active: bool) -> Setup:
    """The user of that full name switched on or off."""
    users = tuple(
        replace(user, active=active) if user.name == name else user for user in setup.users
    )
    return replace(setup, users=users)


def with_access(setup: Setup, sobject: str, name: str, *, access: str) -> Setup:
    """What the integration user may do with a field: "edit", "read" or "none"."""
    return with_field_access(setup, sobject=sobject, field=name, access=access)


def with_picklist_value(
    setup: Setup, sobject: str, name: str, *, value: str, active: bool
) -> Setup:
    """An entry of a picklist switched on or off."""

    def switched(field: Field) -> Field:
        entries = tuple(
            replace(entry, active=active) if entry.value == value else entry
            for entry in field.picklist
        )
        return replace(field, picklist=entries)

    return with_field(setup, sobject, name, change=switched)


def with_duplicate_rule(setup: Setup, sobject: str, *, active: bool, action: str = "") -> Setup:
    """The duplicate rules of an object switched, and their action set where one is given."""
    rules = tuple(
        replace(rule, active=active, action=action or rule.action)
        if rule.sobject == sobject
        else rule
        for rule in setup.duplicate_rules
    )
    return replace(setup, duplicate_rules=rules)


def with_assignment(setup: Setup, *, active: bool) -> Setup:
    """The assignment rules of Leads switched on or off."""
    rules = tuple(replace(rule, active=active) for rule in setup.assignment_rules)
    return replace(setup, assignment_rules=rules)


def with_switches(setup: Setup, **switches: bool) -> Setup:
    """Switches by name, see `Switches`."""
    return replace(setup, switches=replace(setup.switches, **switches))
