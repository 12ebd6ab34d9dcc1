"""New code is rolled out while leads come in: workers and web end gently (4.2, 3)."""

from __future__ import annotations

import os
import signal

from tests.faults import nursery
from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.sizes import Sizes


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether nobody was lost, doubled or refused, `times` over."""
    load = Load(ground, sizes, at_once=5, threads=2)
    ground.start_workers(sizes.workers)
    with load:
        for at in range(sizes.times):
            load.after((at + 0.5) / sizes.times)
            number = at % sizes.workers
            nursery.end(ground.workers.pop(number), signal.SIGTERM)
            ground.start_worker(number)
            os.kill(ground.stack.running["web"].pid, signal.SIGHUP)
    verdict = load.judge()
    ground.stop_workers()
    verdict.wrong += [f"the client asked {load.poster.retries} times again"] * bool(
        load.poster.retries
    )
    return load.keep("rolling", verdict, restarts=sizes.times)
