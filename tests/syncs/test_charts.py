"""The geometry of the charts adds up, stays inside, and equals the drawn examples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.charts import (
    Bar,
    Beat,
    Column,
    Day,
    GridLine,
    Segment,
    StackPart,
    axis_top,
    beat,
    days_chart,
    ledger_segments,
    short_number,
    spark,
    speed_chart,
)
from syncs.states import State

COUNTS = st.integers(min_value=0, max_value=2_000_000)
LEDGERS = st.fixed_dictionaries(dict.fromkeys(State, COUNTS))


def _number(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_ledger_bar_is_cut_in_the_fixed_order() -> None:
    assert ledger_segments(
        {State.FAILED: 17, State.CREATED: 231, State.UPDATED: 118, State.HELD: 0}
    ) == (
        Segment(State.CREATED, 231, "0.00%", "63.11%"),
        Segment(State.UPDATED, 118, "63.11%", "32.24%"),
        Segment(State.FAILED, 17, "95.36%", "4.64%"),
    )


def test_a_ledger_bar_of_nothing_has_no_segments() -> None:
    assert ledger_segments(dict.fromkeys(State, 0)) == ()


@given(LEDGERS)
def test_a_ledger_bar_shows_every_lead_once_and_fills_its_width(counts: dict[State, int]) -> None:
    segments = ledger_segments(counts)
    assert sum(one.count for one in segments) == sum(counts.values())
    assert all(_number(one.x) + _number(one.width) <= 100.01 for one in segments)
    if segments:
        assert _number(segments[-1].x) + _number(segments[-1].width) == pytest.approx(100, abs=0.02)


@pytest.mark.parametrize(
    ("highest", "top"),
    [
        (0, 3),
        (1, 3),
        (3, 3),
        (4, 6),
        (7, 9),
        (30, 30),
        (31, 60),
        (412, 600),
        (561, 600),
        (601, 900),
    ],
)
def test_an_axis_has_three_round_steps(highest: int, top: int) -> None:
    assert axis_top(highest) == top


@given(COUNTS)
def test_an_axis_holds_its_highest_value_and_wastes_at_most_half(highest: int) -> None:
    top = axis_top(highest)
    assert highest <= top
    assert top <= max(3, 2 * highest)
    assert top % 3 == 0


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (600, "600"), (999, "999"), (1000, "1k"), (1200, "1.2k"), (45000, "45k")],
)
def test_a_number_on_an_axis_is_short(number: int, text: str) -> None:
    assert short_number(number) == text


def _day(back: int, **counts: int) -> Day:
    found = dict.fromkeys(State, 0) | {State(name): count for name, count in counts.items()}
    return Day(date(2026, 11, 19) - timedelta(days=back), found)


def test_days_are_stacked_from_below_and_the_last_is_labelled() -> None:
    yesterday, today = _day(1, created=6), _day(0, created=2, held=1)
    chart = days_chart([yesterday, today], top=0, base=90)
    assert chart.grid == (
        GridLine("90.0", "94.0", ""),
        GridLine("60.0", "64.0", "2"),
        GridLine("30.0", "34.0", "4"),
        GridLine("0.0", "4.0", "6"),
    )
    assert chart.columns == (
        Column(
            day=yesterday,
            x="10.00%",
            width="30.00%",
            middle="25.00%",
            parts=(StackPart(State.CREATED, 6, "0.0", "90.0"),),
            label_y="-6.0",
            is_last=False,
            is_minor=True,
        ),
        Column(
            day=today,
            x="60.00%",
            width="30.00%",
            middle="75.00%",
            parts=(
                StackPart(State.CREATED, 2, "60.0", "30.0"),
                StackPart(State.HELD, 1, "45.0", "15.0"),
            ),
            label_y="39.0",
            is_last=True,
            is_minor=False,
        ),
    )


def test_of_fourteen_days_every_third_label_stays_on_a_phone() -> None:
    chart = days_chart([_day(13 - at) for at in range(14)])
    assert [at for at, column in enumerate(chart.columns) if not column.is_minor] == [
        1,
        4,
        7,
        10,
        13,
    ]


@given(st.lists(LEDGERS, min_size=1, max_size=14))
def test_columns_stay_between_base_and_top(ledgers: list[dict[State, int]]) -> None:
    days = [Day(date(2026, 11, 1) + timedelta(days=at), one) for at, one in enumerate(ledgers)]
    for column in days_chart(days).columns:
        heights = sum(_number(part.height) for part in column.parts)
        assert heights <= 166.5
        assert all(_number(part.y) >= 3.9 for part in column.parts)
        assert sum(part.count for part in column.parts) == column.day.received


def test_the_histogram_names_its_bounds_and_counts_the_long_ones() -> None:
    chart = speed_chart((36, 98, 17, 4, 1), (2, 6, 30, 60))
    assert [(one.bound, one.bar.count) for one in chart.bins] == [
        (2, 36),
        (6, 98),
        (30, 17),
        (60, 4),
        (None, 1),
    ]
    assert (chart.total, chart.long, chart.last_bound) == (156, 5, 60)
    assert chart.bins[1].bar == Bar("22.00%", "16.00%", "2.0", "74.0", 98)


def test_the_histogram_wants_one_count_more_than_bounds() -> None:
    with pytest.raises(ValueError, match="argument"):
        speed_chart((1, 2), (2, 6))


def test_a_beat_marks_its_silence_at_the_end() -> None:
    assert beat((4, 0), silent_slots=1) == Beat(
        (Bar("9.00%", "32.00%", "2.0", "24.0", 4), Bar("59.00%", "32.00%", "24.0", "2.0", 0)),
        silent_x="50.00%",
        silent_width="50.00%",
    )


def test_a_lone_lead_does_not_fill_the_height() -> None:
    assert spark((0, 1)).bars[1] == Bar("57.00%", "36.00%", "18.5", "5.5", 1)


@given(st.lists(COUNTS, min_size=1, max_size=48))
def test_bars_of_a_beat_stay_inside(counts: list[int]) -> None:
    bars = beat(counts).bars
    assert [bar.count for bar in bars] == counts
    assert all(2 <= _number(bar.height) <= 24 for bar in bars)
    assert all(_number(bar.x) + _number(bar.width) <= 100 for bar in bars)
