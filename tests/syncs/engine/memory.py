"""An org in memory, behind the same port: enough of one for the engine's own tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connections.crm import Identity, Record, SObject, Usage, Write, WriteResult, Written
from connections.errors import CrmError, failure
from connections.soql import Select
from mappings.memory import Memory
from mappings.rules import RoundRobin


@dataclass
class MemoryOrg:
    """Leads by id. `refuse`: a write's fields → an error code, or "". `break_after` counts writes
    that are carried out although their answer is lost."""

    leads: dict[str, dict[str, Any]] = field(default_factory=dict)
    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuse: Callable[[Write], str] = lambda _: ""
    losing: list[CrmError] = field(default_factory=list)
    calls: int = 0
    asked: list[Sequence[Select]] = field(default_factory=list)
    written: list[Sequence[Write]] = field(default_factory=list)
    usage: Usage | None = None

    def who_am_i(self) -> Identity:
        """Nobody asks."""
        raise AssertionError

    def describe(self, sobject: str) -> SObject:
        """Nobody asks."""
        raise AssertionError(sobject)

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """Rows whose e-mail or key stands in the query's text."""
        self.calls += 1
        self.asked.append(selects)
        tables = {"Lead": self.leads, "Contact": self.contacts}
        return [
            [
                Record(
                    select.sobject, row_id, {name: row.get(name) for name in select.fields} | row
                )
                for row_id, row in tables.get(select.sobject, {}).items()
                if self._named(select.text, {"Id": row_id, **row})
            ]
            for select in selects
        ]

    def _named(self, text: str, row: dict[str, Any]) -> bool:
        values = (row["Id"], row.get("Email"), row.get("External_Person_ID__c"))
        return any(f"'{value}'".lower() in text.lower() for value in values if value)

    def write(
        self, writes: Sequence[Write], *, read_back: Sequence[Select] = (), most: int = 200
    ) -> Written:
        """Each write carried out; then, perhaps, the answer lost."""
        del most
        self.calls += 1
        self.written.append(writes)
        results = tuple(self._one(write) for write in writes)
        if self.losing:
            raise self.losing.pop(0)
        self.calls -= 1
        rows = tuple(tuple(found) for found in self.find(read_back)) if read_back else ()
        self.calls += 0 if read_back else 1
        return Written(results, rows, 5)

    def _one(self, write: Write) -> WriteResult:
        code = self.refuse(write)
        if code:
            return WriteResult(write.ref, ok=False, failures=(failure(code, code),))
        row_id = write.record_id or self._by_key(write) or f"00Q{len(self.leads):015}"
        created = row_id not in self.leads and row_id not in self.contacts
        table = self.contacts if write.sobject == "Contact" else self.leads
        table.setdefault(row_id, {}).update(write.fields)
        return WriteResult(write.ref, ok=True, record_id=row_id, created=created)

    def _by_key(self, write: Write) -> str:
        key = write.fields.get(write.external_id_field)
        rows = (i for i, row in self.leads.items() if row.get(write.external_id_field) == key)
        return next(rows, "") if key else ""


@dataclass
class MemoryDesk:
    """A desk that keeps nothing beyond a batch unless it is told; it names who is created."""

    memories: dict[str, Memory] = field(default_factory=dict)
    named: list[uuid.UUID] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    before_write: Callable[[], None] = lambda: None
    busy: frozenset[str] = frozenset()

    def hold(self, record_ids: Collection[str]) -> Collection[str]:
        """The records that somebody else has in hand."""
        return self.busy & set(record_ids)

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The records whose memories have an address or a key."""
        return {
            value: frozenset(
                id_ for id_, one in self.memories.items() if value in (*one.emails, *one.keys)
            )
            for value in values
        }

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """What was kept of them."""
        return {id_: self.memories[id_] for id_ in record_ids if id_ in self.memories}

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
        keyless: bool = False,
    ) -> Mapping[uuid.UUID, str]:
        """Name them; the turns go in order."""
        del active, keyless
        self.before_write()
        self.named.extend(creating)
        return {one: self.turns.pop(0) for ids in drawing.values() for one in ids}
