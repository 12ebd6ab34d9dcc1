"""How two decisions about one lead differ, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mappings.decisions import Action, Decision
from syncs.states import State

_STATES = {
    Action.CREATE_LEAD: State.CREATED,
    Action.CREATE_CONTACT: State.CREATED,
    Action.SKIP: State.SKIPPED,
    Action.HOLD: State.HELD,
}
_WOULD = {
    State.CREATED: "be created",
    State.UPDATED: "be updated",
    State.UNCHANGED: "stay unchanged",
    State.SKIPPED: "be skipped",
    State.HELD: "be held",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """``kind`` is what differences of the same sort share; ``sentence`` is about this lead."""

    kind: str
    sentence: str


def outcome_of(decision: Decision) -> State:
    """The state a lead reaches if Salesforce takes what was decided."""
    if decision.action in _STATES:
        return _STATES[decision.action]
    return State.UPDATED if decision.fields_to_write else State.UNCHANGED


def difference(before: Decision, after: Decision) -> Difference | None:
    """How the lead would come out differently; None if it would not."""
    was, would = outcome_of(before), outcome_of(after)
    if was is not would:
        kind = f"{was.value} → {would.value}"
        return Difference(kind, f"It was {was.value}; it would {_WOULD[would]}. {after.reason}")
    if after.record_id and before.record_id and _record(before) != _record(after):
        sentence = (
            f"Another record: {after.sobject} {after.record_id}, not {before.sobject} "
            f"{before.record_id}. {after.looked}"
        )
        return Difference("another record", sentence)
    if before.sobject != after.sobject:
        return Difference(
            f"{before.sobject} → {after.sobject}",
            f"It would be a {after.sobject}, not a {before.sobject}. {after.reason}",
        )
    return _fields(before, after) or _owner(before, after) or _follow(before, after)


def _record(decision: Decision) -> tuple[str, str]:
    return decision.sobject, decision.record_id[:15]


def _fields(before: Decision, after: Decision) -> Difference | None:
    left, right = dict(before.fields_to_write), dict(after.fields_to_write)
    for fields in (left, right):
        fields.pop("OwnerId", None)
    names = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    if not names:
        return None
    labels = {change.field: change.label for change in (*before.changes, *after.changes)}
    shown = ", ".join(labels.get(name, name) for name in names)
    told = " ".join(
        _field(labels.get(name, name), left.get(name), right.get(name)) for name in names
    )
    return Difference(f"fields: {shown}"[:200], told)


def _field(label: str, left: object, right: object) -> str:
    if left is None:
        return f"{label} would be written: “{right}”."
    if right is None:
        return f"{label} would not be written (it was “{left}”)."
    return f"{label} would be “{right}”, not “{left}”."


def _owner(before: Decision, after: Decision) -> Difference | None:
    same = (before.owner_id[:15], before.auto_assign) == (after.owner_id[:15], after.auto_assign)
    if same:
        return None
    return Difference("another owner", f"Another owner. {after.owner_sentence}")


def _follow(before: Decision, after: Decision) -> Difference | None:
    if before.follow == after.follow:
        return None
    return Difference("campaigns and tasks", "Its campaigns or tasks would be others.")
