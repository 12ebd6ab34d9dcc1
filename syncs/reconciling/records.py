"""A record as we know it, and as Salesforce holds it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connections.crm import Record
from connections.record_ids import full_id
from mappings.observing import moment_of


@dataclass(frozen=True, slots=True)
class Ours:
    """A record that a lead of ours created. ``is_today``: on the day that is compared.

    ``person`` is the key under which it was created; "" where a rule had a second record of the
    person made on purpose.
    """

    record_id: str
    person: str
    is_today: bool = True


@dataclass(frozen=True, slots=True)
class Theirs:
    """A record as Salesforce holds it. ``master`` is what is left of it after a merge."""

    record_id: str
    created_at: datetime | None = None
    is_deleted: bool = False
    master: str = ""

    @classmethod
    def of(cls, record: Record) -> Theirs:
        """The row of a query for ``queries.COLUMNS``."""
        return cls(
            record.id,
            moment_of(record.fields.get("CreatedDate")),
            is_deleted=bool(record.fields.get("IsDeleted")),
            master=full_id(str(record.fields.get("MasterRecordId") or "")),
        )
