"""The product's own work at 10,000 leads of one client and at millions.

    python -m config.embedded --data .data/bench --fresh --throwaway -- python -m tests.bench.scale

Row 11 of the goals: claim, match (our side), outcome, dashboard and lists, median at `--leads`
against 10,000 of the same client in the same database: at most 1.5 times. Run it with
`--leads 5000000` for the whole; that takes about 15 GB of disk.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

import django

SMALL = 10_000
GOAL = 1.5


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    leads, rounds = min(given.leads, 10_000_000), min(given.rounds, 1000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], check=True
    )
    django.setup()
    small, large = _at(SMALL, rounds), _at(leads, rounds)
    print(f"{'':24}{SMALL:>12,}{leads:>12,}  (ms, medians of {rounds})")
    for name, before in small.items():
        ratio = large[name] / before
        mark = "" if ratio <= GOAL else "  above the goal"
        print(f"{name:24}{before * 1000:12.1f}{large[name] * 1000:12.1f}{ratio:8.2f}x{mark}")
    return 0


def _at(leads: int, rounds: int) -> dict[str, float]:
    # Django's models can be imported only now.
    from tests.bench.scale.filling import fill
    from tests.bench.scale.timing import Times, engine, pages
    from tests.bench.scale.world import signed_in_world

    here = signed_in_world()
    began = time.monotonic()
    source = here.source
    fill(source.tenant_id, source.pk, source.connection_id, leads=leads)
    print(f"{leads:,} leads made in {time.monotonic() - began:.0f} s", flush=True)
    times = Times()
    engine(source, times, leads=leads, rounds=rounds)
    pages(here.client, here.address, times, leads=leads, rounds=max(rounds // 4, 5))
    return times.medians()


if __name__ == "__main__":
    raise SystemExit(main())
