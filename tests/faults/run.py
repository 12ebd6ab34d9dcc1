"""Runs scenarios of trouble, and says what came of them.

    python -m tests.faults.run --scenario kills,points --seed 3 --mode b

It starts servers of its own. Ends with 1 when a lead was lost or a person doubled. Numbers given
here take the place of a scenario's own; --small takes the sizes of `make test`.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from .figures import Book
from .ground import Ground
from .sizes import Sizes

_PROJECT = Path(__file__).resolve().parents[2]
_DATA = _PROJECT / ".data" / "faults"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run")
    parser.add_argument("--scenario", default="all", help="names with commas between; or all")
    parser.add_argument("--small", action="store_true", help="the sizes of make test")
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--results", type=Path, default=None)
    for one in fields(Sizes):
        kind = {"int": int, "float": float, "str": str}[str(one.type)]
        parser.add_argument(f"--{one.name}", type=kind, default=None)
    return parser


def main() -> int:
    """0 when every scenario was clean."""
    options = _parser().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    results = options.results or options.data / "results" / f"{time.strftime('%m%d-%H%M%S')}.jsonl"
    given = {one.name: getattr(options, one.name) for one in fields(Sizes)}
    with Ground(options.data, Book(results)) as ground:
        # Django's models can be imported only now.
        scenarios = import_module("tests.faults.scenarios").SCENARIOS
        names = list(scenarios) if options.scenario == "all" else options.scenario.split(",")
        went = [_run(ground, scenarios[name], given, small=options.small) for name in names]
    print(f"{sum(went)} of {len(went)} clean; figures in {results}")
    return int(not all(went))


def _run(ground: Ground, scenario: Any, given: dict[str, Any], *, small: bool) -> bool:
    sizes = scenario.small if small else scenario.full
    told = {name: value for name, value in given.items() if value is not None}
    return bool(scenario.run(ground, replace(sizes, **told)))


if __name__ == "__main__":
    raise SystemExit(main())
