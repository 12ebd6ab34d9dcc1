"""Threads of a history, one at a time: time passes only while all of them wait.

Whoever runs next is whoever waits for the earliest moment, and all chance comes from one seed, so
a history is the same each time it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from random import Random

from greenlet import GreenletExit, getcurrent, greenlet


class Killed(BaseException):
    """What a worker's process is ended with, wherever it stands."""


class Loom:
    """The clock, in seconds from 0, and what is to happen when."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.now = 0.0
        self.threads: list[greenlet] = []
        self._hub = getcurrent()
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._count = 0

    def at(self, seconds: float, act: Callable[[], object]) -> None:
        """Have this happen so many seconds from now."""
        self._count += 1
        heappush(self._events, (self.now + seconds, self._count, act))

    def pause(self, seconds: float) -> None:
        """Let the thread that asks wait, and others go on. Raises Killed."""
        self.at(seconds, getcurrent().switch)
        self._hub.switch()

    def spawn(self, act: Callable[[], None]) -> greenlet:
        """A new thread, which begins at once."""
        thread = greenlet(act, parent=self._hub)
        self.threads.append(thread)
        self.at(0.0, thread.switch)
        return thread

    def kill(self, thread: greenlet) -> None:
        """End a thread that waits; one that hasn't begun, or has ended, doesn't notice."""
        if thread:
            thread.throw(Killed)

    def run(self, is_over: Callable[[], bool], *, until: float) -> bool:
        """Let everything happen in its order; whether it was over before the time was."""
        while not is_over():
            if not self._events or self._events[0][0] > until:
                return False
            moment, _, act = heappop(self._events)
            self.now = max(self.now, moment)
            act()
        return True

    def end(self) -> None:
        """Nobody goes on."""
        for thread in self.threads:
            if thread:
                thread.throw(GreenletExit)
