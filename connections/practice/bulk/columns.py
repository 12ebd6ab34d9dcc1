"""The header of an upload, read against its object: plain fields and relationships. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject

from .csvs import Broken

# A cell that empties its field; an empty cell leaves it as it is (salesforce-facts 6).
EMPTIED = "#N/A"


@dataclass(frozen=True, slots=True)
class Link:
    """A column such as Account.Ext__c: the record that `field` is to lead to, by its key."""

    field: Field
    target: SObject
    key: Field


# A plain column is its name.
Column = str | Link


def read_header(
    header: Sequence[str], sobject: SObject, objects: Mapping[str, SObject]
) -> list[Column]:
    """What each column is. Raises Broken for one that the object hasn't, or that comes twice."""
    seen: set[str] = set()
    found: list[Column] = []
    for name in header:
        if name.lower() in seen:
            raise Broken(f"InvalidBatch : Duplicate column header found : {name}")
        seen.add(name.lower())
        found.append(_column(name, sobject, objects))
    return found


def _column(name: str, sobject: SObject, objects: Mapping[str, SObject]) -> Column:
    relationship, dot, key = name.partition(".")
    if not dot:
        field = sobject.field(name)
        if field is not None:
            return field.name
    # A reference that may lead to several objects names one first: User:Owner.Email.
    kind, colon, relation = relationship.rpartition(":")
    via = sobject.relationships.get((relation if colon else relationship).lower())
    if dot and via is not None:
        for target in _targets(via, kind, objects):
            field = target.field(key)
            if field is not None and _is_key(field):
                return Link(via, target, field)
    raise Broken(f"InvalidBatch : Field name not found : {name}")


def _is_key(field: Field) -> bool:
    return field.name != "Id" and (field.external_id or field.id_lookup)


def _targets(via: Field, kind: str, objects: Mapping[str, SObject]) -> list[SObject]:
    wanted = [name for name in via.reference_to if not kind or name.lower() == kind.lower()]
    return [objects[name] for name in wanted if name in objects]


def cells(columns: Sequence[Column], row: Sequence[str]) -> dict[str, str | None]:
    """The plain columns of a row that say something: None where a field is to be emptied."""
    pairs = ((column, _said(cell)) for column, cell in zip(columns, row, strict=True))
    return {
        column: None if cell == EMPTIED else cell
        for column, cell in pairs
        if isinstance(column, str) and cell
    }


def links(columns: Sequence[Column], row: Sequence[str]) -> list[tuple[Link, str]]:
    """The relationship columns of a row that say something, with what they say."""
    pairs = ((column, _said(cell)) for column, cell in zip(columns, row, strict=True))
    return [(column, cell) for column, cell in pairs if isinstance(column, Link) and cell]


def _said(cell: str) -> str:
    """The cell; "" when it is blank."""
    return cell if cell.strip() else ""
