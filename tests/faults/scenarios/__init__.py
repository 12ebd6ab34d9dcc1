"""The scenarios by name: what is run, and how large it is in full and in `make test`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from tests.faults.ground import Ground
from tests.faults.sizes import Sizes

from . import broker, controls, database, kills, points, rolling, together, troubles, web


@dataclass(frozen=True, slots=True)
class Scenario:
    """`run` keeps its figures in the ground's book; returns whether it was clean. `modes`: those
    in which it is worth running, with a unique key (a) and without (b)."""

    run: Callable[[Ground, Sizes], bool]
    full: Sizes
    small: Sizes
    modes: str = "a"


SCENARIOS: Mapping[str, Scenario] = {
    "kills": Scenario(
        kills.run,
        Sizes(leads=10_000, kills=50, workers=6, streams=4, seconds=100, patience=900),
        Sizes(leads=600, kills=4, workers=3, streams=2, seconds=8, patience=150),
        modes="ab",
    ),
    "points": Scenario(points.run, Sizes(times=1000), Sizes(times=12), modes="ab"),
    "ruled": Scenario(partial(points.run, org="careful"), Sizes(times=30), Sizes(times=4)),
    "together": Scenario(together.run, Sizes(leads=5000, streams=4), Sizes(leads=300), modes="ab"),
    "broker": Scenario(
        broker.run, Sizes(leads=2000, seconds=120), Sizes(leads=200, seconds=4, workers=2)
    ),
    "database": Scenario(
        database.run, Sizes(leads=2000, seconds=60), Sizes(leads=200, seconds=6, times=2, workers=2)
    ),
    "web": Scenario(
        web.run,
        Sizes(leads=2000, kills=50, seconds=60),
        Sizes(leads=150, kills=3, seconds=5, workers=2),
    ),
    "rolling": Scenario(
        rolling.run,
        Sizes(leads=3000, seconds=60, times=10),
        Sizes(leads=200, seconds=6, times=2, workers=2),
    ),
    "deliveries": Scenario(troubles.deliveries, Sizes(leads=1000), Sizes(leads=200, workers=2)),
    "skew": Scenario(troubles.skew, Sizes(leads=1000), Sizes(leads=200, workers=3)),
    "hangs": Scenario(
        troubles.hangs,
        Sizes(leads=5000, seconds=60),
        Sizes(leads=200, workers=2),
        modes="ab",
    ),
    "locks": Scenario(troubles.locks, Sizes(leads=2000, seconds=20), Sizes(leads=200, workers=2)),
    "sessions": Scenario(
        troubles.sessions, Sizes(leads=2000, seconds=30, times=100), Sizes(leads=200, workers=2)
    ),
    "settings": Scenario(troubles.settings, Sizes(leads=1000), Sizes(leads=200, workers=2)),
    "commits": Scenario(
        troubles.commits,
        Sizes(leads=2000, seconds=60, times=200),
        Sizes(leads=200, workers=2, times=10),
    ),
    "controls": Scenario(controls.run, Sizes(leads=500), Sizes(leads=200, workers=2)),
    "poison": Scenario(troubles.poison, Sizes(leads=1000), Sizes(leads=60, workers=2)),
}
