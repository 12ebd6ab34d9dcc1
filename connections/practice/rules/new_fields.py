"""The fields that an admin adds. Pure."""

from __future__ import annotations

import re

from .field_changes import MOST_TEXT, with_fields
from .fields import Field
from .permissions import MAY_EDIT, NO_ACCESS
from .set_changes import set_field, with_sets
from .setup import Setup

_NAME = re.compile(r"[A-Za-z](_?[A-Za-z0-9]){0,39}__c", re.ASCII)


def with_new_field(setup: Setup, sobject: str, field: Field, *, granted: bool) -> Setup:
    """A field added. Unless `granted`, nobody sees it yet (salesforce-facts 13)."""
    path = f"{sobject}.{field.name}"
    changed = with_fields(setup, sobject, lambda fields: (*fields, field))
    access = MAY_EDIT if granted else NO_ACCESS
    # Only sets that grant what they don't name have to name it.
    open_sets = [one for one in setup.permission_sets if one.other_fields != NO_ACCESS]
    return with_sets(changed, [set_field(one, path, access) for one in open_sets])


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
    if not _NAME.fullmatch(field) or not 1 <= length <= MOST_TEXT:
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
