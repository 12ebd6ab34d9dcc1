"""Records as rows (API name → JSON value)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.objects import SObject
from connections.practice.rules.saving import full_name
from connections.practice.rules.stamps import written
from connections.practice.soql.judging import Row

from .columns import COLUMNS, PEOPLE, folded, key_column


def row_of(record: PracticeRecord) -> Row:
    """The record under API names, stamps as Salesforce writes them."""
    return {
        **record.values,
        "Id": record.sf_id,
        "OwnerId": record.owner,
        "IsDeleted": record.deleted,
        "CreatedDate": written(record.created_at),
        "CreatedById": record.created_by,
        "LastModifiedDate": written(record.modified_at),
        "LastModifiedById": record.modified_by,
        "SystemModstamp": written(record.modified_at),
    }


def fill(record: PracticeRecord, sobject: SObject, stored: Mapping[str, Any]) -> None:
    """Put judged values into a record: the document, the compound name, the keys, the owner."""
    values = {**record.values, **stored}
    record.owner = values.pop("OwnerId", None) or record.owner
    if sobject.name in PEOPLE:
        values["Name"] = full_name(values)
    record.values = {
        name: value for name, value in values.items() if value is not None and name not in COLUMNS
    }
    for name in record.values.keys() | stored.keys():
        field = sobject.field(name)
        column = key_column(sobject, field) if field else ""
        if column:
            setattr(record, column, folded(record.values.get(name)))
