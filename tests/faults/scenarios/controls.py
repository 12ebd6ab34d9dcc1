"""Negative controls: without one of the safeties the harness has to go red, each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.faults.ground import Ground
from tests.faults.sizes import Sizes

from . import points, together
from .points import PHASES, Point


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether each removed safety was missed, and none where nothing is removed."""
    began = time.monotonic()
    missed = {name: control(ground, sizes, name) for name, control in _CONTROLS.items()}
    went = all(missed.values())
    figures = {
        "seed": sizes.seed,
        "red": f"{sum(map(bool, missed.values()))}/{len(missed)}",
        **{name: lines[:3] or "NOT MISSED" for name, lines in missed.items()},
        "seconds": round(time.monotonic() - began, 1),
    }
    ground.book.keep("controls", figures, is_clean=went)
    return went


def _at(step: str, *, mode: str, stalls: bool = False) -> Callable[..., list[str]]:
    """A death, or a standstill, at the first step of this name, without the safety."""

    def control(ground: Ground, sizes: Sizes, safety: str) -> list[str]:
        world = points.prepared(replace(sizes, mode=mode))
        plain, want = points.played(ground, world, Point(PHASES[1], 0))
        at = next(number for number, one in enumerate(plain.steps(), 1) if step in one)
        point = Point(PHASES[1], at, stalls=stalls)
        history, found = points.played(ground, world, point)
        if found.differences(want) or history.notes:
            return []
        history, found = points.played(ground, world, point, without=safety)
        return found.differences(want) + history.notes

    return control


def _together(ground: Ground, sizes: Sizes, safety: str) -> list[str]:
    """Many leads of one person at once, without a key that would tell doubles."""
    small = replace(sizes, mode="b", streams=4)
    usual = together.sent(ground, small)
    found = together.sent(ground, small, without=safety)
    if found.is_clean or not usual.is_clean:
        return []
    return [f"{len(found.doubled)} doubled", *found.wrong]


_WRITE = "call of syncs.engine.writing"
_CONTROLS: Mapping[str, Callable[..., list[str]]] = {
    "fence": _at(f"after the {_WRITE}", mode="a", stalls=True),
    "identity rows": _together,
    "re-reading": _at(f"after the {_WRITE}", mode="b"),
    "quarantine": _at(f"during the {_WRITE}", mode="b"),
    "unique key": _at(f"during the {_WRITE}", mode="a"),
}
