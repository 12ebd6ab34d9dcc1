"""How fast leads are taken in, over HTTP, beside bare views of Django REST framework.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.intake

Rows 9 and 10 of the goals: single leads (token, checks, Idempotency-Key, durable) against a bare
view with token and INSERT; a hundred a request against DRF's bulk way and against a plain view
with one multi-row INSERT. In turn, in one run, with the same gunicorn settings and one source;
medians of `--rounds`.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median
from typing import Any

import django

from tests.bench.intake.firing import Shot, fire
from tests.bench.intake.ground import Ground, ground
from tests.bench.intake.leads import bare, message, ours

BATCH = 100
_numbers = count(1)


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    requests: int
    batches: int
    clients: int
    rounds: int


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=3000, help="single leads a round")
    parser.add_argument("--batches", type=int, default=120, help="requests of a hundred a round")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    sizes = Sizes(
        min(given.requests, 100_000), min(given.batches, 5000), min(given.clients, 64),
        min(given.rounds, 20),
    )  # fmt: skip
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    with ground() as here:
        _singles(here, sizes)
        _batches(here, sizes)
    return 0


def _singles(here: Ground, sizes: Sizes) -> None:
    product = _shots(
        here.ours, sizes.requests, sizes,
        lambda: message("/api/v1/leads", ours(next(_numbers)), authorization=f"Bearer {here.key}"),
    )  # fmt: skip
    yardstick = _shots(
        here.bare, sizes.requests, sizes,
        lambda: message("/one", bare(next(_numbers)), authorization=f"Token {here.token}"),
    )  # fmt: skip
    mine, theirs = _in_turn(sizes, product, yardstick)
    print(f"single leads, {sizes.clients} clients, one source")
    _say("bare DRF view", theirs)
    _say("Inlet", mine)
    print(f"  row 9: {_rate(mine) / _rate(theirs):.2f} of the bare view (goal 1.0)")


def _batches(here: Ground, sizes: Sizes) -> None:
    def many(make: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
        return [make(next(_numbers)) for _ in range(BATCH)]

    product = _shots(
        here.ours, sizes.batches, sizes,
        lambda: message("/api/v1/leads/batch", many(ours), authorization=f"Bearer {here.key}"),
    )  # fmt: skip
    bulk = _shots(
        here.bare, sizes.batches, sizes,
        lambda: message("/many", many(bare), authorization=f"Token {here.token}"),
    )  # fmt: skip
    plain = _shots(
        here.bare, sizes.batches, sizes, lambda: message("/plain", many(bare), authorization="")
    )
    mine, theirs, floor = _in_turn(sizes, product, bulk, plain)
    print(f"{BATCH} leads a request, {sizes.clients} clients, one source")
    _say("bare DRF bulk", theirs, BATCH)
    _say("plain view", floor, BATCH)
    _say("Inlet", mine, BATCH)
    print(f"  row 10: {_rate(mine) / _rate(theirs):.2f} of DRF's bulk way (goal 0.6)")
    print(f"  stretch: {_rate(mine) / _rate(floor):.2f} of the plain view (goal 0.4)")


def _shots(port: int, number: int, sizes: Sizes, make: Callable[[], bytes]) -> Any:
    """One round after the other; the first warms up."""
    fire(port, [make() for _ in range(max(number // 10, sizes.clients))], clients=sizes.clients)
    while True:
        yield fire(port, [make() for _ in range(number)], clients=sizes.clients)


def _in_turn(sizes: Sizes, *ways: Any) -> list[list[Shot]]:
    rounds = [[next(way) for way in ways] for _ in range(sizes.rounds)]
    return [list(shots) for shots in zip(*rounds, strict=True)]


def _rate(shots: Sequence[Shot]) -> float:
    return median(shot.rate for shot in shots)


def _say(name: str, shots: Sequence[Shot], size: int = 1) -> None:
    p50 = median(shot.p50 for shot in shots) * 1000
    p99 = median(shot.p99 for shot in shots) * 1000
    print(f"  {name}: {_rate(shots) * size:,.0f} leads/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
