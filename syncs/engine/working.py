"""One batch, from payloads to outcomes: render, find, decide, write. Two API calls.

Everything it needs is an argument: the org, the rules, the desk, a source of chance. It touches
neither the database nor the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from mappings.indexing import RecordIndex
from syncs.states import State

from .evidence import seen_by
from .followers import follow_all
from .jobs import Bench, Job, Report
from .outcomes import Outcome
from .preparing import Group, Prepared, begin, prepare, set_aside
from .standing import standings
from .writing import Answers, write_all

__all__ = ["work"]

_ASIDE = Outcome(
    State.PENDING,
    "Another lead is being written to the same record. This one comes right after it.",
    again_in=2.0,
    aside=True,
)


def work(bench: Bench, jobs: Sequence[Job]) -> Report:
    """The outcomes of the jobs. Raises what the org raises for a whole call, and RulesRefused."""
    before, started = bench.crm.calls, bench.clock()
    whole = prepare(bench, jobs)
    found_at = bench.clock()
    prepared = set_aside(bench, whole)
    begin(bench, jobs, prepared)
    gathered = _gather(bench, jobs, prepared)
    answers = write_all(bench, jobs, prepared)
    outcomes = _outcomes(bench, jobs, prepared, answers=answers)
    followed = follow_all(bench, jobs, prepared, outcomes=outcomes)
    told = _with_evidence(bench, jobs, prepared, outcomes=followed)
    report = Report(
        outcomes=[None if at in gathered else one for at, one in enumerate(told)],
        find_ms=round((found_at - started) * 1000),
        write_ms=answers.ms,
        calls=bench.crm.calls - before,
        written=answers.sent,
        merged=_merged(prepared.index),
    )
    for group in prepared.groups:
        _remember(report, group, answers)
    return report


def _gather(bench: Bench, jobs: Sequence[Job], prepared: Prepared) -> Collection[int]:
    """The places of the leads that are written in another way; their groups leave the batch."""
    if bench.gather is None:
        return ()
    gathered = bench.gather(jobs, prepared)
    prepared.groups = [one for one in prepared.groups if not set(one.members) & set(gathered)]
    return gathered


def _outcomes(
    bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, answers: Answers
) -> list[Outcome]:
    found = {
        at: one.outcome(bench, answers.results.get(one.ref), answers.owners)
        for group in prepared.groups
        for at, one in standings(bench, jobs, prepared, group=group)
    }
    return [found.get(at, _ASIDE) for at in range(len(jobs))]


def _with_evidence(
    bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """The outcomes, each with what it was decided from."""
    found = list(outcomes)
    for group in prepared.groups:
        for at, seen in seen_by(
            bench.rules, bench.org, jobs, prepared=prepared, group=group
        ).items():
            found[at] = replace(found[at], seen=seen)
    return found


def _merged(index: RecordIndex) -> dict[str, tuple[str, str]]:
    """Records that are gone, and the ones that are left of them."""
    left = {old: index.survivor(old) for old in index.survivors}
    return {old: (one.sobject, one.id) for old, one in left.items() if one is not None}


def _remember(report: Report, group: Group, answers: Answers) -> None:
    """Keep what is known now of the records that were written, or needed no write."""
    refused = set()
    created = {}
    for write in group.folded.writes:
        result = answers.results.get(write.ref)
        if result is None or not result.ok:
            refused |= {write.record_id, f"new {write.ref}"}
        else:
            created[f"new {write.ref}"] = result.record_id
    for name, memory in group.folded.memories.items():
        if name not in refused:
            report.memories[created.get(name, name)] = memory
