"""Plans against executions: random agreements, org states and leads, compared field by field.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.plans --cases 1000

Prints what the plans said and how many differences there were; ends with 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import django

from tests.stack import Stack

LEADS = 8  # of one agreement; each is a case


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), workers=0):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()
        from tests.faults.world import World
        from tests.journeys.planned import PlannedRuns

        runs, began = PlannedRuns(World.open().tenant), time.monotonic()
        for at in range(-(-options.cases // LEADS)):
            runs.case(options.seed * 1_000_000 + at, leads=LEADS)
        seconds = time.monotonic() - began
    found = runs.figures
    for sentence in found.differences[:50]:
        print(sentence)
    print(f"seed {options.seed}, {found.cases} cases in {seconds:.0f} s: {dict(found.actions)}")
    print(
        f"refused by Salesforce as predicted: {found.refused - found.by_access}, for rights to one "
        f"record: {found.by_access}; plans that wrote: {found.planning_writes}; "
        f"differences: {len(found.differences)}"
    )
    return 1 if found.differences or found.planning_writes else 0


if __name__ == "__main__":
    raise SystemExit(main())
