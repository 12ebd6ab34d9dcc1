"""A simulated org: what becomes of a look-up and of a write, and what no org may ever show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connections.crm import Record, Write, WriteResult
from connections.errors import failure
from connections.soql import Select

from .reading import matching
from .rows import KEY, US, Tables

# Longer than any request is under way: what is older was there at everybody's look-up.
LONG_AGO = 700.0


class Org:
    """One org. ``unique``: its key field is. ``blind``: look-ups find nobody, for a control.

    ``sent`` is when the request left that is being carried out.
    """

    def __init__(self, *, unique: bool = True, blind: bool = False) -> None:
        self.tables = Tables()
        self.unique, self.blind = unique, blind
        self.created: list[str] = []
        self.sent = 0.0
        self.wrongs: list[str] = []

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """The rows of each query."""
        return [[] if self.blind else self._rows(select) for select in selects]

    def _rows(self, select: Select) -> list[Record]:
        return [
            Record(select.sobject, row["Id"], {name: row.get(name) for name in select.fields})
            for row in matching(select.text, self.tables.rows)
            if select.all_rows or not row["IsDeleted"]
        ]

    def seen(self, writes: Sequence[Write]) -> dict[str, str]:
        """What a transaction sees as it begins: by ref, which Lead has the key of an upsert."""
        keyed = [write for write in writes if write.external_id_field and not write.record_id]
        return {one.ref: self.tables.holder(str(one.fields[KEY])) for one in keyed}

    def commit(
        self, writes: Sequence[Write], seen: dict[str, str], locked: frozenset[str]
    ) -> tuple[WriteResult, ...]:
        """What a transaction comes to that began with what was ``seen``."""
        return tuple(
            _refused(one, "UNABLE_TO_LOCK_ROW") if one.ref in locked else self._save(one, seen)
            for one in writes
        )

    def _save(self, write: Write, seen: dict[str, str]) -> WriteResult:
        known = write.record_id or seen.get(write.ref, "")
        if known:
            return self._update(write, known)
        fields = dict(write.fields)
        holder = self.tables.holder(str(fields.get(KEY) or "")) if fields.get(KEY) else ""
        if holder and self.unique:
            said = f"duplicate value found: {KEY} duplicates value on record with id: {holder}"
            return _refused(write, "DUPLICATE_VALUE", said)
        self._check(str(fields["LastName"]))
        row_id = self.tables.insert(write.sobject, fields, US)
        self.created.append(row_id)
        return WriteResult(write.ref, ok=True, record_id=row_id, created=True)

    def _update(self, write: Write, row_id: str) -> WriteResult:
        row = self.tables.row(row_id)
        if row["IsDeleted"]:
            return _refused(write, "ENTITY_IS_DELETED")
        if row["IsConverted"]:
            return _refused(write, "CANNOT_UPDATE_CONVERTED_LEAD")
        if write.fields.get("LastName", row["LastName"]) != row["LastName"]:
            self.wrongs.append(f"{row_id} of {row['LastName']} was given to somebody else")
        self.tables.touch(row_id, dict(write.fields), US)
        return WriteResult(write.ref, ok=True, record_id=row_id, created=False)

    def _check(self, person: str) -> None:
        """Nobody is made twice, nor beside a record that every look-up could find.

        A rep may delete a record whose key a request that is still under way then takes.
        """
        if self.tables.gone(person) >= self.sent:
            return
        live = list(self.tables.live(person))
        if any(row["Id"] in self.created for row in live):
            self.wrongs.append(f"{person} was created twice")
        elif any(row["at"] < self.tables.now - LONG_AGO for row in live):
            self.wrongs.append(f"{person} was created although there")


def _refused(write: Write, code: str, message: str = "") -> WriteResult:
    told: Any = failure(code, message or code)
    return WriteResult(write.ref, ok=False, failures=(told,))
