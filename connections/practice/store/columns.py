"""Which column of the table of records holds which field, and in what form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.rules.fields import NUMBERS, Field
from connections.practice.rules.formulas.conversions import as_number
from connections.practice.rules.objects import SObject

# Fields with a column of their own; all others are in `values`.
COLUMNS: Mapping[str, str] = {
    "Id": "sf_id",
    "OwnerId": "owner",
    "IsDeleted": "deleted",
    "CreatedDate": "created_at",
    "CreatedById": "created_by",
    "LastModifiedDate": "modified_at",
    "LastModifiedById": "modified_by",
    "SystemModstamp": "modified_at",
}
_KEYS: Mapping[tuple[str, str], str] = {
    ("Lead", "Email"): "email_key",
    ("Contact", "Email"): "email_key",
    ("Lead", "LastName"): "name_key",
    ("Contact", "LastName"): "name_key",
    ("Account", "Name"): "name_key",
    ("Lead", "Company"): "company_key",
}
PEOPLE = frozenset({"Lead", "Contact"})


def key_column(sobject: SObject, field: Field) -> str:
    """The column with the lower-cased copy of a text field; "" when it has none."""
    if sobject.unique_key and field.name == sobject.unique_key.name:
        return "external_key"
    return _KEYS.get((sobject.name, field.name), "")


def key_value(field: Field, value: Any) -> str:
    """A value of a key field in the one form in which it is looked up; "" for what is none."""
    if value is None or field.case_sensitive:
        return str(value or "")
    if field.type not in NUMBERS:
        return folded(value) or ""
    number = as_number(str(value))
    return "" if number is None else f"{number.normalize():f}"


def folded(value: Any) -> str | None:
    """A text as the key columns keep it."""
    return str(value).lower().replace("\x00", "") if value is not None else None
