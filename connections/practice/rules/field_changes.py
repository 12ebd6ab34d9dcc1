"""What an admin changes about fields: added, removed, required, their picklists. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .fields import Field, PicklistValue
from .rights import MAY_EDIT, NO_ACCESS
from .rights_changes import set_field, with_sets
from .setup import Setup

_NAME = re.compile(r"[A-Za-z](_?[A-Za-z0-9]){0,39}__c", re.ASCII)
_MOST_TEXT = 255


def with_fields(
    setup: Setup, sobject: str, change: Callable[[tuple[Field, ...]], tuple[Field, ...]]
) -> Setup:
    """The fields of an object changed."""
    changed = setup.objects[sobject]
    kept = replace(changed, fields=change(changed.fields))
    return replace(setup, objects={**setup.objects, sobject: kept})


def with_field(setup: Setup, sobject: str, name: str, *, change: Callable[[Field], Field]) -> Setup:
    """One field changed. LookupError when the object lacks it."""
    if all(one.name != name for one in setup.objects[sobject].fields):
        raise LookupError(f"{sobject} has no field {name}.")
    return with_fields(
        setup,
        sobject,
        lambda fields: tuple(change(one) if one.name == name else one for one in fields),
    )


def with_new_field(setup: Setup, sobject: str, field: Field, *, granted: bool) -> Setup:
    """A field added. Unless `granted`, nobody sees it yet (salesforce-facts 13)."""
    path = f"{sobject}.{field.name}"
    changed = with_fields(setup, sobject, lambda fields: (*fields, field))
    access = MAY_EDIT if granted else NO_ACCESS
    # Only sets that grant what they don't name have to name it.
    open_sets = [one for one in setup.permission_sets if one.other_fields != NO_ACCESS]
    return with_sets(changed, [set_field(one, path, access) for one in open_sets])


def without_field(setup: Setup, *, sobject: str, field: str) -> Setup:
    """A field removed, and every right to it."""
    path = f"{sobject}.{field}"
    sets = [
        replace(one, fields=tuple(right for right in one.fields if right.field != path))
        for one in setup.permission_sets
    ]
    changed = with_sets(setup, sets)
    return with_fields(
        changed, sobject, lambda fields: tuple(one for one in fields if one.name != field)
    )


def with_text_field(
    setup: Setup,
    *,
    sobject: str,
    field: str,
    label: str = "",
    length: int = 255,
    required: bool = False,
    granted: bool = True,
) -> Setup:
    """A text field added, as the wizard of the setup pages does it: everybody may use it.

    ValueError when it is there already, or can't be.
    """
    if any(one.name.lower() == field.lower() for one in setup.objects[sobject].fields):
        raise ValueError(f"{sobject} has a field {field} already.")
    if not _NAME.fullmatch(field) or not 1 <= length <= _MOST_TEXT:
        raise ValueError("A name like Budget_Code__c and a length of 1 to 255 are needed.")
    made = Field(
        field,
        label or field.removesuffix("__c").replace("_", " "),
        "string",
        length=length,
        nillable=not required,
        permissionable=not required,
    )
    return with_new_field(setup, sobject, made, granted=granted)


def with_required(setup: Setup, *, sobject: str, field: str, required: bool) -> Setup:
    """A field made required, or not. Who requires a field lets everybody edit it."""
    return with_field(
        setup,
        sobject,
        field,
        change=lambda one: replace(one, nillable=not required, permissionable=not required),
    )


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


def with_length(setup: Setup, *, sobject: str, field: str, length: int) -> Setup:
    """A text field made longer or shorter; what is stored stays as it is."""
    if not 1 <= length <= _MOST_TEXT:
        raise ValueError(f"A length of 1 to {_MOST_TEXT} is needed.")
    return with_field(setup, sobject, field, change=lambda one: replace(one, length=length))
