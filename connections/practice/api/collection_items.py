"""The records of a collection, each read as a save or refused by itself (facts 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal, refuse
from connections.practice.rules.rights import CREATE
from connections.practice.standard.admin_objects import find_object
from connections.practice.store.drafts import Save
from connections.practice.store.orgs import Session

from .exchange import Call

MAX_RECORDS = 200
MAX_CHUNKS = 10
Item = Save | Refusal


def records_of(call: Call) -> list[dict[str, Any]]:
    """The records in the body. Raises Refused for too many, or too many runs of one type."""
    records = call.document().get("records")
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise refuse("INVALID_INPUT", "records: an array of objects is required")
    check_count(records)
    runs = [name for name, _ in groupby(records, key=_type_of)]
    if len(runs) > MAX_CHUNKS:
        message = (
            f"Cannot have more than {MAX_CHUNKS} chunks in a single operation. "
            "Please rearrange the data to reduce chunking."
        )
        raise refuse("INVALID_INPUT", message)
    return records


def check_count(asked: Sequence[object]) -> None:
    """Raise Refused for more than a collection may hold."""
    if len(asked) > MAX_RECORDS:
        message = (
            f"record limit reached. cannot submit more than {MAX_RECORDS} records in this request"
        )
        raise refuse("EXCEEDED_ID_LIMIT", message)


def _type_of(record: dict[str, Any]) -> str:
    attributes = record.get("attributes")
    return str(attributes.get("type", "")) if isinstance(attributes, dict) else ""


def _typed(
    session: Session, record: dict[str, Any], save: Callable[[SObject, dict[str, Any]], Item]
) -> Item:
    name = _type_of(record)
    found = find_object(session.setup.objects, name)
    if found is None or not (found.stored or CREATE in found.rights):
        return Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return save(found, record)


def check_unmixed(items: Sequence[Item]) -> None:
    """Raise Refused for setup objects and other records in one call (salesforce-facts 13)."""
    kinds = {one.sobject.stored: one.sobject.name for one in items if isinstance(one, Save)}
    if len(kinds) > 1:
        message = (
            "DML operation on setup object is not permitted after you have updated a non-setup "
            f"object (or vice versa): {kinds[False]}, original object: {kinds[True]}"
        )
        raise refuse("MIXED_DML_OPERATION", message, ())


def _payload(record: dict[str, Any], *without: str) -> dict[str, Any]:
    dropped = {"attributes", *without}
    return {name: value for name, value in record.items() if name.lower() not in dropped}


def _id_of(record: dict[str, Any]) -> str:
    return next((str(value) for name, value in record.items() if name.lower() == "id"), "")


def create_of(session: Session, record: dict[str, Any]) -> Item:
    """A record to be created."""
    return _typed(session, record, lambda sobject, one: Save(sobject, _payload(one)))


def update_of(session: Session, record: dict[str, Any]) -> Item:
    """A record to be updated, which names its id."""
    return _typed(session, record, _update_of)


def _update_of(sobject: SObject, record: dict[str, Any]) -> Item:
    record_id = _id_of(record)
    if not record_id:
        return Refusal("MISSING_ARGUMENT", "Id not specified in an update call", ("Id",))
    return Save(sobject, _payload(record, "id"), record_id=record_id)


def upsert_of(record: dict[str, Any], sobject: SObject, key: Field) -> Item:
    """A record that names its key among its fields."""
    if _type_of(record).lower() not in {"", sobject.name.lower()}:
        return Refusal("INVALID_TYPE", f"The records of this call are of type {sobject.name}.")
    if key.name == "Id":
        return Save(sobject, _payload(record, "id"), record_id=_id_of(record))
    found = (value for name, value in record.items() if name.lower() == key.name.lower())
    value = next(found, None)
    if not isinstance(value, str) or not value.strip():
        return Refusal("MISSING_ARGUMENT", f"{key.name} not specified", (key.name,))
    return Save(sobject, _payload(record), key=(key, value.strip()))
