"""How much a memory may hold before its oldest leads become part of the base."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mappings.memory import Event, Memory, Offer
from mappings.refolding import ROOM, WINDOW, collapsed
from mappings.rules import Always
from mappings.terms import Terms

FIRST_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TERMS = Terms((Always(),))


def event(number: int, length: int, hours: int | None = None) -> Event:
    """A lead that offers a title of so many characters, so many hours after the first."""
    at = FIRST_AT + timedelta(hours=number if hours is None else hours)
    offers = {"Title": Offer(str(number % 10) * length, TERMS)}
    return Event(number=number, at=at, lead_key=str(number), offers=offers)


@pytest.mark.parametrize(
    ("lengths", "kept"),
    [
        ([ROOM], [1]),
        ([ROOM + 1], [1]),
        ([ROOM // 2, ROOM // 2], [1, 2]),
        ([ROOM // 2, ROOM // 2 + 1], [2]),
        ([1, ROOM, ROOM], [3]),
        ([1] * WINDOW, list(range(1, WINDOW + 1))),
        ([1] * (WINDOW + 2), list(range(3, WINDOW + 3))),
    ],
)
def test_the_oldest_make_room_and_one_stays_however_long(
    lengths: list[int], kept: list[int]
) -> None:
    events = tuple(event(number, length) for number, length in enumerate(lengths, 1))
    before = Memory(created=True, events=events, count=len(events))
    after = collapsed(before)
    assert [one.number for one in after.events] == kept
    assert after.count == len(events)
    assert (after == before) is (len(kept) == len(lengths))


def test_what_makes_room_is_the_oldest_in_time_and_becomes_the_base() -> None:
    late, early = event(1, ROOM, hours=5), event(2, 10, hours=1)
    after = collapsed(Memory(created=True, events=(late, early), count=2))
    assert (after.events, after.created) == ((late,), False)
    held = after.base["Title"]
    assert (held.value, held.ours, held.at, held.lead_key) == ("2" * 10, True, early.at, "2")
