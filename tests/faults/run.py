"""Runs scenarios of trouble, and says what came of them.

    python -m tests.faults.run --scenario kills,points --seed 1,2,3 --mode a,b

It starts servers of its own. Ends with 1 when a lead was lost or a person doubled. Numbers given
here take the place of a scenario's own; --small takes the sizes of `make test`. Each scenario is
run with every seed, in every mode given or in its own.
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
    parser.add_argument("--seed", default="1", help="one, or several with commas between")
    parser.add_argument("--mode", default="", help="a: with a unique key, b: without; or a,b")
    for one in fields(Sizes):
        if one.name not in {"seed", "mode"}:
            kind = {"int": int, "float": float}[str(one.type)]
            parser.add_argument(f"--{one.name}", type=kind, default=None)
    return parser


def main() -> int:
    """0 when every scenario was clean."""
    options = _parser().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    results = options.results or options.data / "results" / f"{time.strftime('%m%d-%H%M%S')}.jsonl"
    seeds = [int(one) for one in options.seed.split(",")]
    with Ground(options.data, Book(results)) as ground:
        # Django's models can be imported only now.
        scenarios = import_module("tests.faults.scenarios").SCENARIOS
        names = list(scenarios) if options.scenario == "all" else options.scenario.split(",")
        went = [
            scenarios[name].run(ground, replace(_sizes(scenarios[name], options), **which))
            for name in names
            for mode in (options.mode.split(",") if options.mode else scenarios[name].modes)
            for which in ({"mode": mode, "seed": seed} for seed in seeds)
        ]
    print(f"{sum(went)} of {len(went)} clean; figures in {results}")
    return int(not all(went))


def _sizes(scenario: Any, options: argparse.Namespace) -> Sizes:
    """The scenario's own, but for what was given."""
    usual: Sizes = scenario.small if options.small else scenario.full
    given = {one.name: getattr(options, one.name) for one in fields(Sizes)}
    own = {name: value for name, value in given.items() if name not in {"seed", "mode"}}
    return replace(usual, **{name: value for name, value in own.items() if value is not None})


if __name__ == "__main__":
    raise SystemExit(main())
