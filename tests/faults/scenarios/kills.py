"""Leads come in, answers get lost, and workers are killed all the time (reliability.md 4.2, 1)."""

from __future__ import annotations

import random
import threading
import time

from connections.practice.rules.faults import Fault
from tests.faults import people
from tests.faults.figures import percentile
from tests.faults.ground import Ground
from tests.faults.oracle import judge
from tests.faults.posting import Poster
from tests.faults.recovering import Recovery
from tests.faults.sizes import Sizes
from tests.faults.starting import open_world
from tests.faults.world import World

AT_ONCE = 25
# Longer than the lease, and than any client waits.
SLOW = 9.0


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether nobody was lost or doubled, for all kills and lost answers."""
    world = open_world(sizes)
    trouble(world, sizes.seed)
    crowd = people.crowd(sizes.leads, sizes.leads // 10, seed=sizes.seed)
    began, before = time.monotonic(), ground.kills
    ground.start_workers(sizes.workers)
    poster, recovery = Poster(ground.stack.base_url), Recovery(world)
    sender = threading.Thread(target=_send, args=(poster, world, crowd, sizes))
    sender.start()
    _kill(ground, sizes, recovery, sender)
    sender.join()
    states = world.wait(sizes.leads, until=began + sizes.patience)
    took = time.monotonic() - began
    ground.stop_workers()
    verdict = judge(world, map(people.address, crowd), acknowledged=poster.acknowledged)
    verdict.wrong += poster.refused
    ground.book.keep(
        "kills",
        {
            "mode": sizes.mode,
            "seed": sizes.seed,
            "leads": sizes.leads,
            "workers": sizes.workers,
            "streams": sizes.streams,
            "kills": ground.kills - before,
            **verdict.figures(),
            "states": dict(states),
            "recovered": len(recovery.seconds),
            "p50_recovery": percentile(recovery.seconds, 0.5),
            "p99_recovery": percentile(recovery.seconds, 0.99),
            "faults": {one.fault.kind: one.fired for one in world.workshop().faults()},
            "seconds": round(took, 1),
        },
        is_clean=verdict.is_clean,
    )
    return verdict.is_clean


def trouble(world: World, seed: int) -> None:
    """3 % of answers lost after the write, 2 % 503, 0.2 % slower than the lease."""
    workshop = world.workshop()
    for fault in (
        Fault("reset_after", "writes", probability=0.03, seed=seed),
        Fault("unavailable", "any", probability=0.02, seed=seed + 1),
        Fault("latency", "any", probability=0.002, seed=seed + 2, seconds=SLOW),
    ):
        workshop.add_fault(fault)


def _send(poster: Poster, world: World, crowd: list[people.Payload], sizes: Sizes) -> None:
    parts = people.stretches(crowd, AT_ONCE)
    began = time.monotonic()
    for number, part in enumerate(parts):
        time.sleep(max(0.0, began + number * sizes.seconds / len(parts) - time.monotonic()))
        poster.send(world.key, part, key=f"part-{number}")


def _kill(ground: Ground, sizes: Sizes, recovery: Recovery, sender: threading.Thread) -> None:
    """Kill workers at random moments while leads come in and until the last has recovered."""
    chance = random.Random(sizes.seed)  # noqa: S311
    left = sizes.kills
    due = time.monotonic() + 0.5
    until = time.monotonic() + sizes.patience
    while (left or sender.is_alive() or recovery.waiting) and time.monotonic() < until:
        if left and time.monotonic() >= due:
            number = chance.choice(sorted(ground.workers))
            recovery.killed(ground.workers[number], lambda at=number: ground.end_worker(at))
            ground.start_worker(number)
            left -= 1
            due = time.monotonic() + chance.uniform(0.2, 1.8) * sizes.seconds / sizes.kills
        recovery.look()
        time.sleep(0.05)
