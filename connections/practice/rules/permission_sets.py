"""Permission sets, and the profiles that own some."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from .ids import mint
from .permissions import NO_ACCESS

_NUMBERS = 62**9


@dataclass(frozen=True, slots=True)
class ObjectRight:
    """What a set grants on one object; `rights` are of OBJECT_RIGHTS, maybe none."""

    sobject: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldRight:
    """What a set grants on one field, "Lead.Title": an `access` of FIELD_ACCESS."""

    field: str
    access: str


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """A permission set; with a `profile` (its name) the one that this profile owns.

    `other_objects` and `other_fields` hold for objects and fields that aren't named: a profile
    of a new org grants what the org came with, without a line for each field.
    """

    id: str
    name: str
    label: str
    profile: str = ""
    license: str = ""
    system: tuple[str, ...] = ()
    objects: tuple[ObjectRight, ...] = field(default=(), metadata={"of": ObjectRight})
    fields: tuple[FieldRight, ...] = field(default=(), metadata={"of": FieldRight})
    other_objects: tuple[str, ...] = ()
    other_fields: str = NO_ACCESS

    def on(self, sobject: str) -> tuple[str, ...]:
        """The rights on an object."""
        named = (one.rights for one in self.objects if one.sobject == sobject)
        return next(named, self.other_objects)

    def access(self, path: str) -> str:
        """The access to a field, "Lead.Title"."""
        named = (one.access for one in self.fields if one.field == path)
        return next(named, self.other_fields)


def derived_id(sobject: str, *, pod: str, key: str) -> str:
    """An id for what has no number of its own: it follows from `key` alone, in each org."""
    digest = hashlib.sha256(f"{sobject}:{key}".encode()).digest()
    return mint(sobject, pod=pod, number=int.from_bytes(digest[:8], "big") % _NUMBERS)
