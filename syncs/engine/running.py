"""A worker's turn at one connection: claim, work and record until nothing is due."""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Sequence

from connections.clients import keep_usage, open_crm
from connections.crm import Crm
from connections.errors import ConfigurationError, CrmError, TransientError, explain
from mappings.rules import Rules, RulesRefused
from syncs.models import InboundLead, Lane
from syncs.retries import pause_for
from syncs.states import State
from tenants import walls
from tenants.vault import VaultError

from . import lanes, recording
from .claiming import Batch, claim, is_poison, is_work_due
from .desk import WorkingDesk
from .jobs import Bench, Job, Report, event_time
from .outcomes import Outcome, fingerprint, raw
from .working import work

logger = logging.getLogger(__name__)
# After so many batches the next connection gets its turn; a wake-up brings this one back.
TURN = 10
# A query or write that names what the org doesn't have or show: the mapping's matter, not the
# org's. Its leads fail with the fix, rather than wait for an org that answers well.
ABOUT_THE_MAPPING = {"INVALID_FIELD", "INVALID_TYPE", "INVALID_QUERY_FILTER_OPERATOR"}
NO_LIVE_VERSION = "The mapping of this source has no live version, so nothing is written."
BROKE_US = "Working on this lead broke off every time. The fault is ours, and it is in our log."
BROKE_US_FIX = "Tell us the address of this page. The lead is kept; send it again later."
_WAITS = (TransientError, ConfigurationError)
_chance = random.SystemRandom()


def run(tenant_id: uuid.UUID, connection_id: uuid.UUID) -> bool:
    """Work what is due. Returns whether more is due, so that the caller wakes another turn."""
    for _ in range(TURN):
        lease = lanes.take(tenant_id, connection_id)
        if lease is None:
            return False
        try:
            is_full = _turn(lease)
        except lanes.FenceLost:
            logger.warning("Another worker took over connection %s.", connection_id)
            return False
        finally:
            lanes.release(lease)
        if is_full:
            return True
        if not is_work_due(lease):
            return False
    return True


def _turn(lease: lanes.Lease) -> bool:
    """Batch after batch under one lease; whether the turn ended before the work did."""
    crm: Crm | None = None
    for _ in range(TURN):
        batch = claim(lease)
        if batch is None:
            return False
        try:
            crm = crm or open_crm(lease.connection_id, lease.tenant_id)
            _work_batch(lease, crm, batch)
            keep_usage(lease.connection_id, lease.tenant_id, crm.usage)
        except (VaultError, *_WAITS) as trouble:
            _leave_alone(lease, batch.leads, trouble)
            return False
    return True


def _work_batch(lease: lanes.Lease, crm: Crm, batch: Batch) -> None:
    rules = batch.rules
    if is_poison(batch):
        _record_all(lease, batch, Outcome(State.FAILED, BROKE_US, BROKE_US_FIX, cause="poison"))
        return
    if rules is None or batch.org is None:
        _record_all(lease, batch, Outcome(State.HELD, NO_LIVE_VERSION, cause="no-live-version"))
        return
    bench = Bench(
        crm=crm,
        rules=rules,
        org=batch.org,
        desk=WorkingDesk(lease.tenant_id, lease.connection_id, batch.org.now, lease=lease),
        draw=_chance.random,
        clock=time.monotonic,
    )
    jobs = [_job(lead) for lead in batch.leads]
    try:
        report = work(bench, jobs)
    except CrmError as error:
        if isinstance(error, _WAITS) and error.code not in ABOUT_THE_MAPPING:
            raise
        report = _all_fail(batch.leads, _refused(rules, error))
    except RulesRefused as error:
        report = _all_fail(batch.leads, Outcome(State.HELD, str(error), cause="rules-refused"))
    recording.record(lease, batch.leads, report, number=batch.number)


def _job(lead: InboundLead) -> Job:
    reached = (lead.answer or {}).get("reached")
    return Job(
        lead.pk,
        lead.payload,
        event_time(lead.payload, lead.received_at),
        tries=lead.attempts,
        intended=lead.intent_at is not None,
        reached=State(reached) if reached else None,
    )


def _refused(rules: Rules, error: CrmError) -> Outcome:
    """What a call that Salesforce refused as a whole means for each of its leads."""
    labels = {rule.target("Lead"): rule.title for rule in rules.every_field}
    cause, fix = explain(error.failure, labels)
    return Outcome(
        State.FAILED,
        cause,
        fix,
        fingerprint(error.failure),
        answer={"errors": [raw(error.failure)]},
    )


def _all_fail(leads: Sequence[InboundLead], outcome: Outcome) -> Report:
    return Report(outcomes=[outcome] * len(leads))


def _record_all(lease: lanes.Lease, batch: Batch, outcome: Outcome) -> None:
    recording.record(lease, batch.leads, _all_fail(batch.leads, outcome), number=0)


def _leave_alone(
    lease: lanes.Lease, leads: Sequence[InboundLead], trouble: VaultError | CrmError
) -> None:
    why = explain(trouble.failure, {})[0] if isinstance(trouble, CrmError) else str(trouble)
    with walls.inside(lease.tenant_id):
        lane = Lane.objects.get(connection_id=lease.connection_id)
    logger.warning("Connection %s is left alone for a while: %s", lease.connection_id, why)
    seconds = pause_for(lane.troubles + 1, _chance.random())
    recording.put_back(lease, leads, seconds=seconds, why=why)
