"""How much is measured: the arguments, their usual values and their bounds. Pure."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROWS = (1, 2, 3, 4, 5, 6, 7, 8, 12)


@dataclass(frozen=True)
class Sizes:
    """Leads, rounds, seconds; latency in seconds for each call of an org."""

    rows: tuple[int, ...]
    leads: int
    rounds: int
    latency: float
    ms_per_record: int
    known: float
    slow_leads: int
    at_once: int
    streams: tuple[int, ...]
    single_leads: int
    steady_seconds: float
    tenants: int
    load: int
    neighbour_seconds: float
    every: float
    out: Path | None
    picture: Path | None


def read_sizes(arguments: Sequence[str]) -> Sizes:
    """The sizes of a command line; ends the program with words for a wrong one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reach")
    quick = "--quick" in arguments
    for name, usual, quickly, most, told in _NUMBERS:
        kind = type(usual)
        parser.add_argument(
            f"--{name}", type=_between(kind, most), default=quickly if quick else usual, help=told
        )
    parser.add_argument("--quick", action="store_true", help="smaller sizes, about five minutes")
    parser.add_argument("--row", type=int, action="append", choices=ROWS, help="these rows alone")
    parser.add_argument(
        "--streams", type=int, nargs="+", choices=range(1, 9), help="row 6: how many at a time",
        default=(1, 4) if quick else (1, 2, 4, 8),
    )  # fmt: skip
    parser.add_argument("--out", type=Path, help="a file for the results, JSON")
    parser.add_argument("--picture", type=Path, help="a file for the picture, SVG")
    told = vars(parser.parse_args(arguments))
    del told["quick"]
    rows = tuple(sorted(set(told.pop("row") or ROWS)))
    return Sizes(**{**told, "streams": tuple(told["streams"])}, rows=rows)


# Name, usual value, quick one, the most, what it is.
_NUMBERS: tuple[tuple[str, float, float, float, str], ...] = (
    ("leads", 5000, 2000, 100_000, "rows 1, 5, 12: the backlog"),
    ("rounds", 3, 1, 9, "how often each is measured; the median counts"),
    ("latency", 0.12, 0.12, 5.0, "seconds that each call takes longer"),
    ("ms_per_record", 8, 8, 1000, "row 6: ms that each written record takes"),
    ("known", 0.2, 0.2, 0.5, "which share of the people has a Lead already"),
    ("at_once", 2, 2, 8, "rows 1, 5, 12: batches that Inlet works at the same time"),
    ("slow_leads", 1600, 800, 100_000, "row 6: the backlog"),
    ("single_leads", 40, 20, 1000, "row 3: leads, one by one"),
    ("steady_seconds", 60.0, 20.0, 3600.0, "row 2, and half of it row 4"),
    ("tenants", 50, 20, 200, "row 4: clients, with one lead a second each"),
    ("load", 12_000, 4000, 1_000_000, "row 7: what the neighbour loads"),
    ("neighbour_seconds", 40.0, 20.0, 3600.0, "rows 7 and 8: how long one is alone"),
    ("every", 2.0, 1.0, 60.0, "rows 7 and 8: seconds between single leads"),
)


def _between(kind: type, most: float) -> type:
    def read(text: str) -> float:
        value: float = kind(text)
        if not 0 <= value <= most:
            raise argparse.ArgumentTypeError(f"0 to {most:g}")
        return value

    return read  # type: ignore[return-value]
