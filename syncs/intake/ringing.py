"""Waking workers beside the request: a broker that is slow or away never delays an answer.

A ring is answered by a wake-up that is sent after it, at once if there was none lately. More
rings meanwhile become one wake-up: its worker sees every lead committed before. So none is
forgotten while the process lives, and afterwards the sweeper finds what is due.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid

from kombu.exceptions import KombuError

from syncs.waking import wake

logger = logging.getLogger(__name__)
Bell = tuple[uuid.UUID, uuid.UUID, int]
# Between two wake-ups of one stream. Its worker, at it since the first, looks again by itself.
PAUSE = 0.05  # seconds


class Bells:
    """Which streams are to be woken, and from when on they may be. Takes the time as seconds."""

    def __init__(self) -> None:
        self._rung: set[Bell] = set()
        self._sent: dict[Bell, float] = {}

    def ring(self, bell: Bell) -> None:
        """Have it woken; may be called again and again."""
        self._rung.add(bell)

    def take(self, now: float) -> list[Bell]:
        """Those whose turn it is, which count as woken from now on."""
        self._sent = {bell: at for bell, at in self._sent.items() if now - at < PAUSE}
        found = [bell for bell in self._rung if bell not in self._sent]
        self._rung.difference_update(found)
        self._sent |= dict.fromkeys(found, now)
        return found

    def pause(self, now: float) -> float | None:
        """Seconds until one may be woken; None while nobody waits to be."""
        if not self._rung:
            return None
        return max(0.0, min(self._sent.get(bell, 0.0) for bell in self._rung) + PAUSE - now)


class Ringer:
    """A thread that sends the wake-ups of this process."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._bells = Bells()
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="ringer", daemon=True).start()

    def ring(self, bell: Bell) -> None:
        """Returns at once."""
        with self._changed:
            self._bells.ring(bell)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            for bell in self._due():
                try:
                    wake(*bell)
                except (KombuError, RuntimeError, ValueError):
                    # One wake-up that went wrong must not end all others.
                    logger.exception("A wake-up could not be sent.")

    def _due(self) -> list[Bell]:
        """Waits until there are some."""
        with self._changed:
            while (pause := self._bells.pause(time.monotonic())) is None or pause > 0:
                self._changed.wait(pause)
            return self._bells.take(time.monotonic())


_starting = threading.Lock()
_ringer: Ringer | None = None


def ring(tenant_id: uuid.UUID, connection_id: uuid.UUID, stream: int) -> None:
    """Have a stream's worker woken; call after the commit."""
    global _ringer
    with _starting:
        # A forked process has no threads but its own.
        if _ringer is None or _ringer.pid != os.getpid():
            _ringer = Ringer()
    _ringer.ring((tenant_id, connection_id, stream))
