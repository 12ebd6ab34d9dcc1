"""Geometry of the charts: numbers in, frozen marks out; templates draw them as SVG. Pure.

Horizontal positions are percentages ("56.07%"), vertical ones pixels ("103.9"), so that text
keeps its size at every width and no style attribute is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .states import State

_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)
_LONG = 30  # seconds; a lead that took longer is named in the reading of the histogram


@dataclass(frozen=True)
class Segment:
    """One outcome's share of a bar: x and width in %."""

    state: State
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A rectangle: x and width in %, y and height in px; `count` is what it shows."""

    x: str
    width: str
    y: str
    height: str
    count: int


@dataclass(frozen=True)
class StackPart:
    """One outcome's part of a day's column."""

    state: State
    count: int
    y: str
    height: str


@dataclass(frozen=True)
class Day:
    """A day's leads by where they stand now."""

    on: date
    counts: dict[State, int]

    @property
    def received(self) -> int:
        """All leads of the day."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Column:
    """A day drawn: x, width and middle in %, parts from below in the fixed order of states."""

    day: Day
    x: str
    width: str
    middle: str
    parts: tuple[StackPart, ...]
    label_y: str
    is_last: bool
    is_minor: bool  # its label gives way on a phone


@dataclass(frozen=True)
class GridLine:
    """A horizontal line; `label` is empty for zero."""

    y: str
    text_y: str
    label: str


@dataclass(frozen=True)
class DaysChart:
    """Stacked columns of at most 14 days."""

    columns: tuple[Column, ...]
    grid: tuple[GridLine, ...]


@dataclass(frozen=True)
class SpeedBin:
    """Leads that took up to `bound` seconds; None means longer than all bounds."""

    bound: float | None
    bar: Bar
    middle: str


@dataclass(frozen=True)
class SpeedChart:
    """A histogram of seconds from received to in Salesforce."""

    bins: tuple[SpeedBin, ...]
    total: int
    long: int  # leads that took longer than 30 seconds
    last_bound: float


@dataclass(frozen=True)
class Beat:
    """Leads per slot of time; `silent_x` and `silent_width` mark a silence at the end."""

    bars: tuple[Bar, ...]
    silent_x: str = ""
    silent_width: str = ""


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"


def ledger_segments(counts: dict[State, int]) -> tuple[Segment, ...]:
    """The segments of a ledger bar in the fixed order of states, without those at zero."""
    total = sum(counts.values())
    segments, before = [], 0
    for state in State:
        count = counts.get(state, 0)
        if count:
            x, width = _percent(before / total), _percent(count / total)
            segments.append(Segment(state, count, x, width))
            before += count
    return tuple(segments)


def axis_top(highest: int) -> int:
    """The top of an axis of three equal, round steps that holds `highest`."""
    step, magnitude = 1, 1
    while 3 * step < highest:
        candidates = (factor * magnitude for factor in _STEPS)
        step = next((c for c in candidates if 3 * c >= highest), step)
        magnitude *= 10
    return 3 * step


def short_number(number: int) -> str:
    """A number for an axis: 600, 1.2k, 45k."""
    if number < 1000:
        return str(number)
    return f"{number / 1000:.1f}".removesuffix(".0") + "k"


def days_chart(days: Sequence[Day], *, top: float = 4, base: float = 170) -> DaysChart:
    """Stacked columns, oldest day first; the last one is labelled with its value."""
    ceiling = axis_top(max((day.received for day in days), default=0))
    scale = (base - top) / ceiling
    grid = []
    for third in range(4):
        y = base - scale * ceiling * third / 3
        label = short_number(ceiling * third // 3) if third else ""
        grid.append(GridLine(_pixels(y), _pixels(y + 4), label))
    columns = (
        _column(day, at, of=len(days), base=base, scale=scale) for at, day in enumerate(days)
    )
    return DaysChart(tuple(columns), tuple(grid))


def _column(day: Day, at: int, *, of: int, base: float, scale: float) -> Column:
    slot, y, parts = 1 / of, base, []
    for state in State:
        count = day.counts.get(state, 0)
        if count:
            y -= count * scale
            parts.append(StackPart(state, count, _pixels(y), _pixels(count * scale)))
    return Column(
        day=day,
        x=_percent(slot * (at + 0.2)),
        width=_percent(slot * 0.6),
        middle=_percent(slot * (at + 0.5)),
        parts=tuple(parts),
        label_y=_pixels(y - 6),
        is_last=at == of - 1,
        is_minor=(of - 1 - at) % 3 != 0,
    )


def speed_chart(counts: Sequence[int], bounds: Sequence[float]) -> SpeedChart:
    """The histogram of `counts`, one more than there are upper `bounds` in seconds."""
    bars = _bars(counts, base=76, room=74, width=0.8, least=2)
    slot = 1 / len(counts)
    bins = tuple(
        SpeedBin(bound, bar, _percent(slot * (at + 0.5)))
        for at, (bound, bar) in enumerate(zip([*bounds, None], bars, strict=True))
    )
    long = sum(one.bar.count for one in bins if one.bound is None or one.bound > _LONG)
    return SpeedChart(bins, sum(counts), long, bounds[-1])


def beat(counts: Sequence[int], *, silent_slots: int = 0) -> Beat:
    """Leads per half hour, oldest first, with the last `silent_slots` marked as a silence."""
    bars = _bars(counts, base=26, room=24, width=0.64, least=2)
    if not silent_slots:
        return Beat(bars)
    share = silent_slots / len(counts)
    return Beat(bars, silent_x=_percent(1 - share), silent_width=_percent(share))


def spark(counts: Sequence[int]) -> Beat:
    """Leads per day of the last days, oldest first, small enough for a table's cell."""
    return Beat(_bars(counts, base=24, room=22, width=0.72, least=1.5))


def _bars(
    counts: Sequence[int], *, base: float, room: float, width: float, least: float
) -> tuple[Bar, ...]:
    # A lone lead should not fill the whole height: the scale begins at 4 leads.
    highest, slot = max(4, *counts), 1 / len(counts)
    bars = []
    for at, count in enumerate(counts):
        height = max(room * count / highest, least)
        x = slot * (at + (1 - width) / 2)
        bars.append(
            Bar(_percent(x), _percent(slot * width), _pixels(base - height), _pixels(height), count)
        )
    return tuple(bars)
