"""The types of custom fields, and what the metadata of each makes (salesforce-facts 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .fields import PicklistValue
from .needed_metadata import missing, number_in

MOST_TEXT = 255


def _text(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "string", "length": number_in(metadata, "length", low=1, high=MOST_TEXT)}


def _long_text(metadata: Mapping[str, Any]) -> dict[str, Any]:
    length = number_in(metadata, "length", low=256, high=131_072)
    return {"type": "textarea", "length": length, "filterable": False}


def _number(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def made(metadata: Mapping[str, Any]) -> dict[str, Any]:
        precision = number_in(metadata, "precision", low=1, high=18)
        scale = number_in(metadata, "scale", low=0, high=precision)
        return {"type": kind, "precision": precision, "scale": scale}

    return made


def _checkbox(metadata: Mapping[str, Any]) -> dict[str, Any]:
    said = metadata.get("defaultValue")
    if said is None:
        raise missing("defaultValue", "Checkbox")
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


MAKERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
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
