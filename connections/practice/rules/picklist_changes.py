"""What an admin changes about the values of picklists. Pure."""

from __future__ import annotations

from dataclasses import replace

from .field_changes import with_field
from .fields import Field, PicklistValue
from .setup import Setup


def with_restricted(setup: Setup, *, sobject: str, field: str, restricted: bool) -> Setup:
    """A picklist made to take only its own values, or any."""
    return with_field(setup, sobject, field, change=lambda one: replace(one, restricted=restricted))


def with_value_added(
    setup: Setup, *, sobject: str, field: str, value: str, label: str = ""
) -> Setup:
    """An active entry at the end of a picklist; one that is there is switched on."""

    def added(one: Field) -> Field:
        others = tuple(entry for entry in one.picklist if entry.value != value)
        return replace(one, picklist=(*others, PicklistValue(value, label or value)))

    return with_field(setup, sobject, field, change=added)


def with_value_dropped(setup: Setup, *, sobject: str, field: str, value: str) -> Setup:
    """An entry of a picklist gone for good."""

    def dropped(one: Field) -> Field:
        return replace(one, picklist=tuple(entry for entry in one.picklist if entry.value != value))

    return with_field(setup, sobject, field, change=dropped)
