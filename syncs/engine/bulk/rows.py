"""A row of a load: one person's write, and the leads that wait for it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connections.composite import wire
from mappings.memory import Memory
from syncs.engine.evidence import seen_by
from syncs.engine.jobs import Bench, Job
from syncs.engine.preparing import Group, Prepared
from syncs.engine.standing import Standing, standings

# The written record among the memories, whose id may not be known before.
WRITTEN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One lead of a row, and what it was decided from."""

    lead_id: uuid.UUID
    standing: Standing
    seen: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is written, whose leads wait for it, and what is remembered if it goes well."""

    fields: Mapping[str, Any]
    leads: tuple[Waiting, ...]
    memories: Mapping[str, Memory]

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {
            "fields": dict(self.fields),
            "leads": [
                {"id": str(one.lead_id), "seen": dict(one.seen), **one.standing.to_dict()}
                for one in self.leads
            ],
            "memories": {name: one.to_dict() for name, one in self.memories.items()},
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Row:
        """The row that ``to_dict`` made these values of."""
        fields = stored["fields"]
        return cls(
            fields=fields,
            leads=tuple(
                Waiting(
                    lead_id=uuid.UUID(one["id"]),
                    standing=Standing.from_dict(one, fields),
                    seen=one["seen"],
                )
                for one in stored["leads"]
            ),
            memories={name: Memory.from_dict(one) for name, one in stored["memories"].items()},
        )


def row_of(bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, group: Group) -> Row:
    """The row of a group that has one write."""
    (write,) = group.folded.writes
    seen = seen_by(bench.rules, bench.org, jobs, prepared=prepared, group=group)
    written = {write.record_id or f"new {write.ref}"}
    columns = {"Id": write.record_id} if write.record_id else {}
    return Row(
        fields={name: wire(value) for name, value in (columns | dict(write.fields)).items()},
        leads=tuple(
            Waiting(lead_id=jobs[at].lead_id, standing=standing, seen=seen[at])
            for at, standing in standings(bench, jobs, prepared, group=group)
        ),
        memories={
            WRITTEN if name in written else name: memory
            for name, memory in group.folded.memories.items()
        },
    )
