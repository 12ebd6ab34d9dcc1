from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.rules import Away, Member, RoundRobin, RulesRefused
from mappings.turns import LEAD, Standing, is_there, take

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


def name(number: int) -> str:
    return f"005{number:012}AAA"


def pool(*weights: int, per_day: int = 0) -> RoundRobin:
    members = (
        Member(id=name(at), weight=weight, per_day=per_day) for at, weight in enumerate(weights)
    )
    return RoundRobin(members=tuple(members))


def counts(drawn: list[str]) -> dict[str, int]:
    return dict(Counter(drawn))


def test_equal_weights_take_turns_in_the_order_of_the_list() -> None:
    drawn, standings = take(pool(1, 1, 1), {}, 7, now=NOON)
    assert drawn == [name(at % 3) for at in range(7)]
    assert [standings[name(at)].got for at in range(3)] == [3, 2, 2]


def test_a_weight_of_two_gets_twice_as_many_evenly_spread() -> None:
    drawn, _ = take(pool(2, 1, 1), {}, 40, now=NOON)
    fours = [drawn[at : at + 4] for at in range(0, 40, 4)]
    assert all(counts(one) == {name(0): 2, name(1): 1, name(2): 1} for one in fours)


def test_drawing_in_parts_is_drawing_at_once() -> None:
    at_once, _ = take(pool(5, 3, 2), {}, 60, now=NOON)
    standings: dict[str, Standing] = {}
    in_parts: list[str] = []
    for count in (1, 0, 7, 30, 22):
        drawn, standings = take(pool(5, 3, 2), standings, count, now=NOON)
        in_parts += drawn
    assert in_parts == at_once


@settings(max_examples=15)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=12), st.integers(0, 2**32))
def test_nobody_is_ever_a_whole_lead_off_their_share(weights: list[int], seed: int) -> None:
    """After each of 10,000 leads, drawn in parts of any size; Tijdeman's bound is kept."""
    chance = random.Random(seed)  # noqa: S311
    total, members = sum(weights), len(weights)
    bound = 1 - 1 / (2 * members - 2) if members > 1 else 0
    got = Counter[str]()
    standings: dict[str, Standing] = {}
    while got.total() < 10_000:
        count = min(chance.randint(1, 2_000), 10_000 - got.total())
        drawn, standings = take(pool(*weights), standings, count, now=NOON)
        for one in drawn:
            got[one] += 1
            now = got.total()
            off = max(abs(got[name(at)] - now * w / total) for at, w in enumerate(weights))
            assert off <= bound + 1e-6
    assert {one: standings[one].got for one in got} == got


