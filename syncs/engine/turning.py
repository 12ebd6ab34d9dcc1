"""A worker's turn at one stream: claim, work and record, until nothing is due or time is up.

Pure: store, org, clock and chance are arguments, so that whole histories run in one process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from connections.crm import Crm, Resource, Usage
from connections.errors import ConfigurationError, CrmError, TransientError, explain
from mappings.rules import Rules, RulesRefused
from syncs.states import State

from .breaking import out_of_calls, pause_after
from .jobs import Bench, Job, Report, event_time
from .outcomes import Outcome, fingerprint, raw
from .ports import Batch, OutOfCalls, Queued, Store
from .working import work

logger = logging.getLogger(__name__)
# A lead that broke off this many batches, the last of them alone, fails by itself.
GIVEN_UP = 5
# A query or write that names what the org doesn't have or show: the mapping's matter, not the
# org's. Its leads fail with the fix, rather than wait for an org that answers well.
ABOUT_THE_MAPPING = {"INVALID_FIELD", "INVALID_TYPE", "INVALID_QUERY_FILTER_OPERATOR"}
NO_LIVE_VERSION = "The mapping of this source has no live version, so nothing is written."
BROKE_US = "Working on this lead broke off every time. The fault is ours, and it is in our log."
BROKE_US_FIX = "Tell us the address of this page. The lead is kept; send it again later."
# After a smaller batch most likely nothing more is due; looking costs as much as the batch did.
FEW = 100
_WAITS = (TransientError, ConfigurationError)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn is worked with. ``seconds``: after so many the next connection gets its turn.

    ``open_crm`` raises CrmError where the org can't even be called.
    """

    store: Store
    open_crm: Callable[[], Crm]
    clock: Callable[[], float]
    draw: Callable[[], float]
    seconds: float = 1.0
    quarantine: float = 900.0


def turn(at: Turn) -> None:
    """Batch after batch under one lease, until few were due, the org is in trouble or time is up.

    Whoever called asks whether more is due. Raises FenceLost when another worker took over.
    """
    org = _Org(at.open_crm)
    ends = at.clock() + at.seconds
    while batch := _claimed(at, org):
        started = at.clock()
        try:
            report = _worked(at, org.crm, batch)
            report.calls, report.usage = org.calls(), org.usage
            at.store.record(batch, report)
        except _WAITS as trouble:
            _leave_alone(at, org, batch, trouble=trouble, started=started)
            return
        if at.clock() >= ends or len(batch.leads) < FEW:
            return


@dataclass(slots=True)
class _Org:
    """The org as this turn meets it: opened when it is called for, with its calls counted."""

    open: Callable[[], Crm]
    opened: Crm | None = None
    counted: int = 0

    @property
    def crm(self) -> Crm:
        """The client. Raises CrmError where the org can't even be called."""
        self.opened = self.opened or self.open()
        return self.opened

    @property
    def usage(self) -> Usage | None:
        """What the org last told of its calls."""
        return self.opened.usage if self.opened else None

    def calls(self) -> int:
        """The calls since this was last asked."""
        calls = self.opened.calls if self.opened else 0
        self.counted, since = calls, calls - self.counted
        return since


def _claimed(at: Turn, org: _Org) -> Batch | None:
    """The next batch. Where calls are lacking, and it is time to ask whether some are free by now,
    one call asks; if none are, the org is left alone."""
    try:
        return at.store.claim()
    except OutOfCalls as short:
        left = short.allowance
        if left.asks and not _may_ask(at, org):
            return None
    if left.asks:
        try:
            return at.store.claim()
        except OutOfCalls as short:
            left = short.allowance
    if not left.may():
        at.store.park(out_of_calls(at.draw()), left.why)
    return None


def _may_ask(at: Turn, org: _Org) -> bool:
    """Ask the org how many calls are used; False, and the org left alone, if it won't say."""
    try:
        org.crm.look([Resource("limits")])
    except _WAITS as trouble:
        at.store.spent(org.calls(), org.usage)
        pause = pause_after(trouble.failure, at.store.troubles(), at.draw())
        at.store.park(pause, explain(trouble.failure, {})[0])
        return False
    at.store.spent(org.calls(), org.usage)
    return True


def _worked(at: Turn, crm: Crm, batch: Batch) -> Report:
    rules = batch.rules
    if is_poison(batch):
        return _all(batch, Outcome(State.FAILED, BROKE_US, BROKE_US_FIX, cause="poison"))
    if rules is None or batch.org is None:
        return _all(batch, Outcome(State.HELD, NO_LIVE_VERSION, cause="no-live-version"))
    bench = Bench(
        crm=crm,
        rules=rules,
        org=batch.org,
        desk=at.store.desk(batch),
        draw=at.draw,
        clock=at.clock,
        quarantine=at.quarantine,
    )
    try:
        return work(at.store.equipped(bench, batch), [job_of(lead) for lead in batch.leads])
    except CrmError as error:
        if isinstance(error, _WAITS) and error.code not in ABOUT_THE_MAPPING:
            raise
        return _all(batch, _refused(rules, error))
    except RulesRefused as error:
        return _all(batch, Outcome(State.HELD, str(error), cause="rules-refused"))


def job_of(lead: Queued) -> Job:
    """The job that a lead in the queue stands for."""
    reached = (lead.answer or {}).get("reached")
    return Job(
        lead.pk,
        lead.payload,
        event_time(lead.payload, lead.received_at),
        tries=lead.attempts,
        intended_at=lead.intent_at,
        reached=State(reached) if reached else None,
    )


def is_poison(batch: Batch) -> bool:
    """Whether this is the one lead that broke off every batch it was in."""
    return len(batch.leads) == 1 and batch.leads[0].attempts > GIVEN_UP and batch.broke_off


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


def _all(batch: Batch, outcome: Outcome) -> Report:
    return Report(outcomes=[outcome] * len(batch.leads))


def _leave_alone(at: Turn, org: _Org, batch: Batch, *, trouble: CrmError, started: float) -> None:
    """The whole org can't be worked with: its leads wait, and lose no try by it."""
    logger.warning("An org is left alone for a while: %s", trouble)
    pause = pause_after(trouble.failure, at.store.troubles(), at.draw())
    waited = round((at.clock() - started) * 1000)
    at.store.put_back(batch, pause=pause, trouble=trouble, ms=waited)
    at.store.spent(org.calls(), org.usage)
