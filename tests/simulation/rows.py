"""The tables of a simulated org: Leads and Contacts, and what people do to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(2026, 11, 24, tzinfo=UTC)
US, THEM = "005000000000000001", "005000000000000002"
KEY = "External_Person_ID__c"
_PREFIX = {"Lead": "00Q", "Contact": "003"}


class Tables:
    """Rows by object and id. Whose a row is tells its LastName, which nobody changes."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = {"Lead": {}, "Contact": {}}
        self.now = 0.0
        self._count = 0

    def insert(self, table: str, fields: dict[str, Any], by: str) -> str:
        """A new row; its id."""
        self._count += 1
        row_id = f"{_PREFIX[table]}{self._count:015}"
        row = {**fields, "Id": row_id, "CreatedById": by, "IsDeleted": False, "IsConverted": False}
        self.rows[table][row_id] = {**row, "at": self.now, "CreatedDate": self.stamp()}
        self.touch(row_id, {}, by)
        return row_id

    def touch(self, row_id: str, fields: dict[str, Any], by: str) -> None:
        """Change a row."""
        stamps = {"LastModifiedDate": self.stamp(), "LastModifiedById": by}
        self.row(row_id).update({**fields, **stamps})

    def row(self, row_id: str) -> dict[str, Any]:
        """The row of this id; KeyError."""
        return self.rows["Contact" if row_id.startswith("003") else "Lead"][row_id]

    def stamp(self) -> str:
        """The moment as Salesforce writes it."""
        moment = EPOCH + timedelta(seconds=self.now)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"

    def live(self, person: str) -> Iterator[dict[str, Any]]:
        """The records that stand for a person today: open Leads, and Contacts."""
        for table in self.rows.values():
            for row in table.values():
                if row["LastName"] == person and not row["IsDeleted"] and not row["IsConverted"]:
                    yield row

    def gone(self, person: str) -> float:
        """When a record of the person was last deleted or merged; -1 for never."""
        rows = (row for table in self.rows.values() for row in table.values())
        return max((row.get("gone", -1.0) for row in rows if row["LastName"] == person), default=-1)

    def holder(self, key: str) -> str:
        """The id of the Lead that has the key; "" for none."""
        for row_id, row in self.rows["Lead"].items():
            if not row["IsDeleted"] and str(row.get(KEY) or "").lower() == key.lower():
                return row_id
        return ""


def convert(tables: Tables, row: dict[str, Any]) -> None:
    """A rep makes a Contact of a Lead."""
    kept = {name: row.get(name) for name in ("LastName", "Email", "Title")}
    contact = tables.insert("Contact", kept, row["CreatedById"])
    tables.touch(row["Id"], {"IsConverted": True, "ConvertedContactId": contact}, THEM)


def delete(tables: Tables, row: dict[str, Any]) -> None:
    """A rep deletes a record."""
    tables.touch(row["Id"], {"IsDeleted": True, "gone": tables.now}, THEM)


def edit(tables: Tables, row: dict[str, Any]) -> None:
    """A rep writes a title of his own."""
    tables.touch(row["Id"], {"Title": "Typed by hand"}, THEM)


def double(tables: Tables, row: dict[str, Any]) -> None:
    """A rep makes a second Lead of a person and merges the old one into it."""
    kept = {name: row.get(name) for name in ("LastName", "Email", "Title", KEY)}
    delete(tables, row)
    if row["Id"].startswith("00Q"):
        winner = tables.insert("Lead", kept, THEM)
        tables.touch(row["Id"], {"MasterRecordId": winner}, THEM)


HANDS = (convert, delete, edit, double)
