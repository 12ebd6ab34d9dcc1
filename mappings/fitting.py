"""Whether a fixed text fits a field's type and length (salesforce-facts 2.3, 9). Pure."""

from __future__ import annotations

import re
from datetime import date

from connections.crm import Field

_NUMBERS = frozenset({"int", "double", "currency", "percent"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WORDS = frozenset({"true", "false"})
_UNMEASURED = frozenset({"picklist", "multipicklist", "reference", "id", "boolean"})


def misfit(field: Field, value: str) -> str:
    """Why Salesforce would refuse this text in this field, or ""."""
    if field.type in _NUMBERS:
        return "" if _NUMBER.fullmatch(value) else f"“{value}” is not a number."
    if field.type == "boolean":
        return "" if value.lower() in _WORDS else f"“{value}” is neither true nor false."
    if field.type == "date":
        return "" if _is_date(value) else f"“{value}” is not a date such as 2026-03-04."
    if field.type == "email" and not _EMAIL.fullmatch(value):
        return f"“{value}” is not an e-mail address."
    if field.length and field.type not in _UNMEASURED and len(value) > field.length:
        return f"“{value[:20]}…” has {len(value)} characters, {field.label} takes {field.length}."
    return ""


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
