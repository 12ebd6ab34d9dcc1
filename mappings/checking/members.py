"""A round robin's members: who they are, and when they are on duty. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time
from functools import lru_cache
from zoneinfo import available_timezones

from connections.record_ids import full_id, is_record_id
from mappings.nearness import nearest
from mappings.rules import Member, RoundRobin

from .problems import RuleProblem, Spot


def check(owner: RoundRobin, spot: Spot) -> Iterator[RuleProblem]:
    """Whether each member is a user, is there once, and works at some time."""
    counts = Counter(full_id(one.id) for one in owner.members)
    told: set[str] = set()
    for number, member in enumerate(owner.members):
        place = spot.at("members").at(number, member.name or f"member {number + 1}")
        yield from _check_member(member, place)
        whole = full_id(member.id)
        if counts[whole] > 1 and whole not in told:
            told.add(whole)
            yield place.wrong(
                "The same user is in the round robin more than once.",
                suggestion="Give them a weight instead.",
            )


def _check_member(member: Member, spot: Spot) -> Iterator[RuleProblem]:
    if not (is_record_id(member.id) and member.id.startswith("005")):
        yield spot.at("id").wrong(
            f"“{member.id}” is no id of a user: those have 15 or 18 characters and begin with 005."
        )
    if member.timezone not in zones():
        yield spot.at("timezone").wrong(
            f"There is no time zone “{member.timezone}”.",
            replacement=nearest(member.timezone, zones()),
        )
    if member.hours and not _is_span(member.hours):
        yield spot.at("hours").wrong(
            f"“{member.hours}” are no working hours. Write them as 09:00-17:30."
        )
    if not member.weekdays:
        yield spot.at("weekdays").wrong("Somebody who works on no day never gets anything.")
    for number, away in enumerate(member.away):
        if away.first > away.last:
            yield (
                spot.at("away")
                .at(number)
                .wrong(f"The time away ends on {away.last}, before it begins on {away.first}.")
            )


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The names of time zones, as the tz database has them."""
    return frozenset(available_timezones())


def _is_span(hours: str) -> bool:
    """Whether both ends are times of day and differ; a night shift ends before it begins."""
    first, _, last = hours.partition("-")
    try:
        return time.fromisoformat(first) != time.fromisoformat(last)
    except ValueError:
        return False
