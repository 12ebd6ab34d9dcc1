"""The custom field that the Tooling API's metadata describes (salesforce-facts 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .field_kinds import MAKERS
from .fields import Field
from .needed_metadata import missing
from .refusals import refuse


def made_field(name: str, metadata: Mapping[str, Any]) -> Field:
    """The field that `Metadata` describes. Raises Refused for what a type needs and lacks."""
    kind = str(metadata.get("type", ""))
    make = MAKERS.get(kind)
    if make is None:
        message = f"Cannot deserialize: {kind} is no type of a custom field here"
        raise refuse("INVALID_FIELD", message, ("type",))
    label = str(metadata.get("label") or "").strip()
    if not label:
        raise missing("label", kind)
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
