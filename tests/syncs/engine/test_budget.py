"""What may be called: the share, what is kept for live leads, why leads wait and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.engine.budget import BACKFILL, Allowance, allowance, free_at
from syncs.engine.usage import Hour, Spending, ours_at

from .test_usage import HOUR, NOON, hours_ago, told

# What is known; the calls left for live leads and for backfills.
LEFT = [
    ("nothing is known", Spending([]), (None, None)),
    ("calls, but no word of the org", Spending([Hour(NOON, 70)]), (None, None)),
    ("told yesterday", Spending([told(24, 999), Hour(hours_ago(2), 5)]), (None, None)),
    ("a fresh org", Spending([told(0, 0)]), (500, 400)),
    ("others alone", Spending([told(0, 400)]), (300, 240)),
    ("ours alone", Spending([told(0, 100, ours=100)]), (400, 300)),
    ("ours and others", Spending([told(0, 500, ours=100)]), (200, 140)),
    ("ours of yesterday morning", Spending([Hour(hours_ago(30), 400), told(0, 0)]), (500, 400)),
    ("others take nearly all", Spending([told(0, 990)]), (5, 4)),
    ("the sum comes late", Spending([told(0, 60, ours=100)]), (400, 300)),
    ("all of it for us", Spending([told(0, 400)], share=100), (600, 480)),
    ("the org is empty", Spending([told(0, 1000)]), (0, 0)),
    ("beyond its limit", Spending([told(0, 1100, ours=900)], share=100), (0, 0)),
    ("the share is used", Spending([told(0, 700, ours=300)]), (0, 0)),
    ("the last fifth is for live leads", Spending([told(0, 680, ours=280)]), (20, 0)),
    ("others rise by 50 an hour", Spending([told(3, 50), told(0, 200)]), (375, 200)),
    ("others rise to the top", Spending([told(3, 0), told(0, 600)]), (100, 0)),
    ("others fall", Spending([told(3, 900), told(0, 400)]), (300, 240)),
    ("the org has bought more", Spending([told(3, 0), told(0, 0, allowed=4000)]), (2000, 1600)),
    ("the org has lost its calls", Spending([told(0, 0, allowed=0)]), (0, 0)),
]


@pytest.mark.parametrize(("known", "left"), [row[1:] for row in LEFT], ids=[r[0] for r in LEFT])
def test_calls_left(known: Spending, left: tuple[int | None, int | None]) -> None:
    found = allowance(known, NOON)
    assert (found.live, found.backfill) == left


@pytest.mark.parametrize(
    ("ours", "streams", "may"),
    [
        (0, 1, (True, True)),
        (396, 1, (True, True)),
        (397, 1, (True, False)),
        (368, 8, (True, True)),
        (369, 8, (True, False)),
        (468, 8, (True, False)),
        (469, 8, (False, False)),
        (496, 1, (True, False)),
        (497, 1, (False, False)),
        (500, 1, (False, False)),
    ],
)
def test_a_batch_begins_while_there_are_calls_for_every_stream(
    ours: int, streams: int, may: tuple[bool, bool]
) -> None:
    found = allowance(Spending([told(0, ours, ours=ours)], streams=streams), NOON)
    assert (found.may(), found.may(backfill=True)) == may


def test_a_small_share_is_not_all_set_aside_for_streams() -> None:
    found = allowance(Spending([told(0, 80, allowed=100)], streams=8), NOON)
    assert (found.live, found.need) == (10, 2)
    assert found.may()


# What is known, and of an old reading whether to ask anew: an empty org every minute, a used
# share every quarter of an hour, and never where Inlet alone has used it.
ASKS = [
    ("enough is left", Spending([told(1, 0)]), False),
    ("empty, told just now", Spending([told(0.01, 1000)]), False),
    ("empty, told a minute ago", Spending([told(0.017, 1000)]), True),
    ("others took it, told just now", Spending([told(0.2, 997)]), False),
    ("others took it, a while ago", Spending([told(0.25, 997)]), True),
    ("only ours", Spending([told(5, 500, ours=500)]), False),
    ("only ours, the org empty", Spending([told(5, 1000, ours=1000)]), True),
    ("only backfills wait for others", Spending([told(3.3, 0), told(0.3, 600)]), True),
]


@pytest.mark.parametrize("row", ASKS, ids=[r[0] for r in ASKS])
def test_when_to_ask_the_org_anew(row: tuple[str, Spending, bool]) -> None:
    assert allowance(row[1], NOON).asks is row[2]


def test_the_sentence_says_whose_calls_they_were() -> None:
    assert allowance(Spending([told(0, 0)]), NOON).why == ""
    empty = allowance(Spending([told(0, 1000, ours=10)]), NOON)
    assert empty.why == empty.why_backfill
    assert empty.why.startswith("The org has used all of the 1,000 API calls")
    used = allowance(Spending([told(0, 700, ours=300)]), NOON)
    assert "300 of 300 in 24 hours. Other apps used 400." in used.why
    assert used.why == used.why_backfill
    kept = allowance(Spending([told(0, 680, ours=280)]), NOON)
    assert kept.why == ""
    assert "280 of its 300 API calls" in kept.why_backfill


def test_when_calls_are_free_again() -> None:
    morning = Spending([Hour(hours_ago(20), 300), told(0, 500, ours=200)])
    waiting = allowance(morning, NOON)
    assert not waiting.may()
    # 4 calls for a batch: of the 300 of twenty hours ago, 4 have to be out of sight.
    assert waiting.free_at == NOON + 4 * HOUR + HOUR * 4 / 300
    assert allowance(Spending([told(0, 1000)]), NOON).free_at is None
    assert allowance(Spending([told(0, 998)]), NOON).free_at is None
    assert allowance(Spending([told(0, 0)]), NOON).free_at is None


def test_a_backfill_waits_until_four_fifths_are_enough() -> None:
    kept = allowance(Spending([Hour(hours_ago(10), 400), told(0, 400)]), NOON)
    assert kept.may()
    assert kept.free_at == NOON + 14 * HOUR + HOUR * 4 / 400


CALLS = st.lists(st.integers(0, 3000), min_size=1, max_size=40)


@st.composite
def spendings(draw: st.DrawFn) -> Spending:
    calls = draw(CALLS)
    hours = [Hour(hours_ago(len(calls) - at), ours) for at, ours in enumerate(calls)]
    ago = draw(st.floats(0, 23))
    used = draw(st.integers(0, 20_000))
    hours = [one for one in hours if one.hour + HOUR <= hours_ago(ago)]
    last = told(ago, used, ours=draw(st.integers(0, 500)), allowed=draw(st.integers(0, 20_000)))
    return Spending(
        [*hours, last], share=draw(st.integers(1, 100)), streams=draw(st.integers(1, 8))
    )


def _bounds(found: Allowance) -> tuple[int, int]:
    assert found.live is not None
    assert found.backfill is not None
    return found.live, found.backfill


@given(spendings())
def test_no_share_is_exceeded_and_backfills_stop_first(known: Spending) -> None:
    found = allowance(known, NOON)
    live, backfill = _bounds(found)
    assert 0 <= backfill <= live
    assert found.limit is not None
    if live:
        assert live + ours_at(known.hours, NOON) <= found.limit + 1
    if backfill:
        assert backfill + ours_at(known.hours, NOON) <= BACKFILL * (found.limit + 1) + 1
    assert bool(found.why) is not found.may()
    assert bool(found.why_backfill) is not found.may(backfill=True)


@given(spendings())
def test_a_larger_share_never_allows_less(known: Spending) -> None:
    more = Spending(known.hours, min(100, known.share + 10), known.streams)
    assert _bounds(allowance(more, NOON)) >= _bounds(allowance(known, NOON))


@given(spendings(), st.floats(0, 1))
def test_at_the_time_told_so_many_calls_are_free_and_not_before(
    known: Spending, part: float
) -> None:
    enough = part * ours_at(known.hours, NOON)
    free = free_at(known, enough, NOON)
    assert free is not None
    assert NOON <= free <= NOON + 25 * HOUR
    assert ours_at(known.hours, free + timedelta(seconds=1)) <= enough + 1e-3
    if free > NOON + timedelta(minutes=1):
        assert ours_at(known.hours, free - timedelta(minutes=1)) > enough - 1e-6
