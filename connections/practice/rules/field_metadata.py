"""A custom field as the Tooling API describes it (salesforce-facts 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import Field

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
