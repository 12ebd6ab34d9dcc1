"""Leads of one person in shuffled order, under random rules, against the order they happened in.

    python -m tests.bench.shuffled --runs 10000 --seed 4

Each run makes a person (`tests.mappings.histories`), lets the leads come in order and in one
random order, and compares each field of the record. Prints how many agree. A field must agree
wherever the leads, sorted, come to a real value. Where they come to none (the earliest lead lacks
a field that later ones may not fill), what was written meanwhile stays: Inlet never blanks.
"""

from __future__ import annotations

import argparse
import time
from random import Random

from tests.mappings.histories import FIELDS, is_worth_something, lived, random_history


def main() -> int:
    """Run it with the size of the command line; 1 if a field disagrees."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    chance, began = Random(options.seed), time.perf_counter()  # noqa: S311
    same = kept = shuffled = 0
    wrong: list[int] = []
    for run in range(options.runs):
        history = random_history(chance)
        in_order = sorted(history.leads, key=lambda lead: (lead.event_at, lead.lead_key))
        order = chance.sample(in_order, len(in_order))
        shuffled += order != in_order
        straight, mixed = lived(history, in_order), lived(history, order)
        for name in FIELDS:
            if straight.fields.get(name) == mixed.fields.get(name):
                same += 1
            elif name in straight.meant and is_worth_something(straight.meant[name]):
                wrong.append(run)
            else:
                kept += 1
    seconds = time.perf_counter() - began
    print(
        f"{options.runs:,} histories, {shuffled:,} of them out of order, {same + kept:,} fields: "
        f"{same:,} the same, {kept:,} kept because nothing is ever blanked, "
        f"{len(wrong):,} different; {seconds:.1f} s, seed {options.seed}"
    )
    if wrong:
        print(f"different in the runs {sorted(set(wrong))[:10]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
