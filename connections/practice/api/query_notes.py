"""What a query looked for, in words for people."""

from __future__ import annotations

from connections.practice.soql.plan import Among, Check, Plan, Term

from .sentences import FIND, OTHER, Note, counted

_WAYS = {
    "Email": "e-mail",
    "LastName": "name",
    "Name": "name",
    "Company": "company",
    "Id": "id",
}
_PEOPLE = {"Lead", "Contact"}


def note_of(wanted: Plan, total: int) -> Note:
    """What the query looked for, for people."""
    name = wanted.sobject.name
    if wanted.grouping:
        return Note(OTHER, how=f"Count groups of {name}: {total}")
    if wanted.counts:
        return Note(OTHER, how=f"Count {name}: {total}")
    ways = list(dict.fromkeys(_ways(wanted.where))) if wanted.where else []
    if name in _PEOPLE and ways:
        return Note(FIND, name, total, how=" or ".join(ways))
    return Note(OTHER, how=f"Read {counted(total, name)}")


def _ways(term: Term) -> list[str]:
    if isinstance(term, Check):
        field = term.column.field
        way = "external id" if field.external_id else _WAYS.get(field.name)
        return [way] if way else []
    if isinstance(term, Among):
        return _ways(term.plan.where) if term.plan.where else []
    return [way for part in term.parts for way in _ways(part)]
