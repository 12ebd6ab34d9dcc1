"""Which of several records is meant: tiebreakers, one after the other, and never chance. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from connections.crm import Record
from mappings import recognition as say
from mappings.identities import alike
from mappings.rules import Rules, Tiebreaker

# A Lead has no flag for it: how orgs call the statuses of Leads that nobody works on any more.
_CLOSED = ("closed", "unqualified", "disqualified", "dead", "junk", "lost", "not converted")
_QUEUES = "00G"


class Ranked(NamedTuple):
    """``level`` are the records that nothing tells apart; one of them alone is the winner.

    ``chosen`` says in a sentence how it won; ``why`` says it of each record that stood back.
    """

    level: tuple[Record, ...]
    chosen: str = ""
    why: tuple[str, ...] = ()

    @property
    def winner(self) -> Record | None:
        """The one that is meant, or None."""
        return self.level[0] if len(self.level) == 1 else None


class _Step(NamedTuple):
    """What decides: whoever has the best value of ``by``; ``best`` is max or min."""

    by: Callable[[Record], Any]
    best: Callable[..., Any]
    chosen: str
    behind: str
    when: Callable[[Record], str] = lambda _: ""


def rank(rules: Rules, rows: Sequence[Record], keys: Collection[str]) -> Ranked:
    """The rows by the person's own key, then by the rules' tiebreakers in their order.

    ``keys`` are the person's, in the form of ``identities.alike``.
    """
    level, chosen, why = tuple(rows), "", []
    for step in (_by_key(rules, rows, keys), *(_TIEBREAKERS[one] for one in rules.tiebreakers)):
        if len(level) < 2:
            break
        best = step.best(step.by(row) for row in level)
        ahead = tuple(row for row in level if step.by(row) == best)
        behind = [row for row in level if step.by(row) != best]
        if behind:
            chosen = step.chosen
            reason = step.behind.format(day=say.day(step.when(ahead[0])))
            why.append(f"It was not {say.listed(behind, rows)}: {reason}")
        level = ahead
    return Ranked(level, chosen, tuple(why))


def _by_key(rules: Rules, rows: Sequence[Record], keys: Collection[str]) -> _Step:
    fields = {row.sobject: rules.key_field(row.sobject) for row in rows}
    ours = [row.id for row in rows if alike(_text(row, fields[row.sobject])) in keys]
    return _Step(
        lambda row: ours == [row.id],
        max,
        "Only one of them has this person’s key.",
        "another one has this person’s key.",
    )


def _is_open(row: Record) -> bool:
    closed = _text(row, "Status").casefold().startswith(_CLOSED)
    return not row.fields.get("IsConverted") and not closed


def _active(row: Record) -> tuple[str, str]:
    """When something last happened, as Salesforce writes it: these texts sort as moments."""
    return _text(row, "LastActivityDate")[:10], _text(row, "LastModifiedDate")


def _has_active_owner(row: Record) -> bool:
    is_queue = row.fields.get("Owner.Type") == "Queue" or _text(row, "OwnerId").startswith(_QUEUES)
    return is_queue or bool(row.fields.get("Owner.IsActive"))


def _created(row: Record) -> str:
    return _text(row, "CreatedDate") or "9999"


def _text(row: Record, field: str) -> str:
    return str(row.fields.get(field) or "")


_TIEBREAKERS = {
    Tiebreaker.OPEN_FIRST: _Step(
        _is_open, max, "The one that is still open was taken.", "another one is still open."
    ),
    Tiebreaker.MOST_RECENTLY_ACTIVE: _Step(
        _active,
        max,
        "The one that was active last was taken.",
        "another one was active later, {day}.",
        lambda row: _active(row)[0] or _active(row)[1],
    ),
    Tiebreaker.ACTIVE_OWNER: _Step(
        _has_active_owner,
        max,
        "The one with an active owner was taken.",
        "the owner of another one is active.",
    ),
    Tiebreaker.OLDEST: _Step(
        _created, min, "The oldest was taken.", "another one is older, created {day}.", _created
    ),
}
