"""Salesforce's own descriptions, of an object and of the signed-in user, as values of the port.

Pure. Shapes: salesforce-facts 1.9 (identity), 2.3 (describe), 2.4 (Organization).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from .crm import Field, Identity, PicklistValue, Record, RecordType, SObject
from .record_ids import full_id


def is_sobject(body: object) -> TypeGuard[dict[str, Any]]:
    """Whether this is a describe's body: an object of a name, with fields that have names."""
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        return False
    fields = _objects(body.get("fields"))
    named = fields is not None and all(isinstance(one.get("name"), str) for one in fields)
    lists = [body.get("recordTypeInfos"), *(one.get("picklistValues") for one in fields or ())]
    return named and None not in map(_objects, lists)


def _objects(value: object) -> list[dict[str, Any]] | None:
    """The list, if each of its entries is an object; none at all is an empty one."""
    some = value or []
    fits = isinstance(some, list) and all(isinstance(one, dict) for one in some)
    return some if isinstance(some, list) and fits else None


def read_sobject(body: Mapping[str, Any]) -> SObject:
    """The object out of a describe's body."""
    fields = [_field(entry) for entry in body.get("fields") or []]
    types = [_record_type(entry) for entry in body.get("recordTypeInfos") or []]
    return SObject(
        name=str(body["name"]),
        label=str(body.get("label") or body["name"]),
        createable=bool(body.get("createable")),
        updateable=bool(body.get("updateable")),
        fields={field.name: field for field in fields},
        record_types=tuple(types),
    )


def read_identity(user: Mapping[str, Any], organization: Sequence[Record]) -> Identity:
    """The user out of the identity URL's body, the org out of its Organization row."""
    org = organization[0] if organization else None
    columns = org.fields if org else {}
    return Identity(
        org_id=org.id if org else full_id(_text(user, "organization_id")),
        org_name=_text(columns, "Name"),
        is_sandbox=bool(columns.get("IsSandbox")),
        organization_type=_text(columns, "OrganizationType"),
        instance_name=_text(columns, "InstanceName"),
        user_id=full_id(_text(user, "user_id")),
        username=_text(user, "username"),
        display_name=_text(user, "display_name"),
        email=_text(user, "email"),
    )


def _text(body: Mapping[str, Any], key: str) -> str:
    return str(body.get(key) or "")


def _number(body: Mapping[str, Any], key: str) -> int:
    value = body.get(key)
    return value if isinstance(value, int) else 0


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(
        name=entry["name"],
        label=_text(entry, "label") or entry["name"],
        type=_text(entry, "type"),
        length=_number(entry, "length"),
        createable=bool(entry.get("createable")),
        updateable=bool(entry.get("updateable")),
        nillable=bool(entry.get("nillable")),
        defaulted_on_create=bool(entry.get("defaultedOnCreate")),
        external_id=bool(entry.get("externalId")),
        id_lookup=bool(entry.get("idLookup")),
        unique=bool(entry.get("unique")),
        restricted_picklist=bool(entry.get("restrictedPicklist")),
        picklist=tuple(_value(value) for value in entry.get("picklistValues") or []),
        reference_to=tuple(str(one) for one in entry.get("referenceTo") or ()),
        custom=bool(entry.get("custom")),
        calculated=bool(entry.get("calculated")),
        precision=_number(entry, "precision"),
        scale=_number(entry, "scale"),
        controller=_text(entry, "controllerName"),
    )


def _value(entry: Mapping[str, Any]) -> PicklistValue:
    return PicklistValue(
        value=_text(entry, "value"),
        label=_text(entry, "label") or _text(entry, "value"),
        active=bool(entry.get("active", True)),
        default=bool(entry.get("defaultValue")),
    )


def _record_type(entry: Mapping[str, Any]) -> RecordType:
    return RecordType(
        id=full_id(_text(entry, "recordTypeId")),
        name=_text(entry, "name"),
        developer_name=_text(entry, "developerName"),
        available=bool(entry.get("available")),
        default=bool(entry.get("defaultRecordTypeMapping")),
        master=bool(entry.get("master")),
    )
