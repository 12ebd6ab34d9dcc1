"""Storing what a batch came to: outcomes, the ledger and the batch itself, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from connections.errors import ANSWER_LOST
from mappings.memory import Memory
from syncs import ledger
from syncs.models import BatchRun, InboundLead
from syncs.states import IN_SALESFORCE, State

from . import lanes, remembering
from .jobs import Report
from .outcomes import Outcome

WRITTEN = [
    "state", "reason", "fix", "cause", "decision", "answer", "mapping_number", "sobject",
    "record_id", "due_at", "finished_at", "changed_at", "fence", "intent_at", "seen",
]  # fmt: skip


def record(
    lease: lanes.Lease, leads: Sequence[InboundLead], report: Report, *, number: int
) -> None:
    """Store each lead's outcome. Raises FenceLost, having stored nothing."""
    with lanes.holding(lease) as lane:
        now = timezone.now()
        moves = [
            _apply(lead, outcome, number=number, now=now)
            for lead, outcome in zip(leads, report.outcomes, strict=True)
        ]
        # The rows exist; this is one statement for all of them, and a quick one.
        InboundLead.objects.bulk_create(
            leads, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
        )
        remembering.keep(lease.tenant_id, lease.connection_id, _by_object(report))
        if report.merged:
            remembering.move(lease.tenant_id, lease.connection_id, report.merged)
        ledger.keep(lease.tenant_id, [move for move in moves if move.before is not move.after])
        BatchRun.objects.create(
            tenant_id=lease.tenant_id,
            connection_id=lease.connection_id,
            leads=len(leads),
            calls=report.calls,
            find_ms=report.find_ms,
            write_ms=report.write_ms,
        )
        lanes.all_well(lane)


def _by_object(report: Report) -> dict[tuple[str, str], Memory]:
    """What is remembered, by object and record id; the id tells the object."""
    return {
        ("Contact" if record_id.startswith("003") else "Lead", record_id): memory
        for record_id, memory in report.memories.items()
        if record_id
    }


def _apply(lead: InboundLead, outcome: Outcome, *, number: int, now: datetime) -> ledger.Move:
    before = State(lead.state)
    first_time = lead.finished_at is None
    lead.state = outcome.state
    lead.reason, lead.fix, lead.cause = outcome.reason, outcome.fix, outcome.cause[:200]
    lead.sobject, lead.record_id = outcome.sobject, outcome.record_id
    lead.decision, lead.answer = dict(outcome.decision or {}) or None, dict(outcome.answer)
    lead.mapping_number, lead.seen = number, dict(outcome.seen or {}) or None
    lead.changed_at, lead.fence = now, 0
    # What was refused was not created; only a lost answer leaves that open.
    lost = any(one["code"] == ANSWER_LOST for one in outcome.answer.get("errors", ()))
    lead.intent_at = now if lost else None
    if outcome.again_in is None:
        lead.due_at, lead.finished_at = None, now
    else:
        lead.due_at = now + timedelta(seconds=outcome.again_in)
    arrived = outcome.state in IN_SALESFORCE and first_time
    seconds = (now - lead.received_at).total_seconds() if arrived else None
    return ledger.Move(lead.source_id, lead.received_at, before, outcome.state, seconds)


def put_back(lease: lanes.Lease, leads: Sequence[InboundLead], *, seconds: float, why: str) -> None:
    """The org as a whole can't be reached: give the leads back and leave it alone for a while."""
    with lanes.holding(lease) as lane:
        InboundLead.objects.filter(pk__in=[lead.pk for lead in leads]).update(
            due_at=Now(), attempts=F("attempts") - 1, fence=0, reason=why, changed_at=Now()
        )
        lanes.pause(lane, seconds, why)
