"""Short ways to write down the objects whose rows follow from the org's setup."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.rules.permissions import CREATE, DELETE, EDIT, READ
from connections.practice.standard.making import read_only
from connections.practice.standard.system_fields import record_id

_ONLY_READ = frozenset({READ})
WRITABLE = frozenset({READ, CREATE, EDIT, DELETE})


def line(name: str) -> Field:
    """A line of text."""
    return read_only(name, name, "string", length=255)


def flag(name: str) -> Field:
    """A boolean."""
    return read_only(name, name, "boolean", nillable=False, defaulted=True, default=False)


def whole_number(name: str) -> Field:
    """An int."""
    return Field(name, name, "int", precision=9, createable=False, updateable=False)


def link(name: str, to: str) -> Field:
    """A reference; the relationship is named after the field, without its Id."""
    relationship = name.removesuffix("Id")
    return read_only(
        name, name, "reference", length=18, reference_to=(to,), relationship=relationship
    )


def setup_object(name: str, *fields: Field, rights: frozenset[str] = _ONLY_READ) -> SObject:
    """An object of the setup; read-only unless said otherwise."""
    return SObject(
        name=name,
        label=name,
        plural=f"{name}s",
        prefix=PREFIXES.get(name, ""),
        fields=(record_id(), *fields),
        stored=False,
        rights=rights,
    )
