"""The broker forgets all it holds, again and again, and is gone for a while (4.2, 5 and 6)."""

from __future__ import annotations

import time

from tests.faults.figures import percentile
from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.sizes import Sizes

SLOWEST = 1.0
CAUGHT_UP = 60.0


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether nobody was refused or lost with the broker flushed `times` over, then stopped for
    half of the time in which leads come in."""
    load = Load(ground, sizes)
    ground.start_workers(sizes.workers)
    with load:
        for at in range(sizes.times):
            load.after(0.4 * (at + 1) / sizes.times)
            ground.servers.flush_broker()
        ground.servers.stop_broker()
        load.after(0.9)
        ground.servers.start_broker()
        back = time.monotonic()
    verdict = load.judge()
    caught_up = time.monotonic() - back
    alive = ground.restart_the_dead()
    ground.stop_workers()
    verdict.wrong += [f"the client asked {load.poster.retries} times again"] * bool(
        load.poster.retries
    )
    verdict.wrong += [f"{alive} workers ended by themselves"] * bool(alive)
    verdict.wrong += [f"caught up after {caught_up:.0f} s"] * (caught_up > CAUGHT_UP)
    slowest = max(load.poster.seconds, default=0.0)
    # Of few posts the slowest one says how busy the machine is.
    most = percentile(load.poster.seconds, 0.99 if len(load.poster.seconds) >= 1000 else 0.95)
    verdict.wrong += [f"posts took {most:.1f} s"] * (most > SLOWEST)
    return load.keep(
        "broker",
        verdict,
        flushed=sizes.times,
        stopped=round(0.5 * sizes.seconds, 1),
        slowest_ingest=round(slowest, 2),
        caught_up=round(caught_up, 1),
    )
