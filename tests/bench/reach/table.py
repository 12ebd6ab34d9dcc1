"""The table: a goal, what was measured, and whether it was reached. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Line:
    """One goal. `measured` and `goal` are in `unit`; `at_most`: smaller is better.

    `beside`: what else was seen in the same run, by name.
    """

    row: int
    what: str
    measured: float
    goal: float
    unit: str = ""
    at_most: bool = True
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        """Whether the goal was reached."""
        return self.measured <= self.goal if self.at_most else self.measured >= self.goal

    def as_document(self) -> dict[str, Any]:
        """As the file of results keeps it."""
        return {**asdict(self), "reached": self.is_reached}

    def __str__(self) -> str:
        sign, unit = "≤" if self.at_most else "≥", f" {self.unit}" if self.unit else ""
        told = ", ".join(f"{name} {_shown(one)}" for name, one in self.beside.items())
        return (
            f"{self.row:>3}  {'yes' if self.is_reached else 'NO ':<4} {self.what}: "
            f"{_shown(self.measured)}{unit}, goal {sign} {_shown(self.goal)}{unit}"
            f"{f' ({told})' if told else ''}"
        )


def markdown(lines: Sequence[Line]) -> str:
    """The lines as a table for a page."""
    rows = [
        f"| {one.row} | {one.what} | {'≤' if one.at_most else '≥'} {_shown(one.goal)} {one.unit} | "
        f"{_shown(one.measured)} {one.unit} | "
        f"{', '.join(f'{name} {_shown(value)}' for name, value in one.beside.items())} | "
        f"{'yes' if one.is_reached else 'no'} |"
        for one in lines
    ]
    head = "| | measure | goal | measured | in the same run | reached |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
