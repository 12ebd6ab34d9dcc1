"""How each lead of a row ends, once the org has said what became of the row. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from connections.crm import ErrorClass, Record, WriteResult
from mappings.memory import Memory
from syncs.engine.jobs import Bench
from syncs.engine.outcomes import Outcome
from syncs.states import State

from .rows import WRITTEN, Row

_ASKED_SINGLY = Outcome(
    State.PENDING,
    "Salesforce’s duplicate rule stopped it. It is sent once more by itself, so that the rule "
    "says which record it means.",
    again_in=0.0,
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
        if result.ok or name != WRITTEN
    }


def _is_unnamed(result: WriteResult) -> bool:
    """Whether a duplicate rule refused the row: results of a load never say the other record."""
    return not result.ok and any(
        one.kind is ErrorClass.DUPLICATE_RULE and not one.matched_ids for one in result.failures
    )
