"""Death at every step of a lead's way, with every kind of lead (reliability.md 4.2, 2)."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from tests.faults import kinds
from tests.faults.crashing import PHASES, History
from tests.faults.ground import Ground
from tests.faults.picture import Picture
from tests.faults.sizes import Sizes
from tests.faults.starting import open_world
from tests.faults.world import World


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether every kind of lead came out as without a crash, wherever the process died.

    With fewer `times` than there are steps, some of them, by the seed, at least one of a phase.
    """
    began = time.monotonic()
    world = prepared(sizes)
    plain = [_play(ground, world, phase, 0) for phase in PHASES]
    want = plain[1][1]
    wrong = [line for _, found in plain for line in found.differences(want)]
    steps = [(phase, at + 1) for phase, (history, _) in zip(PHASES, plain, strict=True)
             for at in range(len(history.steps()))]  # fmt: skip
    died: Counter[str] = Counter()
    reconnects = 0
    for phase, at in _some(steps, sizes):
        history, found = _play(ground, world, phase, at)
        said = found.differences(want) + history.notes
        wrong += [f"{phase} {at}, {history.step}: {line}" for line in said]
        died[history.step or "(the step did not come)"] += 1
        reconnects += history.reconnects
    figures: dict[str, Any] = {
        "mode": sizes.mode,
        "seed": sizes.seed,
        "points": f"{died.total() - len({one.partition(':')[0] for one in wrong})}/{died.total()}",
        "names": len(died),
        "kinds": len(kinds.KINDS),
        "reconnects": reconnects,
        "wrong": wrong[:40],
        "steps": sorted(died),
        "seconds": round(time.monotonic() - began, 1),
    }
    ground.book.keep("points", figures, is_clean=not wrong)
    return not wrong


def prepared(sizes: Sizes) -> World:
    """A world in which every kind of lead has its way."""
    world = open_world(replace(sizes, streams=1))
    workshop = world.workshop()
    workshop.start_again("careful")
    workshop.change("add_validation_rule", kinds.VALIDATION)
    world.hand().create("Campaign", {"Name": kinds.CAMPAIGN, "IsActive": True})
    users = [one.id for one in workshop.setup().users if one.active]
    world.agree(**kinds.agreement(users))
    return world


def _play(ground: Ground, world: World, phase: str, at: int) -> tuple[History, Picture]:
    history = History(ground, world, f"{phase}{at}")
    return history, history.play(phase, at)


def _some(steps: list[tuple[str, int]], sizes: Sizes) -> list[tuple[str, int]]:
    chance = random.Random(sizes.seed)  # noqa: S311
    return sorted(chance.sample(steps, min(len(steps), sizes.times)))
