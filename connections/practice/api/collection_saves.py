"""One record of a collection as a save (salesforce-facts 5.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.permissions import CREATE
from connections.practice.rules.refusals import Refusal
from connections.practice.standard.admin_catalogue import find_object
from connections.practice.store.orgs import Session
from connections.practice.store.saves import Save

Item = Save | Refusal


def type_of(record: dict[str, Any]) -> str:
    """The object that a record says it is one of; "" where it says none."""
    attributes = record.get("attributes")
    return str(attributes.get("type", "")) if isinstance(attributes, dict) else ""


def _typed(
    session: Session, record: dict[str, Any], save: Callable[[SObject, dict[str, Any]], Item]
) -> Item:
    name = type_of(record)
    found = find_object(session.setup.objects, name)
    if found is None or not (found.stored or CREATE in found.rights):
        return Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return save(found, record)


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
    if type_of(record).lower() not in {"", sobject.name.lower()}:
        return Refusal("INVALID_TYPE", f"The records of this call are of type {sobject.name}.")
    if key.name == "Id":
        return Save(sobject, _payload(record, "id"), record_id=_id_of(record))
    found = (value for name, value in record.items() if name.lower() == key.name.lower())
    value = next(found, None)
    if not isinstance(value, str) or not value.strip():
        return Refusal("MISSING_ARGUMENT", f"{key.name} not specified", (key.name,))
    return Save(sobject, _payload(record), key=(key, value.strip()))
