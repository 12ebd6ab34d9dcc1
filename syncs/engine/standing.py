"""One lead's place in its group before the write, and what Salesforce's answer makes of it. Pure.

It can be kept as JSON, so that a lead whose answer takes hours ends exactly as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connections.crm import Record, WriteResult
from connections.errors import ANSWER_LOST
from mappings.decisions import CREATES, Decision
from mappings.matching import Match
from mappings.policy import is_own_creation
from syncs.states import State

from .jobs import Bench, Job
from .outcomes import Answered, Outcome, Trial, as_created, with_write, without_write
from .preparing import Group, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A decided lead.

    ``ref`` names the write that it is part of, "" for none, and ``sent`` is what that says.
    ``found`` is the record as it was, ``own``: an earlier try of this lead created it.
    """

    decision: Decision
    ref: str
    sent: Mapping[str, Any]
    found: Record | None
    own: bool
    tries: int
    reached: State | None

    def outcome(
        self, bench: Bench, result: WriteResult | None, owners: Mapping[str, Record]
    ) -> Outcome:
        """Where the lead stands; ``result`` is its write's, ``owners`` are by record id."""
        return _reached(self.reached, self._outcome(bench, result, owners))

    def _outcome(
        self, bench: Bench, result: WriteResult | None, owners: Mapping[str, Record]
    ) -> Outcome:
        decision = self.decision
        if result is None:
            return self._unwritten()
        writes = bool(decision.fields_to_write) or decision.action in CREATES
        if not writes and result.ok:
            return _with_record(self._unwritten(), result)
        outcome = with_write(
            bench.rules,
            decision,
            Answered(
                result=result,
                sent=self.sent,
                owner=owners.get(result.record_id) or self.found,
            ),
            trial=Trial(tries=self.tries, draw=bench.draw()),
            org=bench.org,
        )
        if result.ok:
            return as_created(outcome) if self.own else outcome
        return _left_alone(bench, decision, result, outcome=outcome)

    def _unwritten(self) -> Outcome:
        return without_write(self.decision, found=self.found, recovered=self.own)

    def to_dict(self) -> dict[str, Any]:
        """The standing as JSON values."""
        found = self.found
        return {
            "decision": self.decision.to_dict(),
            "ref": self.ref,
            "found": found and [found.sobject, found.id, dict(found.fields)],
            "own": self.own,
            "tries": self.tries,
            "reached": self.reached,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], sent: Mapping[str, Any]) -> Standing:
        """The standing that ``to_dict`` made these values of; ``sent`` is kept by the caller."""
        return cls(
            decision=Decision.from_dict(stored["decision"]),
            ref=stored["ref"],
            sent=sent,
            found=Record(*stored["found"]) if stored["found"] else None,
            own=stored["own"],
            tries=stored["tries"],
            reached=State(stored["reached"]) if stored["reached"] else None,
        )


def standings(
    bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, group: Group
) -> Iterator[tuple[int, Standing]]:
    """The leads of a group, by their places in the batch."""
    folded = group.folded
    for at, decision, place in zip(group.members, folded.decisions, folded.stands_on, strict=True):
        write = None if place is None else folded.writes[place]
        found = next((one for one in _records(group.match) if one.id == decision.record_id), None)
        yield (
            at,
            Standing(
                decision=decision,
                ref=write.ref if write else "",
                sent=write.fields if write else {},
                found=found,
                own=jobs[at].intended
                and found is not None
                and not _is_told(prepared, found)
                and is_own_creation(bench.rules, prepared.proposals[at], found),
                tries=jobs[at].tries,
                reached=jobs[at].reached,
            ),
        )


def _is_told(prepared: Prepared, record: Record) -> bool:
    """Whether another lead is known to have created the record: this one's outcome never was."""
    memory = prepared.memories.get(record.id)
    return memory is not None and memory.created


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


def _reached(reached: State | None, outcome: Outcome) -> Outcome:
    """An earlier try had written the record already; this one had only the rest left to do."""
    if reached is None or outcome.state is not State.UNCHANGED:
        return outcome
    return replace(outcome, state=reached)


def _left_alone(
    bench: Bench, decision: Decision, result: WriteResult, *, outcome: Outcome
) -> Outcome:
    """Without a key, a create that got no answer may still be on its way: nobody tries before it
    can't be any more (design.md 4.2, mode B).
    """
    keyless = not bench.rules.external_id_field and decision.action in CREATES
    if not keyless or not any(one.code == ANSWER_LOST for one in result.failures):
        return outcome
    return replace(outcome, state=State.PENDING, again_in=bench.quarantine, quarantined=True)
