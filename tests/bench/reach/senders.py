"""Leads that come one by one at a steady pace, whatever becomes of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from .ground import Racer
from .measures import percentile
from .people import Person, people

THREADS = 16
PATIENCE = 120.0
_words = (f"s{number}x" for number in count(1))


@dataclass(frozen=True)
class Delays:
    """Seconds from accepting each lead to its record's write."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The median, in ms."""
        return percentile(self.seconds, 50) * 1000

    @property
    def p99(self) -> float:
        """The 99th percentile by nearest rank, in ms."""
        return percentile(self.seconds, 99) * 1000


def one_by_one(racer: Racer, number: int, *, pause: float) -> Delays:
    """Each lead comes a while after the one before has arrived: the system is idle."""
    since = datetime.now(UTC)
    for person in people(next(_words), number, known=0):
        racer.web.call("POST", "/api/v1/leads", person.payload())
        racer.wait(within=PATIENCE)
        time.sleep(pause)
    return Delays(racer.delays(since=since))


def evenly(racers: Sequence[Racer], *, every: float, seconds: float) -> Delays:
    """Each client gets a lead every so many seconds, for that long, one client after the other."""
    since, began = datetime.now(UTC), time.monotonic() + 0.2
    with ThreadPoolExecutor(THREADS) as pool:
        for at, racer, person in _schedule(racers, every, seconds):
            time.sleep(max(0.0, began + at - time.monotonic()))
            pool.submit(_post, racer, person).add_done_callback(lambda done: done.result())
    for racer in racers:
        racer.wait(within=PATIENCE)
    return Delays([one for racer in racers for one in racer.delays(since=since)])


def _post(racer: Racer, person: Person) -> None:
    racer.web.call("POST", "/api/v1/leads", person.payload())


def _schedule(
    racers: Sequence[Racer], every: float, seconds: float
) -> Iterator[tuple[float, Racer, Person]]:
    each = round(seconds / every)
    crowds = [people(next(_words), each, known=0) for _ in racers]
    for turn in range(each):
        for place, racer in enumerate(racers):
            yield (turn + place / len(racers)) * every, racer, crowds[place][turn]
