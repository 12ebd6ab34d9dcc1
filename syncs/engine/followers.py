"""What follows a batch's records: campaign members and tasks, once the records are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connections.errors import CrmError, explain
from mappings.decisions import Decision
from syncs.retries import retry_in
from syncs.states import IN_SALESFORCE, State

from .following import FollowOutcome, Item, follow
from .jobs import Bench, Job
from .outcomes import Outcome
from .preparing import Prepared


def follow_all(
    bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """The outcomes with what came of their campaigns and tasks.

    A lead whose record is written but whose task is not is tried again or fails with the cause:
    the record stays, and the next try does only the rest.
    """
    decisions = _decisions(prepared)
    items = [
        Item(
            ref=str(at),
            lead_key=str(jobs[at].lead_id),
            sobject=outcome.sobject,
            record_id=outcome.record_id,
            follow=decisions[at].follow,
            is_repeat=jobs[at].tries > 1 or jobs[at].reached is not None,
        )
        for at, outcome in enumerate(outcomes)
        if outcome.state in IN_SALESFORCE and outcome.record_id and decisions[at].follow
    ]
    if not items:
        return list(outcomes)
    try:
        found = follow(bench.crm, items)
    except CrmError as error:
        waiting = {int(item.ref) for item in items}
        return [
            _wait(bench, jobs[at], outcome, error=error) if at in waiting else outcome
            for at, outcome in enumerate(outcomes)
        ]
    return [
        _after(bench, jobs[at], outcome, came=found[str(at)]) if str(at) in found else outcome
        for at, outcome in enumerate(outcomes)
    ]


def _decisions(prepared: Prepared) -> dict[int, Decision]:
    return {
        at: decision
        for group in prepared.groups
        for at, decision in zip(group.members, group.folded.decisions, strict=True)
    }


def _wait(bench: Bench, job: Job, outcome: Outcome, *, error: CrmError) -> Outcome:
    """The record is written, and must not be put back only because its task has to wait."""
    cause, fix = explain(error.failure, {})
    again = retry_in(job.tries, bench.draw())
    return replace(
        outcome,
        state=State.FAILED if again is None else State.PENDING,
        reason=f"The {outcome.sobject} is written; what follows it waits. {cause}",
        fix=fix,
        cause=f"follow:{error.code}",
        answer={**outcome.answer, "reached": outcome.state.value},
        again_in=again,
    )


def _after(bench: Bench, job: Job, outcome: Outcome, *, came: FollowOutcome) -> Outcome:
    answer = {**outcome.answer, "followed": [one.to_dict() for one in came.done]}
    said = " ".join(one.sentence for one in came.done)
    if came.is_well:
        return replace(outcome, answer=answer, reason=f"{outcome.reason} {said}".rstrip())
    bad = next(one for one in came.done if not one.ok)
    again = retry_in(job.tries, bench.draw()) if came.again else None
    return replace(
        outcome,
        state=State.PENDING if again is not None else State.FAILED,
        reason=f"The {outcome.sobject} is written. {said}",
        fix=bad.fix,
        cause=f"follow:{bad.kind}:{bad.sentence}"[:200],
        answer={**answer, "reached": outcome.state.value},
        again_in=again,
    )
