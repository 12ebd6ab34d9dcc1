"""What a lead's decision and Salesforce's answer make of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connections.crm import Record, WriteResult
from connections.errors import ErrorClass, Failure, explain
from mappings.decisions import CREATES, Action, Decision
from mappings.orgs import Org
from mappings.reading_back import compare_owner
from mappings.refusals import after_duplicate, held_by_org
from mappings.rules import Rules
from syncs.retries import LOOK_AGAIN, SCHEDULE, UNLOCKING, retry_in
from syncs.states import State


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a lead stands after its batch. `again_in`: seconds until the next try, if any.

    `seen` is what it was decided from (``evidence``). `quarantined`: it may have been created all
    the same, and nobody may try before `again_in`. `aside`: it was not its turn; no try is lost.
    """

    state: State
    reason: str
    fix: str = ""
    cause: str = ""
    sobject: str = ""
    record_id: str = ""
    decision: Mapping[str, Any] | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    again_in: float | None = None
    seen: Mapping[str, Any] | None = None
    quarantined: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a write: Salesforce's result, what was sent, and who owns the record now."""

    result: WriteResult
    sent: Mapping[str, Any]
    owner: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Which try it is, and the chance that spreads the next ones."""

    tries: int
    draw: float


def _owner(record: Record | None) -> dict[str, Any]:
    """Whose record it is, as Salesforce said when it was looked up or read back."""
    if record is None:
        return {}
    fields = record.fields
    return {
        "owner": fields.get("Owner.Name") or "",
        "owner_id": fields.get("OwnerId") or "",
    }


def without_write(
    decision: Decision, *, found: Record | None = None, recovered: bool = False
) -> Outcome:
    """The outcome of a decision that writes nothing: held, skipped or unchanged.

    `found` is the person's record. `recovered`: it has the key that an earlier try of this lead
    meant to create, so this lead created it, and only Salesforce's answer was lost.
    """
    plain = Outcome(
        state=_quiet_state(decision.action),
        reason=decision.reason,
        cause=decision.reason if decision.action is Action.HOLD else "",
        sobject=decision.sobject if decision.record_id else "",
        record_id=decision.record_id,
        decision=decision.to_dict(),
        answer=_owner(found if decision.record_id else None),
    )
    return as_created(plain) if recovered and plain.state is State.UNCHANGED else plain


def as_created(outcome: Outcome) -> Outcome:
    """The outcome of a lead whose earlier try created the record after all."""
    return replace(
        outcome,
        state=State.CREATED,
        reason="Created by an earlier try whose answer never came, and found again. "
        + outcome.reason,
    )


def _quiet_state(action: Action) -> State:
    if action is Action.HOLD:
        return State.HELD
    return State.SKIPPED if action is Action.SKIP else State.UNCHANGED


def with_write(
    rules: Rules, decision: Decision, answered: Answered, *, trial: Trial, org: Org
) -> Outcome:
    """The outcome of a decision whose record was written, or refused."""
    result = answered.result
    if not result.ok:
        return _held_by_org(rules, decision, result) or _refused(
            rules, decision, answered, trial=trial
        )
    warning = compare_owner(decision, answered.owner, org)
    return Outcome(
        state=State.CREATED if decision.action in CREATES else written_state(decision),
        reason=f"{decision.reason} {warning}".rstrip(),
        sobject=decision.sobject,
        record_id=result.record_id,
        decision=replace(decision, record_id=result.record_id).to_dict(),
        answer={
            "sent": sorted(answered.sent),
            "auto_assign": decision.auto_assign,
            **({"owner_warning": warning} if warning else {}),
            **_owner(answered.owner),
        },
    )


def written_state(decision: Decision) -> State:
    """Updated, or unchanged when an earlier lead of the same write left nothing to do."""
    return State.UPDATED if decision.fields_to_write else State.UNCHANGED


def _held_by_org(rules: Rules, decision: Decision, result: WriteResult) -> Outcome | None:
    """Held with the records shown, if it was the org's own duplicate rule that refused."""
    verdict = after_duplicate(rules, decision, result.failures)
    if verdict is None:
        return None
    held = held_by_org(decision, verdict)
    return Outcome(
        state=State.HELD,
        reason=verdict.sentence,
        fix=verdict.fix,
        cause=fingerprint(result.failures[0]),
        decision=held.to_dict(),
        answer={"errors": [raw(one) for one in result.failures]},
    )


def _refused(rules: Rules, decision: Decision, answered: Answered, *, trial: Trial) -> Outcome:
    failures = answered.result.failures
    failure = failures[0]
    labels = {rule.target(decision.sobject): rule.title for rule in rules.every_field}
    told = [explain(one, labels, sobject=decision.sobject, sent=answered.sent) for one in failures]
    steps = _steps(failure, is_update=bool(decision.record_id))
    again = retry_in(trial.tries, trial.draw, steps)
    return Outcome(
        state=State.PENDING if again is not None else State.FAILED,
        reason=" ".join(cause for cause, _ in told),
        fix=told[0][1],
        cause=fingerprint(failure),
        sobject=decision.sobject,
        record_id=decision.record_id,
        decision=decision.to_dict(),
        answer={"sent": sorted(answered.sent), "errors": [raw(one) for one in failures]},
        again_in=again,
    )


def _steps(failure: Failure, *, is_update: bool) -> Sequence[int]:
    """After how many seconds a refused record is tried again, and again; none for never."""
    if failure.kind is ErrorClass.LOCK:
        return UNLOCKING
    if failure.kind is ErrorClass.GONE or failure.code == "DUPLICATE_VALUE":
        return LOOK_AGAIN
    # So Salesforce also calls the record that was to be updated, if it is gone for good, and then
    # it names no field (salesforce-facts 4).
    if failure.code == "INVALID_CROSS_REFERENCE_KEY" and is_update and not failure.fields:
        return LOOK_AGAIN[:1]
    return SCHEDULE if failure.retry else ()


def fingerprint(failure: Failure) -> str:
    """What failures of one cause share."""
    return ":".join([failure.code, *sorted(failure.fields)])[:200]


def raw(failure: Failure) -> dict[str, Any]:
    """The error as Salesforce gave it, for “Show the raw answer”."""
    return {
        "code": failure.code,
        "message": failure.message,
        "fields": list(failure.fields),
        "matched_ids": list(failure.matched_ids),
        **({"given": failure.given} if failure.given else {}),
    }
