"""Leads come in, answers get lost, and workers are killed all the time (reliability.md 4.2, 1)."""

from __future__ import annotations

import random
import time

from connections.practice.rules.faults import Fault
from tests.faults.figures import percentile
from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.recovering import Recovery
from tests.faults.sizes import Sizes
from tests.faults.trouble_rules import Rule
from tests.faults.world import World

# Seconds: longer than the lease, and than any client waits.
SLOW = 7.0
RECOVERED = 40.0
# The share of kills that are aimed at workers with leads in hand; the others strike anybody.
BUSY = 0.7
# An org far away: calls take this long and up to as long again.
FAR = 0.08


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether nobody was lost or doubled, for all kills and lost answers."""
    load = Load(ground, sizes)
    trouble(load.world, sizes.seed)
    recovery, before = Recovery(load.world), ground.kills
    ground.org.rules[:] = [Rule("latency", rb"/services/data/", seconds=FAR, more=FAR)]
    ground.start_workers(sizes.workers)
    with load:
        _kill(ground, load, recovery)
    verdict = load.judge()
    ground.stop_workers()
    ground.org.rules.clear()
    p99 = percentile(recovery.seconds, 0.99)
    if p99 > RECOVERED:
        verdict.wrong.append(f"recovery took {p99} s")
    return load.keep(
        "kills",
        verdict,
        kills=ground.kills - before,
        recovered=len(recovery.seconds),
        p50_recovery=percentile(recovery.seconds, 0.5),
        p99_recovery=p99,
        faults={one.fault.kind: one.fired for one in load.world.workshop().faults()},
    )


def trouble(world: World, seed: int) -> None:
    """3 % of answers lost after the write, 2 % 503, 0.2 % slower than the lease."""
    workshop = world.workshop()
    for fault in (
        Fault("reset_after", "writes", probability=0.03, seed=seed),
        Fault("unavailable", "any", probability=0.02, seed=seed + 1),
        Fault("latency", "any", probability=0.002, seed=seed + 2, seconds=SLOW),
    ):
        workshop.add_fault(fault)


def _kill(ground: Ground, load: Load, recovery: Recovery) -> None:
    """Kill workers at random moments while leads come in and until the last has recovered."""
    sizes = load.sizes
    chance = random.Random(sizes.seed)  # noqa: S311
    every = sorted(ground.workers)
    left, due = sizes.kills, time.monotonic() + 0.5
    until = load.began + sizes.patience
    while (left or load.is_coming or recovery.waiting) and time.monotonic() < until:
        if left and time.monotonic() >= due:
            busy = recovery.busy(ground.workers)
            number = chance.choice(busy if busy and chance.random() < BUSY else every)
            pid = ground.workers[number]
            ground.end_worker(number)
            recovery.killed(pid)
            ground.start_worker(number)
            left -= 1
            due = time.monotonic() + chance.uniform(0.2, 1.8) * sizes.seconds / sizes.kills
        recovery.look()
        time.sleep(0.05)
