"""A row of a load: one person's write, and how each of their leads ends by it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connections.composite import wire
from connections.crm import ErrorClass, Record, WriteResult
from mappings.memory import Memory
from syncs.engine.evidence import seen_by
from syncs.engine.jobs import Bench, Job
from syncs.engine.outcomes import Outcome
from syncs.engine.preparing import Group, Prepared
from syncs.engine.standing import Standing, standings
from syncs.states import State

# The written record among the memories, whose id may not be known before.
_WRITTEN = ""
_ASKED_SINGLY = Outcome(
    State.PENDING,
    "Salesforce’s duplicate rule stopped it. It is sent once more by itself, so that the rule "
    "says which record it means.",
    again_in=0.0,
)


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
            _WRITTEN if name in written else name: memory
            for name, memory in group.folded.memories.items()
        },
    )


def outcomes(
    bench: Bench, row: Row, result: WriteResult, *, owners: Mapping[str, Record]
) -> dict[uuid.UUID, Outcome]:
    """How each lead of the row ends, by its id, once the org has said what became of it."""
    found = {}
    for one in row.leads:
        stands = bool(one.standing.ref)
        if stands and _is_unnamed(result):
            found[one.lead_id] = _ASKED_SINGLY
            continue
        outcome = one.standing.outcome(bench, result if stands else None, owners)
        found[one.lead_id] = replace(outcome, seen=one.seen)
    return found


def remembered(row: Row, result: WriteResult) -> dict[str, Memory]:
    """What is known now of the records that were written, or needed no write, by id."""
    return {
        name or result.record_id: memory
        for name, memory in row.memories.items()
        if result.ok or name != _WRITTEN
    }


def _is_unnamed(result: WriteResult) -> bool:
    """Whether a duplicate rule refused the row: results of a load never say the other record."""
    return not result.ok and any(
        one.kind is ErrorClass.DUPLICATE_RULE and not one.matched_ids for one in result.failures
    )
