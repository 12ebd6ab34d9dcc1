"""The port to a simulated org: requests on their way, answers that are late or lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from connections.crm import Record, Usage, Write, WriteResult, Written
from connections.errors import (
    CrmError,
    TransientError,
    answer_lost,
    as_error,
    failure,
    not_sent,
)
from connections.soql import Select

from .loom import Loom
from .salesforce import Org

# What a client waits for an answer, and the longest that a request may still be under way.
PATIENCE, SLOWEST = 28.0, 600.0


@dataclass
class Trouble:
    """How often things go wrong, each from 0 to 1; ``calm``: nothing does any more."""

    fault: float = 0.0
    slow: float = 0.0
    lock: float = 0.0
    stall: float = 0.0
    kill: float = 0.0
    calm: bool = False

    def falls(self, loom: Loom, chance: float) -> bool:
        """Whether it goes wrong this time."""
        return not self.calm and loom.chance.random() < chance


@dataclass
class Wire:
    """Everything between the workers and the org. ``flying``: requests that haven't landed;
    ``late``: how many landed when nobody waited for them any more."""

    loom: Loom
    org: Org
    trouble: Trouble
    flying: int = 0
    late: int = 0
    calls: int = 0


@dataclass
class Crm:
    """One worker's client. See ``connections.crm.Crm``; what the engine never calls is not here."""

    wire: Wire
    before_each: Callable[[], None]
    calls: int = 0
    usage: Usage | None = None
    written: list[str] = field(default_factory=list)

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """All rows of each query."""
        found: list[list[Record]] = self._call(lambda: self.wire.org.find(selects), writing=False)
        return found

    def write(
        self, writes: Sequence[Write], *, read_back: Sequence[Select] = (), most: int = 200
    ) -> Written:
        """Each record written, in a transaction that takes a while."""
        del most
        org, loom, trouble = self.wire.org, self.wire.loom, self.wire.trouble
        locked = frozenset(one.ref for one in writes if trouble.falls(loom, trouble.lock))
        results: tuple[WriteResult, ...] = self._call(
            lambda seen: org.commit(writes, seen, locked),
            writing=True,
            begin=lambda: org.seen(writes),
        )
        rows = org.find(read_back)
        return Written(results, tuple(tuple(some) for some in rows), 5)

    def write_singly(self, writes: Sequence[Write]) -> list[WriteResult]:
        """No duplicate rule is simulated that would need it."""
        raise AssertionError(writes)

    def _call(
        self, act: Callable[..., Any], *, writing: bool, begin: Callable[[], Any] | None = None
    ) -> Any:
        """Send, wait and answer; what the request does lands by itself, whoever still waits."""
        self.before_each()
        self.calls += 1
        wire, loom = self.wire, self.wire.loom
        wire.calls += 1
        chance = loom.chance
        if wire.trouble.falls(loom, wire.trouble.fault):
            kind = chance.choice(("away", "unsent", "lost", "lost", "reset"))
        else:
            kind = "slow" if wire.trouble.falls(loom, wire.trouble.slow) else ""
        travel = chance.expovariate(10)
        takes = chance.uniform(1, SLOWEST) if kind == "slow" else chance.expovariate(4)
        if kind in ("away", "unsent", "reset"):
            loom.pause(travel)
            raise _turned_away(kind, writing=writing)
        box = self._launch(act, begin, travel, takes)
        loom.pause(min(travel + takes + chance.expovariate(10), PATIENCE))
        if kind == "lost" or not box:
            # It may still land.
            raise _lost(writing=writing)
        return box[0]

    def _launch(
        self, act: Callable[..., Any], begin: Callable[[], Any] | None, travel: float, takes: float
    ) -> list[Any]:
        """The request on its way; the list gets its answer when it has landed."""
        wire, box, sent = self.wire, list[Any](), self.wire.loom.now

        def land(*seen: Any) -> None:
            wire.org.tables.now, wire.org.sent = wire.loom.now, sent
            box.append(act(*seen))
            wire.flying -= 1
            wire.late += wire.loom.now - sent > PATIENCE

        def arrive() -> None:
            seen = (begin(),) if begin else ()
            wire.loom.at(takes, lambda: land(*seen))

        wire.flying += 1
        wire.loom.at(travel, arrive)
        return box


def _turned_away(kind: str, *, writing: bool) -> CrmError:
    if kind == "unsent":
        return not_sent("simulated")
    if kind == "away":
        return as_error(failure("SERVER_UNAVAILABLE", "simulated", http_status=503))
    return _lost(writing=writing)


def _lost(*, writing: bool) -> CrmError:
    return answer_lost("simulated") if writing else TransientError(failure("", "simulated"))
