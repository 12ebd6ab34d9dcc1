"""One record at a time: create, read, update, upsert, delete (salesforce-facts 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.headers import auto_assign, duplicate_options
from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import not_found, refuse
from connections.practice.soql.showing import attributes, value_of, whole_record
from connections.practice.store.deleting import delete_all
from connections.practice.store.drafts import MISSING, Saved
from connections.practice.store.finding import find_by_id, find_by_key
from connections.practice.store.orgs import Session
from connections.practice.store.saves import Options, Save
from connections.practice.store.saving import save_all

from .describing import object_named, stored_object
from .exchange import Answer, Call, raise_all
from .sentences import CREATE, DELETE, OTHER, UPDATE, Note

# The first version whose upserts say that they updated (salesforce-facts 4).
_TELLS_UPDATES = 46


def options_of(headers: Mapping[str, str]) -> Options:
    """What the headers of a call or a composite's part say about saving."""
    return Options(assign=auto_assign(headers), duplicates=duplicate_options(headers))


def create(session: Session, call: Call, sobject: str) -> Answer:
    """POST sobjects/Lead."""
    save = Save(stored_object(session, sobject), call.document())
    return _created(session, _save(session, call, save))


def update(session: Session, call: Call, *, sobject: str, record_id: str) -> Answer:
    """PATCH sobjects/Lead/<id>."""
    found, payload = stored_object(session, sobject), call.document()
    _check_absent(payload, "Id")
    _check_id(record_id)
    since = _unchanged_since(call)
    saved = _save(session, call, Save(found, payload, record_id=record_id, unchanged_since=since))
    return Answer(204, notes=(Note(UPDATE, saved.sobject, 1),))


def upsert(session: Session, call: Call, *, sobject: str, field: str, value: str) -> Answer:
    """PATCH sobjects/Lead/<external id field>/<value>; 300 when several records have it."""
    found, payload = stored_object(session, sobject), call.document()
    key = key_field(found, field)
    if key.name == "Id":
        return update(session, call, sobject=sobject, record_id=value)
    _check_absent(payload, key.name)
    _check_absent(payload, "Id")
    only = call.query.get("updateOnly", "").lower() == "true"
    # A record that is created gets the key from the address; an existing one has it.
    sent = value.strip()
    save = Save(found, {**payload, key.name: sent}, key=(key, sent), update_only=only)
    saved = _save_one(session, call, save)
    if saved.matches:
        return _several(session, found, saved.matches)
    _raise_single(saved)
    if saved.created:
        return _created(session, saved, created=True)
    return _updated(session, saved)


def read(session: Session, call: Call, *, sobject: str, record_id: str) -> Answer:
    """GET sobjects/Lead/<id>."""
    found = object_named(session, sobject)
    _check_id(record_id)
    row = find_by_id(session, found, [record_id]).get(to_18(record_id))
    if row is None:
        raise not_found()
    return _shown(session, call, found=found, row=row)


def read_by_key(session: Session, call: Call, *, sobject: str, field: str, value: str) -> Answer:
    """GET sobjects/Lead/<external id field>/<value>."""
    found = stored_object(session, sobject)
    key = key_field(found, field)
    if key.name == "Id":
        return read(session, call, sobject=sobject, record_id=value)
    rows = find_by_key(session, found, field=key, value=value)
    if not rows:
        raise not_found()
    if len(rows) > 1:
        return _several(session, found, tuple(row["Id"] for row in rows))
    return _shown(session, call, found=found, row=rows[0])


def delete(session: Session, _call: Call, *, sobject: str, record_id: str) -> Answer:
    """DELETE sobjects/Lead/<id>."""
    found = stored_object(session, sobject)
    _check_id(record_id)
    (outcome,) = delete_all(session, [record_id], sobject=found.name)
    _raise_single(outcome)
    return Answer(204, notes=(Note(DELETE, found.name, 1),))


def key_field(sobject: SObject, name: str) -> Field:
    """A field that an upsert may name. Raises Refused, 404 (salesforce-facts 4)."""
    field = sobject.field(name)
    if field is None or not (field.external_id or field.id_lookup):
        raise not_found(f"Provided external ID field does not exist or is not accessible: {name}")
    return field


def fields_of(sobject: SObject, names: str) -> list[Field]:
    """The fields of a comma-separated list. Raises Refused for an unknown one."""
    found = []
    for name in (part.strip() for part in names.split(",") if part.strip()):
        field = sobject.field(name)
        if field is None:
            message = f"No such column '{name}' on sobject of type {sobject.name}"
            raise refuse("INVALID_FIELD", message)
        found.append(field)
    return found


def only_fields(
    sobject: SObject, row: Mapping[str, Any], fields: list[Field], *, base: str
) -> dict[str, Any]:
    """A record with its id and the asked fields."""
    shown: dict[str, Any] = {"attributes": attributes(sobject.name, row["Id"], base)}
    shown.update((one.name, value_of(row, one.name, one.type)) for one in fields)
    return {**shown, "Id": row["Id"]}


def _shown(session: Session, call: Call, *, found: SObject, row: Mapping[str, Any]) -> Answer:
    fields = fields_of(found, call.query.get("fields", ""))
    if fields:
        body = only_fields(found, row, fields, base=session.base)
    else:
        body = whole_record(found, row, base=session.base)
    return Answer(200, body, notes=(Note(OTHER, how=f"Read 1 {found.name}"),))


def _save_one(session: Session, call: Call, save: Save) -> Saved:
    return save_all(session, [save], options_of(call.headers))[0]


def _save(session: Session, call: Call, save: Save) -> Saved:
    saved = _save_one(session, call, save)
    _raise_single(saved)
    return saved


def _raise_single(saved: Saved) -> None:
    if saved.refusals == (MISSING,):
        raise not_found()
    raise_all(saved.refusals)


def _created(session: Session, saved: Saved, **more: bool) -> Answer:
    body = {"id": saved.id, "success": True, "errors": [], **more}
    location = {"Location": f"{session.base}/sobjects/{saved.sobject}/{saved.id}"}
    return Answer(201, body, location, (Note(CREATE, saved.sobject, 1),))


def _updated(session: Session, saved: Saved) -> Answer:
    """An upsert that found its record; before v46 nothing was said of it."""
    notes = (Note(UPDATE, saved.sobject, 1),)
    if float(session.base.rpartition("/v")[2]) < _TELLS_UPDATES:
        return Answer(204, notes=notes)
    body = {"id": saved.id, "success": True, "errors": [], "created": False}
    return Answer(200, body, notes=notes)


def _several(session: Session, sobject: SObject, ids: tuple[str, ...]) -> Answer:
    paths = [f"{session.base}/sobjects/{sobject.name}/{one}" for one in ids]
    return Answer(300, paths, notes=(Note(OTHER, how=f"Find {len(ids)} {sobject.plural}"),))


def _unchanged_since(call: Call) -> datetime | None:
    """What If-Unmodified-Since says; None also when it is no date, which HTTP then ignores."""
    try:
        said = parsedate_to_datetime(call.headers.get("if-unmodified-since", ""))
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _check_absent(payload: Mapping[str, Any], name: str) -> None:
    if any(key.lower() == name.lower() for key in payload):
        message = f"The {name} field should not be specified in the sobject data."
        raise refuse("INVALID_FIELD", message, (name,))


def _check_id(record_id: str) -> None:
    try:
        to_18(record_id)
    except ValueError as malformed:
        message = f"Provided external ID field does not exist or is not accessible: {record_id}"
        raise not_found(message) from malformed
