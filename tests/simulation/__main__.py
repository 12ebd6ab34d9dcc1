"""Tell many histories, and whether anything was lost or doubled in one of them.

    python -m tests.simulation --histories 100000 --seed 1
    python -m tests.simulation --histories 2000 --without people

Prints seeds, counts and time, and ends with 1 when anything was found.
"""

from __future__ import annotations

import argparse
import logging
import os
import time
from collections import Counter
from dataclasses import replace

from .history import ALL
from .telling import Told, tell_all

SAFETIES = ("fence", "people", "reread", "unique", "quarantine")


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--histories", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--without", choices=SAFETIES, default="")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    safeties = replace(ALL, **{options.without: False}) if options.without else ALL
    began = time.monotonic()
    told = tell_all(options.histories, options.seed, safeties, processes=options.processes)
    print_out(told, options, seconds=time.monotonic() - began)
    return 1 if told.wrongs else 0


def print_out(told: Told, options: argparse.Namespace, *, seconds: float) -> None:
    """The figures, and the first things that were found."""
    without = f" without {options.without}" if options.without else ""
    states = ", ".join(f"{count} {state}" for state, count in sorted(told.states.items()))
    kinds = Counter(" ".join(one.split()[1:]) for _, one in told.wrongs)
    print(
        f"{told.histories} histories{without} from seed {options.seed}: {told.leads} leads "
        f"({states}), {told.calls} calls, {told.kills} workers killed, {told.late} requests that "
        f"outlived their worker: {len(told.wrongs)} violations in "
        f"{len({seed for seed, _ in told.wrongs})} histories, {seconds:.1f} s "
        f"({1000 * told.cpu / told.histories:.1f} ms of CPU each)"
    )
    for seed, wrong in told.wrongs[: options.show]:
        print(f"  seed {seed}: {wrong}")
    for kind, count in kinds.most_common(8) if told.wrongs else ():
        print(f"  {count} × … {kind}")


if __name__ == "__main__":
    raise SystemExit(main())
