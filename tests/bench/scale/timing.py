"""How long each thing takes at this size: the product's own functions and views."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any, cast

from django.test import Client

from connections.crm import Crm
from syncs.engine import lanes, recording, remembering
from syncs.engine.claiming import claim
from syncs.engine.due import due_streams
from syncs.engine.keeping import DatabaseStore
from syncs.engine.turning import Turn, turn
from syncs.intake.accepting import accept
from syncs.models import Source
from tenants import walls
from tests.bench.intake.leads import ours
from tests.bench.scale.emptiness import Emptiness

DUE = 10
_chance = random.Random(1)  # noqa: S311


@dataclass
class Times:
    """Seconds, by what was done."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Take the time of a block."""
        began = time.perf_counter()
        yield
        self.taken[name].append(time.perf_counter() - began)

    def medians(self) -> dict[str, float]:
        """The median of each."""
        return {name: median(seconds) for name, seconds in self.taken.items()}


class TimedStore(DatabaseStore):
    """The database's store, with a watch."""

    times: Times

    def claim(self) -> Any:
        """Claims and renews."""
        with self.times.of("claim 10"):
            return claim(self.lease)

    def record(self, batch: Any, report: Any) -> None:
        """Outcomes, ledger, memories."""
        with self.times.of("record 10"):
            recording.record(self.lease, batch, report)


def engine(source: Source, times: Times, *, leads: int, rounds: int) -> None:
    """Accept, claim, match on our side and record, a few leads at a time."""
    numbers = iter(_chance.sample(range(leads + 1, leads * 50), rounds * (DUE + 1)))
    for _ in range(rounds):
        with times.of("accept 1"):
            accept(source, [ours(next(numbers))], key=str(_chance.random()))
        accept(source, [ours(next(numbers)) for _ in range(DUE - 1)])
        with times.of("sweep"), walls.inside(source.tenant_id):
            list(due_streams())
        _work(source, times)
        known = [f"p{_chance.randint(1, leads)}@bench.example" for _ in range(DUE)]
        with times.of("match 10, our side"), walls.inside(source.tenant_id):
            found = remembering.known_ids(source.connection_id, known)
            remembering.recall(source.connection_id, [one for ids in found.values() for one in ids])


def _work(source: Source, times: Times) -> None:
    lease = lanes.take(source.tenant_id, source.connection_id)
    assert lease is not None
    store = TimedStore(lease)
    store.times = times
    try:
        turn(
            Turn(
                store=store, open_crm=partial(cast, Crm, Emptiness()), clock=time.monotonic,
                draw=_chance.random, seconds=0.0,
            )
        )  # fmt: skip
    finally:
        lanes.release(lease)


def pages(client: Client, address: str, times: Times, *, leads: int, rounds: int) -> None:
    """The dashboard and the lists, as a signed-in person asks for them."""
    asked: dict[str, Callable[[], str]] = {
        "overview": lambda: "",
        "leads, today": lambda: "leads/",
        "leads, 30 days": lambda: "leads/?when=30d",
        "leads, all": lambda: "leads/?when=all",
        "leads to repair": lambda: "leads/?when=all&state=repair",
        "search by address": lambda: (
            f"leads/?when=all&q=p{_chance.randint(1, leads)}@bench.example"
        ),
        "search by name": lambda: f"leads/?when=all&q={_chance.randbytes(2).hex()}",
        "search by company": lambda: f"leads/?when=all&q=Company {_chance.randint(0, 9999)}",
    }
    for name, path in asked.items():
        for turn_number in range(rounds + 1):
            began = time.perf_counter()
            answer = client.get(f"{address}{path()}")
            assert answer.status_code == 200, (name, answer.status_code)
            if turn_number:
                times.taken[name].append(time.perf_counter() - began)
