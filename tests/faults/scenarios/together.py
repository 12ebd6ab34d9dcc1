"""Many leads of the same people at the same moment, from two sources (reliability.md 4.2, 21)."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.faults import people
from tests.faults.ground import Ground
from tests.faults.oracle import Verdict, judge
from tests.faults.posting import Poster
from tests.faults.sizes import Sizes
from tests.faults.starting import open_world
from tests.faults.trouble_rules import Rule

EACH = 10
# Seconds that a call takes, and up to as many more: time for others to look up as well.
FAR = 0.15


def run(ground: Ground, sizes: Sizes) -> bool:
    """Whether `leads` / 10 people with ten leads each are `leads` / 10 records."""
    began = time.monotonic()
    verdict = sent(ground, sizes)
    figures = {
        "mode": sizes.mode,
        "seed": sizes.seed,
        "people": sizes.leads // EACH,
        "leads": sizes.leads,
        "workers": sizes.workers,
        "streams": sizes.streams,
        **verdict.figures(),
        "seconds": round(time.monotonic() - began, 1),
    }
    ground.book.keep("together", figures, is_clean=verdict.is_clean)
    return verdict.is_clean


def sent(ground: Ground, sizes: Sizes, **mischief: Any) -> Verdict:
    """The verdict on people each of whom comes from two companies, and so in several streams."""
    world = open_world(sizes)
    keys = [world.key, world.another_source("Second door")]
    leads = [
        people.lead(number, again=again, company=f"Company {number} {again % 4}")
        for number in range(sizes.leads // EACH)
        for again in range(EACH)
    ]
    random.Random(sizes.seed).shuffle(leads)  # noqa: S311
    poster = Poster(ground.stack.base_url, patience=sizes.patience)
    ground.org.rules[:] = [Rule("latency", rb"/services/data/", seconds=FAR, more=FAR)]
    ground.start_workers(sizes.workers, **mischief)
    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        parts = enumerate(people.stretches(leads, 20))
        posts = [pool.submit(poster.send, keys[at % 2], part, key=f"{at}") for at, part in parts]
        for post in posts:
            post.result()
    late = world.outstanding(len(leads), until=began + sizes.patience)
    ground.stop_workers()
    ground.org.rules.clear()
    verdict = judge(world, map(people.address, leads), acknowledged=poster.acknowledged)
    verdict.wrong += [*poster.refused, *late]
    return verdict
