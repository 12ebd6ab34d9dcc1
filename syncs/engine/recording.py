"""Storing what a batch came to: outcomes, the ledger and the batch itself, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from connections.errors import ANSWER_LOST, CrmError, UnknownOutcome, explain
from mappings.memory import Memory
from syncs import ledger, unseen
from syncs.models import BatchRun, InboundLead
from syncs.states import IN_SALESFORCE, State

from . import lanes, persons, remembering
from .jobs import Report
from .outcomes import Outcome
from .ports import Batch

WRITTEN = [
    "state", "reason", "fix", "cause", "decision", "answer", "mapping_number", "sobject",
    "record_id", "due_at", "finished_at", "changed_at", "fence", "intent_at", "seen", "attempts",
]  # fmt: skip


def record(lease: lanes.Lease, batch: Batch, report: Report) -> None:
    """Store each lead's outcome and let its person go. Raises FenceLost, having stored nothing."""
    with lanes.holding(lease):
        store(lease.tenant_id, lease.connection_id, batch.leads, report=report, number=batch.number)
        persons.release(lease, keep=_quarantined(batch, report))
        lanes.all_well(lease)


def store(
    tenant_id: uuid.UUID,
    connection_id: uuid.UUID,
    leads: Sequence[InboundLead],
    *,
    report: Report,
    number: int,
) -> None:
    """Store the outcomes of these leads, in the caller's transaction and walls.

    A lead without an outcome stays as it is. The caller knows that the leads are still its own.
    """
    now = timezone.now()
    told = [
        (lead, outcome)
        for lead, outcome in zip(leads, report.outcomes, strict=True)
        if outcome is not None
    ]
    moves = [_apply(lead, outcome, number=number, now=now) for lead, outcome in told]
    # The rows exist; this is one statement for all of them, and a quick one.
    InboundLead.objects.bulk_create(
        [lead for lead, _ in told],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
    )
    remembering.keep(tenant_id, connection_id, _by_object(report))
    if report.merged:
        remembering.move(tenant_id, connection_id, report.merged)
    unseen.note(tenant_id, connection_id, _errors(outcome for _, outcome in told))
    ledger.keep(tenant_id, [move for move in moves if move.before is not move.after])
    BatchRun.objects.create(
        tenant_id=tenant_id,
        connection_id=connection_id,
        leads=len(told),
        calls=report.calls,
        find_ms=report.find_ms,
        write_ms=report.write_ms,
    )


def put_back(lease: lanes.Lease, batch: Batch, *, seconds: float, trouble: CrmError) -> None:
    """The org as a whole can't be worked with: give the leads back and leave it alone for a while.

    After an ``UnknownOutcome`` a write was sent: who may have been created by it without a key
    keeps the time that was set before it (``desk``).
    """
    keyless, lost = _is_keyless(batch), isinstance(trouble, UnknownOutcome)
    failure, (why, _) = trouble.failure, explain(trouble.failure, {})
    with lanes.holding(lease):
        # Not those that left the batch for a bulk load.
        leads = InboundLead.objects.filter(
            pk__in=[lead.pk for lead in batch.leads], fence__in=[lease.fence, 0]
        )
        leads.update(attempts=F("attempts") - 1, fence=0, reason=why, changed_at=Now())
        if keyless and not lost:
            # What this worker meant to create never left it.
            fresh = [lead.pk for lead in batch.leads if lead.intent_at is None]
            leads.filter(pk__in=fresh).update(intent_at=None)
        away = set(leads.filter(intent_at__isnull=False).values_list("pk", flat=True))
        away = away if keyless and lost else set()
        leads.exclude(pk__in=away).update(due_at=Now())
        persons.release(lease, keep=_names(batch, away))
        lanes.pause(lease, seconds, why)
        told = [(failure.given or failure.code, failure.message)]
        unseen.note(lease.tenant_id, lease.connection_id, told)


def _errors(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """The code and message of each error that Salesforce gave."""
    for outcome in outcomes:
        for one in outcome.answer.get("errors", ()):
            yield one.get("given", one["code"]), one["message"]


def _is_keyless(batch: Batch) -> bool:
    return batch.rules is not None and not batch.rules.external_id_field


def _quarantined(batch: Batch, report: Report) -> frozenset[str]:
    held = {
        lead.pk
        for lead, outcome in zip(batch.leads, report.outcomes, strict=True)
        if outcome is not None and outcome.quarantined
    }
    return _names(batch, held)


def _names(batch: Batch, lead_ids: set[uuid.UUID]) -> frozenset[str]:
    names = batch.names or {}
    return frozenset(name for one in lead_ids for name in names.get(one, ()))


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
    lead.attempts -= int(outcome.aside)
    # What was refused was not created; only a lost answer leaves that open.
    lost = any(one["code"] == ANSWER_LOST for one in outcome.answer.get("errors", ()))
    if not lost and not outcome.aside:
        lead.intent_at = None
    elif lost:
        lead.intent_at = lead.intent_at or now
    if outcome.again_in is None:
        lead.due_at, lead.finished_at = None, now
    else:
        lead.due_at = now + timedelta(seconds=outcome.again_in)
    arrived = outcome.state in IN_SALESFORCE and first_time
    seconds = (now - lead.received_at).total_seconds() if arrived else None
    return ledger.Move(lead.source_id, lead.received_at, before, outcome.state, seconds)
