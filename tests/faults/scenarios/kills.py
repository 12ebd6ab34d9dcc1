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
# Seconds for which a kill waits for somebody to have leads in hand.
IDLE = 5.0
# A run of so many leads makes few calls.
SHORT = 2000
# An org far away: calls take this long and up to as long again.
FAR = 0.08


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether nobody was lost or doubled, for all kills and lost answers."""
    load = Load(ground, sizes)
    trouble(load.world, sizes)
    recovery = Recovery(load.world, is_keyless=sizes.mode == "b")
    before = ground.kills
    ground.org.rules[:] = [Rule("latency", rb"/services/data/", seconds=FAR, more=FAR)]
    ground.start_workers(sizes.workers)
    with load:
        _kill(ground, load, recovery)
    verdict = load.judge()
    ground.stop_workers()
    p99 = percentile(recovery.seconds, 0.99)
    if p99 > RECOVERED and sizes.leads > SHORT:
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


def trouble(world: World, sizes: Sizes) -> None:
    """3 % of answers lost after the write, 2 % 503, 0.2 % slower than the lease; of a short run's
    few calls four times as many are lost or slow."""
    often = 1 if sizes.leads > SHORT else 4
    workshop, seed = world.workshop(), sizes.seed
    for fault in (
        Fault("reset_after", "writes", probability=0.03 * often, seed=seed),
        Fault("unavailable", "any", probability=0.02, seed=seed + 1),
        Fault("latency", "any", probability=0.002 * often, seed=seed + 2, seconds=SLOW),
    ):
        workshop.add_fault(fault)


def _kill(ground: Ground, load: Load, recovery: Recovery) -> None:
    """Kill workers at random moments while leads come in and until the last has recovered."""
    sizes = load.sizes
    chance = random.Random(sizes.seed)  # noqa: S311
    left, due = sizes.kills, time.monotonic() + 0.5
    while (left or load.is_coming or recovery.waiting) and not load.is_late:
        recovery.look()
        time.sleep(0.02)
        if not left or time.monotonic() < due:
            continue
        busy = recovery.busy(ground.workers)
        is_aimed = random.Random(f"{sizes.seed}/{left}").random() < BUSY  # noqa: S311
        if is_aimed and not busy and time.monotonic() < due + IDLE:
            continue
        number = chance.choice(busy if is_aimed and busy else sorted(ground.workers))
        pid = ground.workers[number]
        ground.end_worker(number)
        recovery.killed(pid)
        ground.start_worker(number)
        left -= 1
        due = time.monotonic() + chance.uniform(0.2, 1.8) * sizes.seconds / sizes.kills
