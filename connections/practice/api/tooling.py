"""The Tooling API: custom fields, definitions, validation rules (salesforce-facts 2.4, 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import SObject
from connections.practice.rules.permissions import CUSTOMIZE
from connections.practice.rules.refusals import Refused, not_found, refuse
from connections.practice.rules.sights import Sight, whole_of, withheld_from
from connections.practice.standard.tooling_objects import (
    ENTITY_DEFINITION,
    FIELD_DEFINITION,
    ONLY_TOOLING,
)
from connections.practice.store.fields import change_field, make_field, remove_field
from connections.practice.store.finding import find_by_id
from connections.practice.store.orgs import Session
from connections.practice.store.permitting import FORBIDDEN

from . import describing, querying
from .exchange import Answer, Call
from .records import fields_of, only_fields
from .sentences import CREATE, DELETE, OTHER, UPDATE, Note

_OBJECTS: Mapping[str, SObject] = {
    **ONLY_TOOLING,
    "EntityDefinition": ENTITY_DEFINITION,
    "FieldDefinition": FIELD_DEFINITION,
}
# Shown for one row at a time (salesforce-facts 2.4).
_HEAVY = {"Metadata", "FullName"}
_RESOURCES = ("composite", "query", "sobjects")


def _tooled(session: Session) -> Session:
    """The session as the Tooling API sees the org: its own objects, its own addresses."""
    seen = session.setup.objects
    sight = Sight(_OBJECTS, whole=whole_of(seen), withheld=withheld_from(seen))
    setup = replace(session.setup, objects=sight)
    return replace(session, setup=setup, base=f"{session.base}/tooling")


def resources(session: Session, _call: Call) -> Answer:
    """GET tooling/."""
    body = {name: f"{session.base}/tooling/{name}" for name in _RESOURCES}
    return Answer(200, body, notes=(Note(OTHER, how="List tooling resources"),))


def query(session: Session, call: Call) -> Answer:
    """GET tooling/query. Raises Refused when several rows would show their metadata."""
    answer = querying.query(_tooled(session), replace(call, path="query"))
    records = answer.body["records"]
    if len(records) > 1 and any(_HEAVY & record.keys() for record in records):
        message = (
            "When retrieving results with Metadata or FullName fields, the query qualifications "
            f"must specify no more than one row for retrieval. Result size: {len(records)}"
        )
        raise refuse("MALFORMED_QUERY", message)
    return answer


def describe_global(session: Session, call: Call) -> Answer:
    """GET tooling/sobjects."""
    return describing.describe_global(_tooled(session), call)


def describe(session: Session, call: Call, sobject: str) -> Answer:
    """GET tooling/sobjects/CustomField/describe."""
    return describing.describe(_tooled(session), call, sobject)


def read(session: Session, call: Call, *, sobject: str, record_id: str) -> Answer:
    """GET tooling/sobjects/CustomField/<id>: with its metadata."""
    tooled = _tooled(session)
    found = describing.object_named(tooled, sobject)
    row = find_by_id(tooled, found, [_id(record_id)]).get(_id(record_id))
    if row is None:
        raise not_found()
    fields = fields_of(found, call.query.get("fields", "")) or list(found.visible.values())
    body = only_fields(found, row, fields, base=tooled.base)
    return Answer(200, body, notes=(Note(OTHER, how=f"Read 1 {found.name}"),))


def read_field(session: Session, call: Call, *, record_id: str) -> Answer:
    """GET tooling/sobjects/CustomField/<id>."""
    return read(session, call, sobject="CustomField", record_id=record_id)


def create(session: Session, call: Call) -> Answer:
    """POST tooling/sobjects/CustomField."""
    _check_right(session)
    sent = call.document()
    full_name, metadata = sent.get("FullName"), sent.get("Metadata")
    if not isinstance(full_name, str) or not isinstance(metadata, dict):
        message = "Required fields are missing: [FullName, Metadata]"
        raise refuse("REQUIRED_FIELD_MISSING", message, ("FullName", "Metadata"))
    made = make_field(session, full_name, metadata)
    body: dict[str, Any] = {"id": made, "success": True, "errors": [], "warnings": [], "infos": []}
    location = {"Location": f"{session.base}/tooling/sobjects/CustomField/{made}"}
    return Answer(201, body, location, (Note(CREATE, "CustomField", 1),))


def update(session: Session, call: Call, *, record_id: str) -> Answer:
    """PATCH tooling/sobjects/CustomField/<id>."""
    _check_right(session)
    metadata = call.document().get("Metadata")
    if not isinstance(metadata, dict):
        message = "Required fields are missing: [Metadata]"
        raise refuse("REQUIRED_FIELD_MISSING", message, ("Metadata",))
    change_field(session, _id(record_id), metadata)
    return Answer(204, notes=(Note(UPDATE, "CustomField", 1),))


def delete(session: Session, _call: Call, *, record_id: str) -> Answer:
    """DELETE tooling/sobjects/CustomField/<id>."""
    _check_right(session)
    remove_field(session, _id(record_id))
    return Answer(204, notes=(Note(DELETE, "CustomField", 1),))


def _check_right(session: Session) -> None:
    if not session.setup.rights.may(CUSTOMIZE):
        raise Refused(FORBIDDEN)


def _id(record_id: str) -> str:
    try:
        return to_18(record_id)
    except ValueError as malformed:
        raise not_found() from malformed


_NAME = "[A-Za-z][A-Za-z0-9_]*"
TOOLING_ROUTES: tuple[tuple[str, Mapping[str, Callable[..., Answer]]], ...] = (
    ("tooling", {"GET": resources}),
    ("tooling/query", {"GET": query}),
    ("tooling/sobjects", {"GET": describe_global}),
    ("tooling/sobjects/CustomField", {"POST": create}),
    (f"tooling/sobjects/(?P<sobject>{_NAME})/describe", {"GET": describe}),
    (
        "tooling/sobjects/CustomField/(?P<record_id>[^/]+)",
        {"GET": read_field, "PATCH": update, "DELETE": delete},
    ),
    (f"tooling/sobjects/(?P<sobject>{_NAME})/(?P<record_id>[^/]+)", {"GET": read}),
)
