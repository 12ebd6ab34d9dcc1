"""The scenarios by name: what is run, and how large it is in full and in `make test`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.faults.ground import Ground
from tests.faults.sizes import Sizes

from . import kills, points


@dataclass(frozen=True, slots=True)
class Scenario:
    """`run` keeps its figures in the ground's book; returns whether it was clean."""

    run: Callable[[Ground, Sizes], bool]
    full: Sizes
    small: Sizes


SCENARIOS: Mapping[str, Scenario] = {
    "kills": Scenario(
        kills.run,
        Sizes(leads=10_000, kills=50, workers=6, streams=4, seconds=100, patience=900),
        Sizes(leads=600, kills=4, workers=3, streams=2, seconds=6, patience=120),
    ),
    "points": Scenario(points.run, Sizes(times=1000), Sizes(times=12)),
}
