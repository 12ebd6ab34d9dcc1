"""Storing what a batch came to: outcomes, the ledger and the batch itself, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from connections.errors import ANSWER_LOST, CrmError, UnknownOutcome, explain
from mappings.memory import Memory
from syncs import ledger, unseen
from syncs.models import BatchRun, InboundLead
from syncs.states import IN_SALESFORCE, State

from . import lanes, persons, remembering, spending, storing
from .breaking import Pause
from .jobs import Report
from .outcomes import Outcome
from .pacing import Signs, next_pace, signs_of
from .ports import Batch


def record(lease: lanes.Lease, batch: Batch, report: Report) -> None:
    """Store each lead's outcome and let its person go. Raises FenceLost, having stored nothing."""
    with lanes.holding(lease):
        store(lease.tenant_id, lease.connection_id, batch.leads, report=report, number=batch.number)
        persons.release(lease, keep=_unresolved(batch, report))
        lanes.learn(lease, batch.pace, next_pace(batch.pace, signs_of(report)))
        lanes.all_well(lease)
        spending.keep(lease.tenant_id, lease.connection_id, calls=report.calls, usage=report.usage)


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
    storing.update_leads(lead for lead, _ in told)
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


def put_back(
    lease: lanes.Lease, batch: Batch, *, pause: Pause, trouble: CrmError, ms: int = 0
) -> None:
    """The org as a whole can't be worked with: give the leads back and leave it alone for a while.

    After an ``UnknownOutcome`` a write was sent: nobody but the lead itself goes on with a person
    who may have been created by it, and without a key not even that one before the time that was
    set before the write (``desk``).
    """
    keyless, lost = _is_keyless(batch), isinstance(trouble, UnknownOutcome)
    failure, (why, _) = trouble.failure, explain(trouble.failure, {})
    with lanes.holding(lease):
        # Not those that left the batch for a bulk load.
        leads = InboundLead.objects.filter(
            pk__in=[lead.pk for lead in batch.leads], fence__in=[lease.fence, 0]
        )
        leads.update(attempts=F("attempts") - 1, fence=0, reason=why, changed_at=Now())
        if not lost:
            # What this worker meant to create never left it.
            fresh = [lead.pk for lead in batch.leads if lead.intent_at is None]
            leads.filter(pk__in=fresh).update(intent_at=None)
        away = set(leads.filter(intent_at__isnull=False).values_list("pk", flat=True))
        leads.exclude(pk__in=away if keyless and lost else ()).update(due_at=Now())
        persons.release(lease, keep=_names(batch, away))
        if lost:
            signs = Signs(records=len(batch.leads), ms=ms, lost=True)
            lanes.learn(lease, batch.pace, next_pace(batch.pace, signs))
        lanes.pause(lease, pause, why)
        told = [(failure.given or failure.code, failure.message)]
        unseen.note(lease.tenant_id, lease.connection_id, told)


def _errors(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """The code and message of each error that Salesforce gave."""
    for outcome in outcomes:
        for one in outcome.answer.get("errors", ()):
            yield one.get("given", one["code"]), one["message"]


def _is_keyless(batch: Batch) -> bool:
    return batch.rules is not None and not batch.rules.external_id_field


def _unresolved(batch: Batch, report: Report) -> frozenset[str]:
    """The names of those of whom a create may still be on its way."""
    held = {
        lead.pk
        for lead, outcome in zip(batch.leads, report.outcomes, strict=True)
        if outcome is not None and lead.intent_at is not None
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
    lead.intent_at = _intent(lead, outcome, now)
    if outcome.again_in is None:
        lead.due_at, lead.finished_at = None, now
    else:
        lead.due_at = now + timedelta(seconds=outcome.again_in)
    arrived = outcome.state in IN_SALESFORCE and first_time
    seconds = (now - lead.received_at).total_seconds() if arrived else None
    return ledger.Move(lead.source_id, lead.received_at, before, outcome.state, seconds)


def _intent(lead: InboundLead, outcome: Outcome, now: datetime) -> datetime | None:
    """Since when a create of this lead may be on its way; None if none can be any more.

    What was refused now was not created; but an earlier try, whose answer was lost, may have been.
    """
    if any(one["code"] == ANSWER_LOST for one in outcome.answer.get("errors", ())):
        return lead.intent_at or now
    if lead.intent_at is None or outcome.state in IN_SALESFORCE:
        return None
    return lead.intent_at if now - lead.intent_at < _quarantine() else None


def _quarantine() -> timedelta:
    return timedelta(seconds=settings.INLET_QUARANTINE)
