"""Rows 7 and 8: what one client feels of another's load, or of another's dead org."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from connections.practice.faulting import add_fault
from connections.practice.opening import set_call_limit
from connections.practice.rules.faults import Fault

from .ground import Racer
from .measures import middle
from .processes import Processes
from .senders import Delays, evenly
from .sides import PATIENCE, newcomers
from .sizes import Sizes
from .table import Line

# Leads that wait for the dead org, and seconds that it takes to answer nothing.
WAITING, HANGS = 500, 60.0


class Load:
    """A client that sends as fast as it can, until all it sent has ended."""

    def __init__(self, sizes: Sizes) -> None:
        self.racer = Racer.open(latency=sizes.latency)
        self.size, self.known = sizes.load, sizes.known

    def run(self) -> float:
        """Its pace, in leads a second from the first request to the last outcome."""
        some = newcomers(self.racer, self.size, known=self.known)
        began = time.monotonic()
        self.racer.send(some)
        self.racer.wait(within=PATIENCE)
        return self.size / (time.monotonic() - began)

    def beside(self, measure: Callable[[], Delays]) -> tuple[float, Delays]:
        """Its pace, and what is measured meanwhile, again and again until it is through."""
        paces: list[float] = []
        loading = threading.Thread(target=lambda: paces.append(self.run()))
        loading.start()
        seen: list[float] = []
        while loading.is_alive():
            seen += measure().seconds
        loading.join()
        return paces[0], Delays(seen)


def neighbours(running: Processes, sizes: Sizes) -> Iterator[Line]:
    """Rows 7 and 8, as far as they are wanted."""
    del running
    racer = Racer.open(latency=sizes.latency)
    evenly([racer], every=0.5, seconds=2)

    def alone() -> Delays:
        return evenly([racer], every=sizes.every, seconds=sizes.neighbour_seconds)

    quiet = alone()
    if 7 in sizes.rows:
        yield from _loaded(racer, quiet, sizes)
    if 8 in sizes.rows:
        for what, broken in (("dead", _dead), ("out of calls", _spent)):
            with broken(sizes):
                found = alone()
            yield _felt(8, f"a neighbour’s org is {what}, p99", found, quiet, times=1.5)


def _loaded(racer: Racer, quiet: Delays, sizes: Sizes) -> Iterator[Line]:
    load = Load(sizes)
    alone, both, found = [], [], []
    for _ in range(sizes.rounds):
        alone.append(load.run())
        pace, seen = load.beside(
            lambda: evenly([racer], every=sizes.every, seconds=max(4, 2 * sizes.every))
        )
        both.append(pace)
        found += seen.seconds
    what = f"a neighbour loads {sizes.load:,}"
    yield _felt(7, f"{what}, p99", Delays(found), quiet, times=2)
    yield Line(
        7, f"{what}: its pace of that alone", middle(both) / middle(alone), 0.8, at_most=False,
        beside={"alone, leads a second": middle(alone), "beside": middle(both)},
    )  # fmt: skip


def _felt(row: int, what: str, found: Delays, quiet: Delays, *, times: float) -> Line:
    beside = {"alone": quiet.p99, "p50": found.p50, "p50 alone": quiet.p50,
              "leads": len(found.seconds)}  # fmt: skip
    return Line(row, what, found.p99, times * quiet.p99, "ms", beside=beside)


@contextmanager
def _dead(sizes: Sizes) -> Iterator[None]:
    """A client whose org takes every call and answers none, with leads that wait for it."""
    broken = Racer.open(latency=sizes.latency)
    add_fault(broken.org, Fault("hang", seconds=HANGS))
    with _fed(broken, sizes):
        yield


@contextmanager
def _spent(sizes: Sizes) -> Iterator[None]:
    """A client whose org has no API calls left today."""
    broken = Racer.open(latency=sizes.latency)
    set_call_limit(broken.org, broken.calls())
    with _fed(broken, sizes):
        yield


@contextmanager
def _fed(broken: Racer, sizes: Sizes) -> Iterator[None]:
    """Leads wait already, and more keep coming, so that it is tried again and again."""
    broken.send(newcomers(broken, WAITING, known=0))
    over = threading.Event()

    def feed() -> None:
        more = iter(newcomers(broken, 10_000, known=0))
        while not over.wait(0.5):
            broken.send([next(more)])

    feeding = threading.Thread(target=feed)
    feeding.start()
    try:
        yield
    finally:
        over.set()
        feeding.join()
