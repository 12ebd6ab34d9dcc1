"""Whose values stand in a record: what was read, against what Inlet knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from connections.crm import Record
from mappings.memory import Held, Memory
from mappings.orgs import Org
from mappings.values import is_blank, same

# Beside the mapped fields, what a look-up needs for naming who changed a record and when.
CHANGE_FIELDS = ("LastModifiedDate", "LastModifiedById", "LastModifiedBy.Name")
# As much of a record's id as never differs between its two forms (salesforce-facts 4).
_ID_LENGTH = 15


def observed(
    memory: Memory | None, mapped: Mapping[str, bool], *, record: Record | None, org: Org
) -> Memory:
    """The memory after a look at the record, None for one that is about to be made.

    ``mapped`` are the fields to look at, by API name, and whether they hold e-mail addresses.
    A value that isn't the one Inlet knew is somebody else's: from here on it is the base of its
    field, and the leads so far no longer count for it.
    """
    if record is None:
        return memory or Memory(created=True)
    known = memory or Memory()
    found = _found(known, mapped, record=record, org=org)
    if not found:
        return known
    return replace(known, held={**known.held, **found}, base={**known.base, **found})


def is_by_us(record: Record | None, org: Org) -> bool:
    """Whether the connected user was the last to change the record."""
    if record is None or not org.user_id:
        return False
    last = str(record.fields.get("LastModifiedById") or "")
    return last[:_ID_LENGTH] == org.user_id[:_ID_LENGTH]


def _found(
    known: Memory, mapped: Mapping[str, bool], *, record: Record, org: Org
) -> dict[str, Held]:
    found: dict[str, Held] = {}
    stamp: Mapping[str, Any] | None = None
    for name, is_email in mapped.items():
        value, held = record.fields.get(name), known.held.get(name)
        if held is None and is_blank(value) and known.count:
            continue
        if held is not None and same(held.value, value, is_email=is_email):
            continue
        stamp = stamp or _stamp(record, org)
        changed = held is not None and (held.ours or held.changed)
        found[name] = Held(value=value, changed=changed, since=known.count, **stamp)
    return found


def _stamp(record: Record, org: Org) -> dict[str, Any]:
    """When and by whom the record was last changed, nobody if that is Inlet's user or unknown."""
    at = record.fields.get("LastModifiedDate")
    modifier = record.fields.get("LastModifiedById")
    is_known = bool(org.user_id and modifier)
    name = str(record.fields.get("LastModifiedBy.Name") or "somebody")
    by = name if is_known and not is_by_us(record, org) else ""
    return {"at": moment_of(at), "by": by}


def moment_of(text: Any) -> datetime | None:
    """A moment as Salesforce tells it ("2026-03-01T09:30:00.000+0000"), or None."""
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
