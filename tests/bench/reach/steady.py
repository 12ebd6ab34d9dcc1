"""Rows 2, 3 and 4: leads that come singly, to one client and to many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .ground import Racer
from .measures import middle
from .processes import Processes
from .senders import Delays, evenly, one_by_one
from .sizes import Sizes
from .table import Line

PER_SECOND = 10
PAUSE = 0.05
# What Inlet may add to the two calls that every lead takes: median and 99th percentile, in ms.
ADDED = 60, 250
# What a crowd may do to them.
CROWDED = 1.5, 3.0


def singly(running: Processes, sizes: Sizes) -> Iterator[Line]:
    """Rows 2, 3 and 4, as far as they are wanted."""
    del running
    racer = Racer.open(latency=sizes.latency)
    one_by_one(racer, 5, pause=PAUSE)
    if 2 in sizes.rows:
        yield _paced(racer, sizes)
    if not {3, 4} & set(sizes.rows):
        return
    idle = _rounds(sizes, lambda: one_by_one(racer, sizes.single_leads, pause=PAUSE))
    if 3 in sizes.rows:
        yield from _against(3, "one lead, idle", idle, _with_latency(sizes))
    if 4 in sizes.rows:
        crowd = [Racer.open(latency=sizes.latency) for _ in range(sizes.tenants)]
        evenly(crowd, every=1, seconds=3)
        many = _rounds(sizes, lambda: evenly(crowd, every=1, seconds=sizes.steady_seconds / 2))
        goals = CROWDED[0] * _p50(idle), CROWDED[1] * _p99(idle)
        yield from _against(4, f"{sizes.tenants} clients, one lead a second each", many, goals)


def _paced(racer: Racer, sizes: Sizes) -> Line:
    """Row 2."""
    calls = racer.calls()
    found = evenly([racer], every=1 / PER_SECOND, seconds=sizes.steady_seconds)
    spent = (racer.calls() - calls) * 1000 / len(found.seconds)
    return Line(
        2, f"calls per 1,000 at {PER_SECOND} leads a second", spent, 150,
        beside={"p50 ms": found.p50, "p99 ms": found.p99, "leads": len(found.seconds)},
    )  # fmt: skip


def _rounds(sizes: Sizes, measure: Callable[[], Delays]) -> list[Delays]:
    return [measure() for _ in range(sizes.rounds)]


def _with_latency(sizes: Sizes) -> tuple[float, float]:
    calls = 2 * sizes.latency * 1000
    return calls + ADDED[0], calls + ADDED[1]


def _against(
    row: int, what: str, found: Sequence[Delays], goals: tuple[float, float]
) -> Iterator[Line]:
    beside = {"leads a round": len(found[0].seconds)}
    yield Line(row, f"{what}, p50", _p50(found), goals[0], "ms", beside=beside)
    yield Line(row, f"{what}, p99", _p99(found), goals[1], "ms", beside=beside)


def _p50(found: Sequence[Delays]) -> float:
    return middle(one.p50 for one in found)


def _p99(found: Sequence[Delays]) -> float:
    return middle(one.p99 for one in found)
