"""PostgreSQL crashes and comes back while leads come in and are worked (4.2, 8)."""

from __future__ import annotations

import time

from tests.faults import nursery
from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.sizes import Sizes

RECOVERED = 10.0


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether all that was acknowledged is stored, and the workers live through it."""
    load = Load(ground, sizes, at_once=5, threads=4)
    ground.start_workers(sizes.workers)
    recovered = []
    with load:
        for at in range(sizes.times):
            load.after((at + 0.5) / sizes.times)
            ground.servers.crash_database()
            ground.servers.start_database()
            recovered.append(_next_answer(load))
    verdict = load.judge()
    dead = [number for number, pid in ground.workers.items() if not nursery.lives(pid)]
    ground.stop_workers()
    verdict.wrong += [f"worker {number} ended by itself" for number in dead]
    verdict.wrong += [f"no answer for {one:.0f} s" for one in recovered if one > RECOVERED]
    return load.keep(
        "database",
        verdict,
        crashes=sizes.times,
        first_answer_after=[round(one, 2) for one in recovered],
    )


def _next_answer(load: Load) -> float:
    """Seconds until the next post is acknowledged."""
    began, before = time.monotonic(), len(load.poster.stored)
    while len(load.poster.stored) == before and load.is_coming:
        time.sleep(0.02)
    return time.monotonic() - began
