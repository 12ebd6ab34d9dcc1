"""What an admin changes about fields: replaced, removed, required, their length. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .fields import Field
from .set_changes import with_sets
from .setup import Setup

MOST_TEXT = 255


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


def with_required(setup: Setup, *, sobject: str, field: str, required: bool) -> Setup:
    """A field made required, or not. Who requires a field lets everybody edit it."""
    return with_field(
        setup,
        sobject,
        field,
        change=lambda one: replace(one, nillable=not required, permissionable=not required),
    )


def with_length(setup: Setup, *, sobject: str, field: str, length: int) -> Setup:
    """A text field made longer or shorter; what is stored stays as it is."""
    if not 1 <= length <= MOST_TEXT:
        raise ValueError(f"A length of 1 to {MOST_TEXT} is needed.")
    return with_field(setup, sobject, field, change=lambda one: replace(one, length=length))
