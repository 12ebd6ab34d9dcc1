"""What report-only duplicate rules leave behind: a set and its records (salesforce-facts 7.2)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.making import read_only
from connections.practice.standard.system_fields import record_id, system_fields


def _object(name: str, label: str, *fields: Field) -> SObject:
    return SObject(
        name=name,
        label=label,
        plural=f"{label}s",
        prefix=PREFIXES[name],
        fields=(record_id(), read_only("Name", "Name", "string", length=255), *fields,
                *system_fields()),
    )  # fmt: skip


def _link(name: str, label: str, *to: str) -> Field:
    relationship = name.removesuffix("Id")
    return read_only(
        name, label, "reference", length=18, reference_to=to, relationship=relationship
    )


def duplicate_record_set() -> SObject:
    """The DuplicateRecordSet: records that are duplicates of each other."""
    return _object(
        "DuplicateRecordSet",
        "Duplicate Record Set",
        _link("DuplicateRuleId", "Duplicate Rule ID", "DuplicateRule"),
        read_only("RecordCount", "Record Count", "int", precision=9),
    )


def duplicate_record_item() -> SObject:
    """The DuplicateRecordItem: one record of a set."""
    return _object(
        "DuplicateRecordItem",
        "Duplicate Record Item",
        _link("DuplicateRecordSetId", "Duplicate Record Set ID", "DuplicateRecordSet"),
        _link("RecordId", "Record ID", "Account", "Contact", "Lead"),
    )
