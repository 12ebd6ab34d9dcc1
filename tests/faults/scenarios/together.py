"""Many leads of the same people at the same moment, from two sources (reliability.md 4.2, 21)."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults import people
from tests.faults.ground import Ground
from tests.faults.oracle import judge
from tests.faults.posting import Poster
from tests.faults.sizes import Sizes
from tests.faults.starting import open_world

EACH = 10


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether `leads` / 10 people with ten leads each are `leads` / 10 records."""
    world = open_world(sizes)
    keys = [world.key, world.another_source("Second door")]
    chance = random.Random(sizes.seed)  # noqa: S311
    count = sizes.leads // EACH
    leads = [people.lead(number, again=again) for number in range(count) for again in range(EACH)]
    chance.shuffle(leads)
    poster = Poster(ground.stack.base_url, patience=sizes.patience)
    ground.start_workers(sizes.workers)
    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        parts = list(enumerate(people.stretches(leads, 20)))
        sent = [pool.submit(poster.send, keys[at % 2], part, key=f"{at}") for at, part in parts]
        for one in sent:
            one.result()
    states = world.wait(len(leads), until=began + sizes.patience)
    took = time.monotonic() - began
    ground.stop_workers()
    verdict = judge(world, map(people.address, leads), acknowledged=poster.acknowledged)
    verdict.wrong += poster.refused
    figures = {
        "mode": sizes.mode,
        "seed": sizes.seed,
        "people": count,
        "leads": len(leads),
        "workers": sizes.workers,
        "streams": sizes.streams,
        **verdict.figures(),
        "states": dict(states),
        "seconds": round(took, 1),
    }
    ground.book.keep("together", figures, is_clean=verdict.is_clean)
    return verdict.is_clean
