"""What the metadata of a custom field has to say (salesforce-facts 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .refusals import Refused, refuse


def missing(name: str, kind: str) -> Refused:
    """The refusal of a field of this type that says nothing about `name`."""
    message = f"Must specify '{name}' for a CustomField of type {kind}"
    return refuse("FIELD_INTEGRITY_EXCEPTION", message, (name,))


def number_in(metadata: Mapping[str, Any], name: str, *, low: int, high: int) -> int:
    """The whole number under `name`. Raises Refused when it is missing or out of its range."""
    value, kind = metadata.get(name), str(metadata.get("type"))
    if not isinstance(value, int) or isinstance(value, bool):
        raise missing(name, kind)
    if not low <= value <= high:
        message = f"{name} of a CustomField of type {kind} is between {low} and {high}: {value}"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, (name,))
    return value
