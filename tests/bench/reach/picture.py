"""The results as a picture: bars beside each other, as SVG that needs nothing but itself. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from .table import Line

WIDTH, LEFT, BAR, GAP, HEAD = 760, 150, 22, 8, 44
# Ink and fills are those of the product's light theme.
_INK, _QUIET, _OURS, _THEIRS = "#16202b", "#5d6877", "#3446b8", "#87919e"
_OUR_NAME = "Inlet"


@dataclass(frozen=True)
class Panel:
    """Bars by name under a title. `is_log`: a tenfold value is one step longer."""

    title: str
    bars: Mapping[str, float]
    unit: str
    is_log: bool = False

    @property
    def height(self) -> int:
        """In pixels, the title included."""
        return HEAD + len(self.bars) * (BAR + GAP)


def picture(lines: Sequence[Line]) -> str:
    """The picture of these results, "" where none of its rows was measured."""
    panels = list(_panels(lines))
    if not panels:
        return ""
    drawn, top = [], 16
    for panel in panels:
        drawn += _drawn(panel, top)
        top += panel.height + 16
    words = ". ".join(_spoken(panel) for panel in panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
        f'font-family="Inter, system-ui, sans-serif" font-size="14">\n<title>{escape(words)}'
        f'</title>\n<rect width="{WIDTH}" height="{top}" fill="#fff"/>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def _panels(lines: Sequence[Line]) -> Iterator[Panel]:
    calls = [one for one in lines if one.row == 1]
    if calls:
        bars = {_OUR_NAME: calls[-1].measured, **calls[-1].beside}
        yield Panel("API calls for 1,000 leads (logarithmic scale)", bars, "", is_log=True)
    paces = [one for one in lines if one.row == 5 and one.beside]
    if paces:
        bars = {f"Inlet, {one.what.split(', ')[-2]}": one.measured for one in paces}
        others = {name: pace for name, pace in paces[0].beside.items() if name != _OUR_NAME}
        yield Panel(f"Leads a second of a {_backlog(paces[0])}", {**bars, **others}, "/s")
    slow = [one for one in lines if one.row == 6]
    if slow:
        bars = {
            f"{name}, {one.what.split(', ')[1]}": pace
            for one in slow
            for name, pace in one.beside.items()
        }
        yield Panel("Leads a second where a record takes its time", bars, "/s")


def _backlog(line: Line) -> str:
    return line.what.rsplit(", ", 2)[0]


def _drawn(panel: Panel, top: int) -> Iterator[str]:
    yield (
        f'<text x="16" y="{top + 18}" font-weight="600" fill="{_INK}">{escape(panel.title)}</text>'
    )
    longest = max(_length(panel, one) for one in panel.bars.values()) or 1
    room = WIDTH - LEFT - 110
    for place, (name, value) in enumerate(panel.bars.items()):
        y = top + HEAD + place * (BAR + GAP) - 10
        width = max(2.0, room * _length(panel, value) / longest)
        fill = _OURS if name.startswith(_OUR_NAME) else _THEIRS
        yield (
            f'<text x="{LEFT - 10}" y="{y + 16}" text-anchor="end" fill="{_QUIET}">'
            f"{escape(name)}</text>"
            f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="3" fill="{fill}"/>'
            f'<text x="{LEFT + width + 8:.1f}" y="{y + 16}" fill="{_INK}">'
            f"{shown(value)}{panel.unit}</text>"
        )


def _length(panel: Panel, value: float) -> float:
    return math.log10(max(value, 1) * 2) if panel.is_log else value


def _spoken(panel: Panel) -> str:
    told = ", ".join(f"{name} {shown(value)}{panel.unit}" for name, value in panel.bars.items())
    return f"{panel.title}: {told}"


def shown(value: float) -> str:
    """A number as people read it: whole from ten on."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
