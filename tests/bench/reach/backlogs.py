"""Rows 1, 5, 6 and 12: working off a backlog, beside the floor and the loop."""

from __future__ import annotations

from collections.abc import Iterator

from .ground import Racer
from .measures import Result, middle
from .processes import Processes
from .sides import by_product, by_script, newcomers
from .sizes import Sizes
from .table import Line

# The loop is measured on so many, and one by one on a third of them: its pace never changes.
NAIVE = 300
SMALL = 1000
LOOP_THREADS = 10


class Race:
    """What each side came to, round by round."""

    def __init__(self, running: Processes, sizes: Sizes) -> None:
        self.running, self.sizes = running, sizes
        self.ours: list[Result] = []
        self.small: list[Result] = []
        self.floor: list[Result] = []
        self.small_floor: list[Result] = []
        self.loop: list[Result] = []
        self.loop_at_once: list[Result] = []

    def run(self) -> None:
        """Every round has all sides, in turn, each with people of its own in one org."""
        racer = Racer.open(latency=self.sizes.latency)
        known = self.sizes.known
        # The first batch opens connections and reads the set-up; it counts for nobody.
        by_product(self.running, racer, newcomers(racer, 200, known=known))
        by_script(self.running, "floor", racer, newcomers(racer, 200, known=known))
        for _ in range(self.sizes.rounds):
            big, small = self.sizes.leads, min(SMALL, self.sizes.leads)
            self.floor.append(
                by_script(self.running, "floor", racer, newcomers(racer, big, known=known))
            )
            self.ours.append(by_product(self.running, racer, newcomers(racer, big, known=known)))
            self.small_floor.append(
                by_script(self.running, "floor", racer, newcomers(racer, small, known=known))
            )
            self.small.append(by_product(self.running, racer, newcomers(racer, small, known=known)))
            some = newcomers(racer, NAIVE, known=known)
            self.loop_at_once.append(
                by_script(self.running, "naive", racer, some, threads=LOOP_THREADS)
            )
            some = newcomers(racer, NAIVE // 10, known=known)
            self.loop.append(by_script(self.running, "naive", racer, some))

    def lines(self) -> Iterator[Line]:
        """The rows."""
        pace, floor = _pace(self.ours), _pace(self.floor)
        loops = {"loop": _pace(self.loop), f"loop × {LOOP_THREADS}": _pace(self.loop_at_once)}
        for goal, ours, theirs in ((4, self.small, self.small_floor), (3, self.ours, self.floor)):
            yield Line(
                1, f"calls per 1,000 of a backlog of {ours[0].leads:,}", _calls(ours), goal,
                beside={"floor": _calls(theirs), "loop": _calls(self.loop)},
            )  # fmt: skip
        size = f"backlog of {self.sizes.leads:,}"
        seen = {"Inlet": pace, "floor": floor, **loops}
        yield Line(5, f"{size}, leads a second", pace, 600, at_most=False, beside=seen)
        yield Line(5, f"{size}, of the floor", pace / floor, 0.5, at_most=False, beside=seen)
        times = pace / _pace(self.loop_at_once)
        yield Line(5, f"{size}, times the loop × {LOOP_THREADS}", times, 20, at_most=False)
        kinds = {name: middle(one.cpu[name] * 1000 / one.leads for one in self.ours)
                 for name in self.ours[0].cpu}  # fmt: skip
        spent = middle(one.cpu_per_1000 for one in self.ours)
        yield Line(12, "CPU seconds per 1,000, from POST to outcome", spent, 5, "s", beside=kinds)
        yield Line(12, "memory of a worker", max(one.memory for one in self.ours), 150, "MB")


def backlog(running: Processes, sizes: Sizes) -> Iterator[Line]:
    """Rows 1, 5 and 12, which are one race."""
    race = Race(running, sizes)
    race.run()
    wanted = sizes.rows
    yield from (line for line in race.lines() if line.row in wanted)


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


def _pace(results: list[Result]) -> float:
    return middle(one.pace for one in results)


def _calls(results: list[Result]) -> float:
    return middle(one.calls_per_1000 for one in results)