@settings(max_examples=40)
@given(st.lists(st.integers(1, 20), min_size=2, max_size=10), st.integers(0, 2**32))
def test_whoever_comes_and_goes_nobody_is_owed_two_leads(weights: list[int], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    ids = [name(at) for at in range(len(weights))]
    standings: dict[str, Standing] = {}
    for _ in range(150):
        there = {one for one in ids if chance.random() < 0.6}
        drawn, standings = take(
            pool(*weights), standings, chance.randint(0, 9), now=NOON, active=there
        )
        assert set(drawn) <= (there or {""})
        assert all(abs(one.owed) < 2 * LEAD for one in standings.values())
        assert sum(one.owed for one in standings.values()) == 0


def test_nobody_is_flooded_after_being_away() -> None:
    everybody = pool(1, 1, 1, 1)
    _, standings = take(everybody, {}, 10, now=NOON)
    without = {name(at) for at in range(3)}
    _, standings = take(everybody, standings, 3_000, now=NOON, active=without)
    drawn, standings = take(everybody, standings, 40, now=NOON)
    assert 9 <= drawn.count(name(3)) <= 11
    joined, _ = take(pool(1, 1, 1, 1, 1), standings, 50, now=NOON)
    assert 9 <= joined.count(name(4)) <= 11


def test_a_cap_sends_the_rest_to_the_others_and_ends_with_the_day() -> None:
    capped = RoundRobin(members=(Member(id=name(0), per_day=2), Member(id=name(1))))
    drawn, standings = take(capped, {}, 10, now=NOON)
    assert counts(drawn) == {name(0): 2, name(1): 8}
    drawn, standings = take(capped, standings, 2, now=NOON + timedelta(hours=11))
    assert counts(drawn) == {name(1): 2}
    drawn, _ = take(capped, standings, 4, now=NOON + timedelta(hours=12))
    assert counts(drawn) == {name(0): 2, name(1): 2}


def test_where_all_are_capped_nobody_gets_the_rest() -> None:
    drawn, _ = take(pool(1, 1, per_day=1), {}, 4, now=NOON)
    assert drawn == [name(0), name(1), "", ""]


def test_a_cap_counts_the_days_of_the_members_own_zone() -> None:
    auckland = Member(id=name(0), per_day=1, timezone="Pacific/Auckland")
    alone = RoundRobin(members=(auckland,))
    drawn, standings = take(alone, {}, 1, now=NOON - timedelta(hours=2))  # 23:00 there
    assert drawn == [name(0)]
    assert take(alone, standings, 1, now=NOON - timedelta(hours=1, minutes=1))[0] == [""]
    assert take(alone, standings, 1, now=NOON - timedelta(hours=1))[0] == [name(0)]


def test_who_is_not_active_gets_nothing() -> None:
    assert take(pool(1, 1), {}, 2, now=NOON, active={name(1)})[0] == [name(1)] * 2
    assert take(pool(1, 1), {}, 2, now=NOON, active=set())[0] == ["", ""]
    short = RoundRobin(members=(Member(id=name(1)[:15]),))
    assert take(short, {}, 1, now=NOON, active={"005000000000001AAA"})[0] == ["005000000000001AAA"]


def test_who_stands_in_the_list_twice_counts_twice() -> None:
    twice = RoundRobin(members=(Member(id=name(0)), Member(id=name(1)), Member(id=name(0))))
    drawn, _ = take(twice, {}, 300, now=NOON)
    assert counts(drawn) == {name(0): 200, name(1): 100}


HOURS = {"hours": "09:00-17:30", "timezone": "Europe/London"}
NIGHT = {"hours": "22:00-06:00"}


@pytest.mark.parametrize(
    ("member", "now", "expected"),
    [
        ({}, "2026-11-22T03:00", True),
        (HOURS, "2026-11-23T08:59", False),
        (HOURS, "2026-11-23T09:00", True),
        (HOURS, "2026-11-23T17:29", True),
        (HOURS, "2026-11-23T17:30", False),
        (HOURS, "2026-07-23T08:00", True),  # summer time
        (HOURS | {"timezone": "America/New_York"}, "2026-11-23T13:59", False),
        (HOURS | {"timezone": "America/New_York"}, "2026-11-23T14:00", True),
        ({"hours": "00:00-24:00"}, "2026-11-23T23:59", True),
        ({"weekdays": (1, 2)}, "2026-11-24T12:00", True),
        ({"weekdays": (1, 2)}, "2026-11-25T12:00", False),
        (NIGHT, "2026-11-23T21:59", False),
        (NIGHT, "2026-11-23T22:00", True),
        (NIGHT, "2026-11-24T05:59", True),
        (NIGHT, "2026-11-24T06:00", False),
        (NIGHT | {"weekdays": (1,)}, "2026-11-24T05:00", True),
        (NIGHT | {"weekdays": (1,)}, "2026-11-23T05:00", False),
        ({"away": (Away(first=date(2026, 11, 20), last=date(2026, 11, 23)),)},
         "2026-11-23T23:59", False),
        ({"away": (Away(first=date(2026, 11, 20), last=date(2026, 11, 23)),)},
         "2026-11-24T00:00", True),
        ({"away": (Away(first=date(2026, 11, 20), last=date(2026, 11, 23)),)},
         "2026-11-19T23:59", True),
    ],
)  # fmt: skip
def test_somebody_is_there_or_not(member: dict[str, object], now: str, *, expected: bool) -> None:
    one = Member(id=name(0), **member)  # type: ignore[arg-type]
    assert is_there(one, datetime.fromisoformat(now).replace(tzinfo=UTC)) is expected


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "\0"])
def test_a_time_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(RulesRefused, match="There is no time zone"):
        take(RoundRobin(members=(Member(id=name(0), timezone=zone),)), {}, 1, now=NOON)
