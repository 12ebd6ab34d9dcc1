"""Custom fields as the Tooling API makes them (salesforce-facts 13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .fields import Field, PicklistValue
from .ids import pod_of
from .objects import SObject
from .refusals import Refused, refuse
from .rights import derived_id

MAX_EXTERNAL_IDS = 25
MAX_CUSTOM_FIELDS = 500
MOST_TEXT = 255
_FULL_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z0-9_]+)__c", re.ASCII)
_LONGEST_NAME = 40
_LEGACY_TYPES: Mapping[str, str] = {
    "textarea": "TextArea",
    "double": "Number",
    "int": "Number",
    "boolean": "Checkbox",
    "datetime": "DateTime",
    "reference": "Lookup",
    "string": "Text",
    "multipicklist": "MultiselectPicklist",
}


def custom_field_id(org_id: str, sobject: str, name: str) -> str:
    """The id, 00N…, of a custom field: it follows from the names alone."""
    return derived_id("CustomField", pod=pod_of(org_id), key=f"{sobject}.{name}")


def split_name(full_name: str) -> tuple[str, str]:
    """Object and API name of "Lead.Sync_Source__c". Raises Refused for what can't be a name."""
    found = _FULL_NAME.fullmatch(full_name)
    bare = found[2] if found else ""
    if found is None or not bare[0].isalpha() or "__" in bare or bare.endswith("_"):
        message = (
            "The API name must contain only underscores and alphanumeric characters, begin with "
            "a letter, not include spaces, not end with an underscore, and not contain two "
            f"consecutive underscores: {full_name}"
        )
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("FullName",))
    if len(bare) > _LONGEST_NAME:
        message = f"The API name can be {_LONGEST_NAME} characters long at most: {full_name}"
        raise refuse("STRING_TOO_LONG", message, ("FullName",))
    return found[1], f"{bare}__c"


def made_field(name: str, metadata: Mapping[str, Any]) -> Field:
    """The field that `Metadata` describes. Raises Refused for what a type needs and lacks."""
    kind = str(metadata.get("type", ""))
    make = _MAKERS.get(kind)
    if make is None:
        message = f"Cannot deserialize: {kind} is no type of a custom field here"
        raise refuse("INVALID_FIELD", message, ("type",))
    label = str(metadata.get("label") or "").strip()
    if not label:
        raise _missing("label", kind)
    required = metadata.get("required") is True
    common: dict[str, Any] = {
        "nillable": not required,
        "permissionable": not required,
        "external_id": metadata.get("externalId") is True,
        "unique": metadata.get("unique") is True,
        "case_sensitive": metadata.get("caseSensitive") is True,
        "id_lookup": metadata.get("externalId") is True,
    }
    return Field(name, label, **{**common, **make(metadata)})


def check_room(sobject: SObject, field: Field) -> None:
    """Raise Refused when the object can't take one more such field."""
    own = [one for one in sobject.fields if one.custom]
    if any(one.name.lower() == field.name.lower() for one in own):
        message = f"There is already a field named {field.name[:-3]} on {sobject.label}."
        raise refuse("DUPLICATE_DEVELOPER_NAME", message, ("DeveloperName",))
    if len(own) >= MAX_CUSTOM_FIELDS:
        raise no_room(sobject)
    if field.external_id and sum(one.external_id for one in own) >= MAX_EXTERNAL_IDS:
        message = f"The maximum number of external IDs on {sobject.label} is {MAX_EXTERNAL_IDS}."
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("externalId",))


def no_room(sobject: SObject) -> Refused:
    """The refusal of an org whose limit of custom fields is reached."""
    message = f"You have reached the maximum number of custom fields for {sobject.label}."
    return refuse("LIMIT_EXCEEDED", message, ())


def metadata_of(field: Field) -> dict[str, Any]:
    """The field as `Metadata` describes it."""
    shown = {
        "label": field.label,
        "type": _LEGACY_TYPES.get(field.type, field.type.capitalize()),
        "required": not field.nillable and field.type != "boolean",
        "externalId": field.external_id,
        "unique": field.unique,
        "caseSensitive": field.case_sensitive,
        "description": None,
        "inlineHelpText": None,
        "trackHistory": False,
    }
    if field.length:
        shown["length"] = field.length
    if field.precision:
        shown |= {"precision": field.precision, "scale": field.scale}
    if field.picklist:
        values = [
            {"fullName": one.value, "label": one.label, "default": one.default}
            for one in field.picklist
        ]
        definition = {"sorted": False, "value": values}
        shown["valueSet"] = {"restricted": field.restricted, "valueSetDefinition": definition}
    return shown


def _missing(name: str, kind: str) -> Refused:
    message = f"Must specify '{name}' for a CustomField of type {kind}"
    return refuse("FIELD_INTEGRITY_EXCEPTION", message, (name,))


def _number_in(metadata: Mapping[str, Any], name: str, *, low: int, high: int) -> int:
    value, kind = metadata.get(name), str(metadata.get("type"))
    if not isinstance(value, int) or isinstance(value, bool):
        raise _missing(name, kind)
    if not low <= value <= high:
        message = f"{name} of a CustomField of type {kind} is between {low} and {high}: {value}"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, (name,))
    return value


def _text(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "string", "length": _number_in(metadata, "length", low=1, high=MOST_TEXT)}


def _long_text(metadata: Mapping[str, Any]) -> dict[str, Any]:
    length = _number_in(metadata, "length", low=256, high=131_072)
    return {"type": "textarea", "length": length, "filterable": False}


def _number(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def made(metadata: Mapping[str, Any]) -> dict[str, Any]:
        precision = _number_in(metadata, "precision", low=1, high=18)
        scale = _number_in(metadata, "scale", low=0, high=precision)
        return {"type": kind, "precision": precision, "scale": scale}

    return made


def _checkbox(metadata: Mapping[str, Any]) -> dict[str, Any]:
    said = metadata.get("defaultValue")
    if said is None:
        raise _missing("defaultValue", "Checkbox")
    fixed = {"nillable": False, "defaulted": True, "permissionable": True}
    return {"type": "boolean", "default": str(said).lower() == "true", **fixed}


def _picklist(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def made(metadata: Mapping[str, Any]) -> dict[str, Any]:
        asked = metadata.get("valueSet") or {}
        listed = (asked.get("valueSetDefinition") or {}).get("value") or ()
        values = tuple(
            PicklistValue(
                str(one.get("fullName")),
                str(one.get("label") or one.get("fullName")),
                default=one.get("default") is True,
            )
            for one in listed
            if isinstance(one, dict) and one.get("fullName")
        )
        restricted = asked.get("restricted") is True
        return {"type": kind, "length": 255, "picklist": values, "restricted": restricted}

    return made


def _plain(kind: str, length: int = 0) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda _: {"type": kind, "length": length}


_MAKERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "Text": _text,
    "TextArea": _plain("textarea", 255),
    "LongTextArea": _long_text,
    "Email": _plain("email", 80),
    "Phone": _plain("phone", 40),
    "Url": _plain("url", 255),
    "Date": _plain("date"),
    "DateTime": _plain("datetime"),
    "Checkbox": _checkbox,
    "Number": _number("double"),
    "Currency": _number("currency"),
    "Percent": _number("percent"),
    "Picklist": _picklist("picklist"),
    "MultiselectPicklist": _picklist("multipicklist"),
}
