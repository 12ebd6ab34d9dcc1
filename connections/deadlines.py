"""A deadline for a whole HTTP call: each wait for bytes is cut to what is left of it.

The time limits of requests only bound the wait for the next byte, so an answer that drips would
hold its worker, and the lease on its leads, for as long as the other side likes.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from time import monotonic
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_until: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Answers that begin inside have to end within so many seconds from now, else their reader
    gets a TimeoutError."""
    before = _until.set(monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(before)


class _Bounded(io.RawIOBase):
    """What comes from a socket, until the deadline."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock, self._until = raw, sock, _until.get()

    def readable(self) -> bool:
        """It is only read from."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Fill the buffer with what is there; raises TimeoutError."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("The answer took too long as a whole.")
        patience = self._sock.gettimeout()
        if patience is None or left < patience:
            self._sock.settimeout(left)
        taken: int | None = self._raw.readinto(buffer)
        return taken

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer, head and body, that is read within the deadline."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        made: Any = self.fp
        self.fp = io.BufferedReader(_Bounded(made.detach(), sock))


class _Plain(HTTPConnection):
    response_class = _Answer


class _Secure(HTTPSConnection):
    response_class = _Answer


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _SecurePool}
