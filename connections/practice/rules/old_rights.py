"""Orgs from before there were permission sets: what their fields said, as a set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .fields import Field
from .objects import SObject
from .permission_sets import FieldRight, PermissionSet
from .permissions import MAY_EDIT
from .standard_rights import INTEGRATION_SET


def closed_off(
    sets: Iterable[PermissionSet], objects: Iterable[SObject]
) -> tuple[PermissionSet, ...]:
    """The sets of an org whose fields still said themselves what the integration user may."""
    rights = tuple(
        FieldRight(f"{sobject.name}.{one.name}", one.access)
        for sobject in objects
        for one in sobject.fields
        if one.access != MAY_EDIT
    )
    return tuple(
        replace(one, fields=rights) if one.name == INTEGRATION_SET else one for one in sets
    )


def opened(sobject: SObject) -> SObject:
    """The object without its fields' own word on access."""

    def open_field(one: Field) -> Field:
        return one if one.access == MAY_EDIT else replace(one, access=MAY_EDIT)

    return replace(sobject, fields=tuple(open_field(one) for one in sobject.fields))
