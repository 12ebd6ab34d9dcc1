"""Rows 1, 5, 6 and 12: working off a backlog, beside the floor and the loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .ground import Racer
from .measures import Result, middle
from .processes import Processes
from .sides import by_product, by_script, newcomers
from .sizes import Sizes
from .table import Line

SMALL = 1000
# The loop is measured on so many, and one by one on a tenth of them: its pace never changes.
NAIVE = 300
LOOP_THREADS = 10
LOOPS = f"loop × {LOOP_THREADS}"
# Runs of a race, by name: the floor and the product on a small and on the whole backlog, the
# product with several batches at a time, the loop.
Runs = dict[str, list[Result]]


def backlog(running: Processes, sizes: Sizes) -> Iterator[Line]:
    """Rows 1, 5 and 12, which are one race."""
    runs = _raced(running, sizes)
    found = [*_calls_spent(runs), *_paces(runs, sizes), *_resources(runs)]
    yield from (line for line in found if line.row in sizes.rows)


def _raced(running: Processes, sizes: Sizes) -> Runs:
    """Every round has all sides, in turn, each with people of its own in one org."""
    racer = Racer.open(latency=sizes.latency)
    runs: Runs = {}

    def ours(name: str, size: int, *, streams: int = 1) -> None:
        some = newcomers(racer, size, known=sizes.known)
        runs.setdefault(name, []).append(by_product(running, racer, some, streams=streams))

    def script(name: str, side: str, size: int, *, threads: int = 1) -> None:
        some = newcomers(racer, size, known=sizes.known)
        found = by_script(running, side, racer, some, threads=threads)
        runs.setdefault(name, []).append(found)

    # The first batch opens connections and reads the set-up; it counts for nobody.
    for streams in (1, sizes.at_once):
        ours("warm", 200, streams=streams)
    script("warm", "floor", 200)
    for _ in range(sizes.rounds):
        script("floor", "floor", sizes.leads)
        ours("ours", sizes.leads)
        script("small floor", "floor", min(SMALL, sizes.leads))
        ours("small", min(SMALL, sizes.leads))
        ours("at once", sizes.leads, streams=sizes.at_once)
        script(LOOPS, "naive", NAIVE, threads=LOOP_THREADS)
        script("loop", "naive", NAIVE // 10)
    return runs


def _calls_spent(runs: Runs) -> Iterator[Line]:
    for goal, name, floor in ((4, "small", "small floor"), (3, "ours", "floor")):
        yield Line(
            1, f"calls per 1,000 of a backlog of {runs[name][0].leads:,}", _calls(runs[name]), goal,
            beside={"floor": _calls(runs[floor]), "loop": _calls(runs["loop"])},
        )  # fmt: skip


def _paces(runs: Runs, sizes: Sizes) -> Iterator[Line]:
    seen = {name: _pace(runs[name]) for name in ("floor", LOOPS, "loop")}
    for name, streams in (("ours", 1), ("at once", sizes.at_once)):
        what, pace = f"backlog of {sizes.leads:,}, {streams} at a time", _pace(runs[name])
        beside = {"Inlet": pace, **seen}
        yield Line(5, f"{what}, leads a second", pace, 600, at_most=False, beside=beside)
        yield Line(5, f"{what}, of the floor", pace / seen["floor"], 0.5, at_most=False)
        yield Line(5, f"{what}, times the {LOOPS}", pace / seen[LOOPS], 20, at_most=False)


def _resources(runs: Runs) -> Iterator[Line]:
    ours = runs["ours"]
    kinds = {kind: middle(one.cpu[kind] * 1000 / one.leads for one in ours) for kind in ours[0].cpu}
    spent = middle(one.cpu_per_1000 for one in ours)
    yield Line(12, "CPU seconds per 1,000, from POST to outcome", spent, 5, "s", beside=kinds)
    most = max(one.memory for name in ("ours", "small", "at once") for one in runs[name])
    yield Line(12, "memory of a worker", most, 150, "MB")


def slow_org(running: Processes, sizes: Sizes) -> Iterator[Line]:
    """Row 6: each written record takes its time, and several batches are written at once."""
    racer = Racer.open(latency=sizes.latency, ms_per_record=sizes.ms_per_record)
    known = sizes.known
    for streams in sizes.streams:
        ours, floor = [], []
        by_product(running, racer, newcomers(racer, 200, known=known), streams=streams)
        for _ in range(sizes.rounds):
            some = newcomers(racer, sizes.slow_leads, known=known)
            floor.append(by_script(running, "floor", racer, some, threads=streams))
            some = newcomers(racer, sizes.slow_leads, known=known)
            ours.append(by_product(running, racer, some, streams=streams))
        yield Line(
            6, f"{sizes.ms_per_record} ms a record, {streams} at a time, of the floor",
            _pace(ours) / _pace(floor), 0.8, at_most=False,
            beside={"Inlet": _pace(ours), "floor": _pace(floor)},
        )  # fmt: skip


def _pace(results: Sequence[Result]) -> float:
    return middle(one.pace for one in results)


def _calls(results: Sequence[Result]) -> float:
    return middle(one.calls_per_1000 for one in results)
