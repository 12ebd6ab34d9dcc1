"""Death at every step of a lead's way, with every kind of lead (reliability.md 4.2, 2)."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

from tests.faults import kinds
from tests.faults.crashing import PHASES, History
from tests.faults.ground import Ground
from tests.faults.picture import Picture
from tests.faults.sizes import Sizes
from tests.faults.starting import open_world
from tests.faults.world import World


class Point(NamedTuple):
    """Where a process dies, or stands still: in which phase, at its how manieth step."""

    phase: str
    at: int
    stalls: bool = False


def run(ground: Ground, sizes: Sizes, *, org: str = "default") -> bool:
    """Whether every kind of lead came out as without a crash, wherever the process died or stood
    still for long.

    With fewer `times` than there are points, some of them, by the seed. `org`: a personality;
    "careful" has duplicate rules of its own, which would hide a double.
    """
    began = time.monotonic()
    world = prepared(sizes, org=org)
    plain = [played(ground, world, Point(phase, 0)) for phase in PHASES]
    want = plain[1][1]
    wrong = [line for _, found in plain for line in found.differences(want)]
    points = [
        Point(history.phase, at + 1, stalls=stalls)
        for history, _ in plain
        for at, step in enumerate(history.steps())
        for stalls in (False, True)
        if not stalls or may_stall(history.phase, step)
    ]
    met: Counter[str] = Counter()
    red, reconnects = 0, 0
    for point in _some(points, sizes):
        history, found = played(ground, world, point)
        said = found.differences(want) + history.notes
        wrong += [f"{point}, {history.step}: {line}" for line in said]
        red += bool(said)
        met[history.step] += 1
        reconnects += history.reconnects
    missed = met.pop("", 0)
    figures: dict[str, Any] = {
        "mode": sizes.mode,
        "org": org,
        "seed": sizes.seed,
        "points": f"{met.total() - red}/{met.total()}",
        "not_reached": missed,
        "names": len(met),
        "kinds": len(kinds.KINDS),
        "reconnects": reconnects,
        "wrong": wrong[:40],
        "steps": sorted(met),
        "seconds": round(time.monotonic() - began, 1),
    }
    ground.book.keep("points", figures, is_clean=not wrong)
    return not wrong


def may_stall(phase: str, step: str) -> bool:
    """Whether others can go on while a process stands still here: it holds no locks."""
    holds_locks = step.startswith("before the commit") or "oauth2" in step
    return phase in {"work", "expired"} and not holds_locks


def prepared(sizes: Sizes, *, org: str = "default") -> World:
    """A world in which every kind of lead has its way."""
    world = open_world(replace(sizes, streams=1))
    workshop = world.workshop()
    workshop.start_again(org)
    workshop.change("add_validation_rule", kinds.VALIDATION)
    world.hand().create("Campaign", {"Name": kinds.CAMPAIGN, "IsActive": True})
    users = [one.id for one in workshop.setup().users if one.active]
    world.agree(**kinds.agreement(users))
    return world


def played(
    ground: Ground, world: World, point: Point, *, without: str = ""
) -> tuple[History, Picture]:
    """The history with this point, and what came of it."""
    run = f"{point.phase}{point.at}{'still' if point.stalls else ''}{'without' if without else ''}"
    history = History(ground, world, run, point.phase, stalls=point.stalls, without=without)
    return history, history.play(point.at)


def _some(points: list[Point], sizes: Sizes) -> list[Point]:
    chance = random.Random(sizes.seed)  # noqa: S311
    return sorted(chance.sample(points, min(len(points), sizes.times)))
