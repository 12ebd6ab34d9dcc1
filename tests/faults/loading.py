"""Leads that come in evenly while something happens, and the verdict on them in the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from . import people
from .figures import percentile
from .ground import Ground
from .oracle import Verdict, judge
from .people import Payload
from .posting import Poster
from .sizes import Sizes
from .starting import open_world
from .world import World

_SHOWN = ("mode", "seed", "leads", "workers", "streams")


class Load:
    """The leads of a run, sent by a thread of its own over `sizes.seconds`; a context.

    `at_once`: leads in a post. `threads`: so many clients send side by side.
    """

    def __init__(
        self, ground: Ground, sizes: Sizes, *, at_once: int = 25, threads: int = 1
    ) -> None:
        self.ground, self.sizes = ground, sizes
        self.world: World = open_world(sizes)
        self.crowd = people.crowd(sizes.leads, sizes.leads // 10, seed=sizes.seed)
        self.poster = Poster(ground.stack.base_url, patience=sizes.patience)
        self.began = time.monotonic()
        self.states: dict[str, int] = {}
        parts = list(enumerate(people.stretches(self.crowd, at_once)))
        self._senders = [
            threading.Thread(target=self._send, args=(parts[at::threads], len(parts)))
            for at in range(threads)
        ]

    def __enter__(self) -> Load:
        self.began = time.monotonic()
        for sender in self._senders:
            sender.start()
        return self

    def __exit__(self, *_: object) -> None:
        for sender in self._senders:
            sender.join()

    @property
    def is_coming(self) -> bool:
        """Whether leads are still being sent."""
        return any(sender.is_alive() for sender in self._senders)

    @property
    def is_late(self) -> bool:
        """Whether the patience with this run is over."""
        return time.monotonic() > self.began + self.sizes.patience

    def after(self, share: float) -> None:
        """Wait until this share of the time is over in which leads come in."""
        time.sleep(max(0.0, self.began + share * self.sizes.seconds - time.monotonic()))

    def judge(self) -> Verdict:
        """The verdict once every lead has ended, or the patience."""
        until = self.began + self.sizes.patience
        late = self.world.outstanding(self.sizes.leads, until=until)
        self.states = dict(self.world.states())
        self.ground.org.rules.clear()
        wanted = map(people.address, self.crowd)
        found = judge(self.world, wanted, acknowledged=self.poster.acknowledged)
        found.wrong += [*late, *self.poster.refused]
        if self.world.states().total() != self.sizes.leads:
            found.wrong.append(f"{self.world.states().total()} leads are stored")
        return found

    def keep(self, name: str, verdict: Verdict, **more: Any) -> bool:
        """Keep the figures of this run; whether it was clean."""
        sizes = asdict(self.sizes)
        figures = {
            **{one: sizes[one] for one in _SHOWN},
            **verdict.figures(),
            "states": self.states,
            "retries": self.poster.retries,
            "p99_ingest": percentile(self.poster.seconds, 0.99),
            **more,
            "seconds": round(time.monotonic() - self.began, 1),
        }
        self.ground.book.keep(name, figures, is_clean=verdict.is_clean)
        return verdict.is_clean

    def _send(self, mine: Sequence[tuple[int, Sequence[Payload]]], count: int) -> None:
        for number, part in mine:
            self.after(number / count)
            self.poster.send(self.world.key, part, key=f"part-{number}")
