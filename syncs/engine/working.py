"""One batch, from payloads to outcomes: render, find, decide, write. Two API calls.

Everything it needs is an argument: the org, the rules, the desk, a source of chance. It touches
neither the database nor the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from connections.crm import Record, WriteResult
from connections.errors import ANSWER_LOST
from mappings.decisions import CREATES, Decision
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.policy import is_own_creation
from syncs.states import State

from .evidence import seen_by
from .followers import follow_all
from .jobs import Bench, Job, Report
from .outcomes import Answered, Outcome, Trial, as_created, with_write, without_write
from .preparing import Group, Prepared, begin, prepare, set_aside
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
    found: dict[int, Outcome] = {}
    for group in prepared.groups:
        for place, at in enumerate(group.members):
            turn = _Turn(bench, jobs[at], group, prepared, place)
            found[at] = _reached(jobs[at], turn.outcome(answers))
    return [found.get(at, _ASIDE) for at in range(len(jobs))]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One lead's place in its group, and what came of it."""

    bench: Bench
    job: Job
    group: Group
    prepared: Prepared
    at: int

    def outcome(self, answers: Answers) -> Outcome:
        """Where the lead stands."""
        folded, decision = self.group.folded, self._decision()
        place = folded.stands_on[self.at]
        write = None if place is None else folded.writes[place]
        result = None if write is None else answers.results.get(write.ref)
        if result is None or write is None:
            return self._unwritten(decision)
        writes = bool(decision.fields_to_write) or decision.action in CREATES
        if not writes and result.ok:
            return _with_record(self._unwritten(decision), result)
        owner = answers.owners.get(result.record_id) or self._found(decision)
        outcome = with_write(
            self.bench.rules,
            decision,
            Answered(result=result, sent=write.fields, owner=owner),
            trial=Trial(tries=self.job.tries, draw=self.bench.draw()),
            org=self.bench.org,
        )
        if result.ok:
            return as_created(outcome) if self._is_own(decision) else outcome
        return self._left_alone(decision, result, outcome)

    def _left_alone(self, decision: Decision, result: WriteResult, outcome: Outcome) -> Outcome:
        """Without a key, a create that got no answer may still be on its way: nobody tries
        before it can't be any more (design.md 4.2, mode B).
        """
        keyless = not self.bench.rules.external_id_field and decision.action in CREATES
        if not keyless or not any(one.code == ANSWER_LOST for one in result.failures):
            return outcome
        return replace(
            outcome, state=State.PENDING, again_in=self.bench.quarantine, quarantined=True
        )

    def _decision(self) -> Decision:
        return self.group.folded.decisions[self.at]

    def _unwritten(self, decision: Decision) -> Outcome:
        found, own = self._found(decision), self._is_own(decision)
        return without_write(decision, found=found, recovered=own)

    def _found(self, decision: Decision) -> Record | None:
        return next(
            (one for one in _records(self.group.match) if one.id == decision.record_id), None
        )

    def _is_own(self, decision: Decision) -> bool:
        """Whether the record found is the one that an earlier try of this lead created."""
        found = self._found(decision)
        proposal = self.prepared.proposals[self.group.members[self.at]]
        if not self.job.intended or found is None:
            return False
        return is_own_creation(self.bench.rules, proposal, found)


def _records(match: Match) -> list[Record]:
    other = match.other.record if match.other else None
    found = (match.record, match.lead, match.contact, other)
    return [record for record in found if record is not None]


def _with_record(outcome: Outcome, result: WriteResult) -> Outcome:
    """The outcome of a lead that found what an earlier one of the same write left behind."""
    if outcome.record_id:
        return outcome
    sobject = "Contact" if result.record_id.startswith("003") else "Lead"
    return replace(outcome, sobject=sobject, record_id=result.record_id, answer={})


def _reached(job: Job, outcome: Outcome) -> Outcome:
    """An earlier try had written the record already; this one had only the rest left to do."""
    if job.reached is None or outcome.state is not State.UNCHANGED:
        return outcome
    return replace(outcome, state=job.reached)


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
