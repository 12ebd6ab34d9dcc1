"""Describes (salesforce-facts 2.3)."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from connections.practice.rules.objects import SObject
from connections.practice.rules.permissions import CREATE, DELETE, EDIT
from connections.practice.rules.refusals import not_found, refuse
from connections.practice.rules.sights import withheld_from
from connections.practice.rules.type_choice import of_object
from connections.practice.standard.admin_catalogue import ADMIN_OBJECTS, find_object
from connections.practice.standard.child_relationships import children_of
from connections.practice.store.orgs import Session

from .exchange import Answer, Call
from .sentences import OTHER, Note


def object_named(session: Session, name: str) -> SObject:
    """The object of that API name. Raises Refused, 404, when there is none."""
    found = find_object(session.setup.objects, name)
    if found is None:
        raise not_found()
    return found


def stored_object(session: Session, name: str) -> SObject:
    """An object whose records can be written. Raises Refused: 404, or 405 for most of the setup."""
    found = object_named(session, name)
    if not found.stored and not found.rights & {CREATE, EDIT, DELETE}:
        message = "HTTP Method not allowed. Allowed are HEAD,GET"
        raise refuse("METHOD_NOT_ALLOWED", message)
    return found


def describe_global(session: Session, call: Call) -> Answer:
    """All objects, briefly."""
    withheld = withheld_from(session.setup.objects)
    objects = {**ADMIN_OBJECTS, **session.setup.objects}
    entries = [objects[name].entry(session.base) for name in sorted(objects.keys() - withheld)]
    body = {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": entries}
    return _unless_known(session, call, Answer(200, body, notes=(_note("all objects"),)))


def describe(session: Session, call: Call, sobject: str) -> Answer:
    """One object with its fields."""
    found = object_named(session, sobject)
    types = of_object(session.setup.record_types, found.name)
    body = {**found.describe(session.base, types), "childRelationships": _children(session, found)}
    answer = Answer(200, body, notes=(_note(found.name),))
    return _unless_known(session, call, answer)


def _children(session: Session, sobject: SObject) -> list[dict[str, Any]]:
    """The relationships by which a query may ask for an object's children."""
    related = children_of(session.setup.objects, sobject)
    return [
        {
            "cascadeDelete": False,
            "childSObject": one.sobject.name,
            "deprecatedAndHidden": False,
            "field": one.field.name,
            "junctionIdListNames": [],
            "junctionReferenceTo": [],
            "relationshipName": one.name,
            "restrictedDelete": False,
        }
        for _, one in sorted(related.items())
    ]


def basic_information(session: Session, _call: Call, sobject: str) -> Answer:
    """One object, briefly."""
    found = object_named(session, sobject)
    body = {"objectDescribe": found.entry(session.base), "recentItems": []}
    return Answer(200, body, notes=(_note(found.name),))


def _note(what: str) -> Note:
    return Note(OTHER, how=f"Describe {what}")


def _unless_known(session: Session, call: Call, answer: Answer) -> Answer:
    """304 when the setup hasn't changed since the client's copy."""
    changed = session.org.setup_changed_at.astimezone(UTC).replace(microsecond=0)
    headers = {
        "Last-Modified": format_datetime(changed, usegmt=True),
        "ETag": f'"{session.org.stamp.hex[:8]}"',
    }
    since = call.headers.get("if-modified-since", "")
    try:
        known = bool(since) and parsedate_to_datetime(since) >= changed
    except (TypeError, ValueError):
        known = False
    if known:
        return Answer(304, None, headers, answer.notes)
    return Answer(answer.status, answer.body, headers, answer.notes)
