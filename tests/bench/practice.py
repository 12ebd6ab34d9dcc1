"""How fast the practice org is, over HTTP, the client on the same machine.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.practice

Single requests a second (a record read, a query by e-mail, a create, an update, in turn) and
the time of a collection of 200 creates; once in an empty org and once with `--leads` in it.
Beside them, from the same run, a view that does nothing and a round trip to the database.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

from tests.bench.client import Client, per_second

KINDS = ("read", "query", "create", "update")


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    leads: int
    seconds: float
    threads: int
    rounds: int


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long one measure takes")
    parser.add_argument("--threads", type=int, default=6, help="clients at a time")
    parser.add_argument("--rounds", type=int, default=3, help="measures; their median counts")
    given = parser.parse_args()
    sizes = Sizes(
        min(given.leads, 1_000_000), min(given.seconds, 60), min(given.threads, 32),
        min(given.rounds, 20),
    )  # fmt: skip
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], check=True
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    # Django's models can be imported only now.
    from tests.practice_process import practice_org_process

    with practice_org_process(workers=2) as address:
        _measure(address, sizes)
    return 0


def _measure(address: str, sizes: Sizes) -> None:
    from tests.bench.practice_world import fill_up, open_org

    org, token = open_org(address)
    client = Client(address, token)
    print(f"round trips to the database (SELECT 1): {_round_trips():,.0f} a second")
    bare = _median(sizes, lambda: per_second(sizes, lambda: client.get("/healthz")))
    print(f"a view that does nothing: {bare:,.0f} a second")
    before = _singles(client, sizes, bare)
    if not sizes.leads:
        return
    began = time.monotonic()
    fill_up(org, sizes.leads)
    taken = time.monotonic() - began
    print(f"{sizes.leads:,} Leads seeded in {taken:.0f} s, {sizes.leads / taken:,.0f} a second")
    after = _singles(client, sizes, bare)
    print(f"with {sizes.leads:,} Leads: {after / before:.0%} of the speed without")


def _singles(client: Client, sizes: Sizes, bare: float) -> float:
    from tests.bench.practice_world import Work

    work = Work(client)
    for kind in KINDS:
        rate = per_second(sizes, getattr(work, kind))
        print(f"  {kind}: {rate:,.0f} a second")
    mixed = _median(sizes, lambda: per_second(sizes, work.mixed))
    print(f"  mixed: {mixed:,.0f} single requests a second, {mixed / bare:.0%} of the bare view")
    took = [_timed(work.collection) for _ in range(max(sizes.rounds, 3) * 2)]
    print(f"  a collection of 200 creates: median {statistics.median(took) * 1000:.0f} ms")
    return mixed


def _median(sizes: Sizes, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(sizes.rounds))


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _round_trips(count: int = 3000) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        began = time.perf_counter()
        for _ in range(count):
            cursor.execute("SELECT 1")
            cursor.fetchone()
        return count / (time.perf_counter() - began)


if __name__ == "__main__":
    raise SystemExit(main())
