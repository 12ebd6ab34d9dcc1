"""The fields that every record has: its id, its owner, its stamps."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field

from .making import read_only, reference


def record_id() -> Field:
    """The record's own id."""
    return read_only("Id", "Record ID", "id", length=18, nillable=False, id_lookup=True)


def owner(*kinds: str) -> Field:
    """Who owns the record."""
    return reference(
        "OwnerId", "Owner ID", kinds, nillable=False, defaulted=True, permissionable=False
    )


def system_fields() -> tuple[Field, ...]:
    """The stamps and flags that every record has."""
    fixed: dict[str, Any] = {"nillable": False, "defaulted": True}
    user = {"length": 18, "reference_to": ("User",), **fixed}
    return (
        read_only("IsDeleted", "Deleted", "boolean", default=False, **fixed),
        read_only("CreatedDate", "Created Date", "datetime", **fixed),
        read_only("CreatedById", "Created By ID", "reference", relationship="CreatedBy", **user),
        read_only("LastModifiedDate", "Last Modified Date", "datetime", **fixed),
        read_only(
            "LastModifiedById",
            "Last Modified By ID",
            "reference",
            relationship="LastModifiedBy",
            **user,
        ),
        read_only("SystemModstamp", "System Modstamp", "datetime", **fixed),
    )
