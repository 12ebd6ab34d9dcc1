"""Web workers are killed while leads are posted one by one (reliability.md 4.2, 4)."""

from __future__ import annotations

import random
import time

from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.sizes import Sizes


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether every post that was acknowledged is stored, and none twice."""
    load = Load(ground, sizes, at_once=1, threads=6)
    chance = random.Random(sizes.seed)  # noqa: S311
    ground.start_workers(sizes.workers)
    killed = 0
    with load:
        while load.is_coming and killed < sizes.kills:
            time.sleep(chance.uniform(0.2, 1.6) * sizes.seconds / sizes.kills)
            killed += ground.kill_web_worker(chance)
    verdict = load.judge()
    ground.stop_workers()
    return load.keep("web", verdict, kills=killed, posts=len(load.poster.stored))
