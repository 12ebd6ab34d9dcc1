"""What a record is related to: its parent, or its children (`sobjects/Contact/<id>/Account`)."""

from __future__ import annotations

from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.refusals import not_found
from connections.practice.standard.child_relationships import children_of
from connections.practice.store.finding import find_by_id
from connections.practice.store.orgs import Session

from .describing import object_named
from .exchange import Answer, Call
from .querying import answer_soql
from .records import fields_of, read


def related(
    session: Session, call: Call, *, sobject: str, record_id: str, relationship: str
) -> Answer:
    """GET sobjects/Contact/<id>/Account is a record, sobjects/Account/<id>/Contacts a query."""
    found = object_named(session, sobject)
    try:
        id18 = to_18(record_id)
    except ValueError as malformed:
        raise not_found() from malformed
    row = find_by_id(session, found, [id18]).get(id18)
    if row is None:
        raise not_found()
    field = found.relationships.get(relationship.lower())
    if field:
        parent = row.get(field.name) or ""
        kind = sobject_of(parent) or field.reference_to[0]
        return read(session, call, sobject=kind, record_id=parent)
    child = children_of(session.setup.objects, found).get(relationship.lower())
    if child is None:
        raise not_found()
    asked = fields_of(child.sobject, call.query.get("fields", ""))
    names = ", ".join(one.name for one in asked or child.sobject.visible.values())
    soql = f"SELECT {names} FROM {child.sobject.name} WHERE {child.field.name} = '{id18}'"  # noqa: S608
    return answer_soql(session, call, soql)
