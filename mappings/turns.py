"""Round robin: whose turn it is, by weight, for whoever is there. Pure.

Each lead adds to everybody who is there what is their share of it, and takes one off the member
who gets it; what is left is what a member is owed. Tijdeman's rule for the chairman assignment
problem (Discrete Mathematics 32, 1980) chooses the member, which keeps everybody within
1 - 1/(2k - 2) leads of their exact share, for k members, after every single lead. Who is away
is owed no more and no less when they come back, so nobody is flooded then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connections.record_ids import full_id
from mappings.rules import Member, RoundRobin, RulesRefused

# One lead, in the parts that are counted: whole numbers, so that nothing is lost by rounding.
LEAD = 10**15
_SLACK = 10**6
_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands. ``owed`` in parts of a ``LEAD``, below zero for one who is ahead;
    ``got`` leads so far, ``today`` of them on ``day`` in the member's own time zone.
    """

    owed: int = 0
    got: int = 0
    day: str = ""
    today: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The standing as JSON values."""
        return asdict(self)


def take(
    pool: RoundRobin,
    standings: Mapping[str, Standing],
    count: int,
    *,
    now: datetime,
    active: Collection[str] | None = None,
) -> tuple[list[str], dict[str, Standing]]:
    """The user ids that get the next ``count`` leads, in order, and how everybody stands then.

    An id is "" where nobody is there to take the lead. ``active`` are the ids (18 characters) of
    the users who can own records, None where that is not known. ``now`` has a zone. Raises
    RulesRefused for a time zone that doesn't exist.
    """
    there = [
        member
        for member in pool.members
        if is_there(member, now) and (active is None or full_id(member.id) in active)
    ]
    stand = dict(standings)
    for member in there:
        stand[full_id(member.id)] = _on(stand.get(full_id(member.id)), _day(member, now))
    drawn = _drawn(there, stand, count)
    return drawn + [""] * (count - len(drawn)), stand


def is_there(member: Member, now: datetime) -> bool:
    """Whether the member works at this moment, by hours, weekdays and days away.

    A shift over midnight belongs to the day on which it began.
    """
    local = now.astimezone(_zone(member))
    day, minute = local.date(), local.hour * _HOUR + local.minute
    first, last = _hours(member.hours)
    if last <= first:
        if last <= minute < first:
            return False
        day -= timedelta(days=1) if minute < last else timedelta()
    elif not first <= minute < last:
        return False
    if day.isoweekday() not in member.weekdays:
        return False
    return not any(away.first <= day <= away.last for away in member.away)


def _drawn(there: list[Member], stand: dict[str, Standing], count: int) -> list[str]:
    """Whose turns the next ones are, as long as anybody is there; ``stand`` is brought up."""
    owed = {full_id(member.id): stand[full_id(member.id)].owed for member in there}
    taken: Counter[str] = Counter()
    drawn: list[str] = []
    weights = _weights(there, stand, taken)
    while weights and len(drawn) < count:
        chosen = _draw(weights, owed)
        taken[chosen] += 1
        drawn.append(chosen)
        weights = _weights(there, stand, taken) if any(one.per_day for one in there) else weights
    for one, parts in owed.items():
        was = stand[one]
        stand[one] = replace(
            was, owed=parts, got=was.got + taken[one], today=was.today + taken[one]
        )
    return drawn


def _draw(weights: Mapping[str, int], owed: dict[str, int]) -> str:
    """The member whose turn it is; ``owed`` is brought up to date."""
    total = sum(weights.values())
    # What those who are away are owed is nobody's here: it is spread, so that all adds up to 0.
    spread = LEAD - sum(owed[one] for one in weights)
    least = LEAD // (2 * len(weights) - 2) if len(weights) > 1 else 0
    due = {one: owed[one] + spread * weight // total for one, weight in weights.items()}
    ready = [one for one in weights if due[one] + _SLACK >= least] or list(weights)
    chosen = min(ready, key=lambda one: (LEAD - least - due[one]) // weights[one])
    for one, weight in weights.items():
        share = LEAD * weight // total
        owed[one] += share
        owed[chosen] -= share
    return chosen


def _weights(
    there: list[Member], stand: Mapping[str, Standing], taken: Mapping[str, int]
) -> dict[str, int]:
    """The weights of those who may still get a lead today; who is named twice counts twice."""
    weights: dict[str, int] = {}
    for member in there:
        name = full_id(member.id)
        if not member.per_day or stand[name].today + taken.get(name, 0) < member.per_day:
            weights[name] = weights.get(name, 0) + member.weight
    return weights


def _on(standing: Standing | None, day: str) -> Standing:
    known = standing or Standing()
    return known if known.day == day else replace(known, day=day, today=0)


def _day(member: Member, now: datetime) -> str:
    return now.astimezone(_zone(member)).date().isoformat()


def _zone(member: Member) -> ZoneInfo:
    try:
        return ZoneInfo(member.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RulesRefused(f"There is no time zone called “{member.timezone}”.") from error


def _hours(text: str) -> tuple[int, int]:
    """The minutes of the day from which and until which; all day for ""."""
    if not text:
        return 0, _DAY
    first, last = (int(part[:2]) * _HOUR + int(part[3:]) for part in text.split("-"))
    return first, last
