"""A client that costs little: one kept connection for each thread, nothing but http.client."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit


class Sizes(Protocol):
    """How long, and with how many clients at a time."""

    @property
    def seconds(self) -> float: ...

    @property
    def threads(self) -> int: ...


class Client:
    """Calls with a token; raises AssertionError for an answer that isn't 2xx."""

    def __init__(self, address: str, token: str) -> None:
        self._host = urlsplit(address).netloc
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._kept = threading.local()

    def get(self, path: str) -> bytes:
        """GET."""
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None) -> bytes:
        """Any call; the body is sent as JSON."""
        content = json.dumps(body) if body is not None else None
        try:
            status, answered = self._exchange(method, path, content)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server ended a connection that was idle for a while.
            self._kept.connection = None
            status, answered = self._exchange(method, path, content)
        assert status < 300, (status, answered[:500])
        return answered

    def _exchange(self, method: str, path: str, content: str | None) -> tuple[int, bytes]:
        connection = self._connection()
        connection.request(method, path, content, self._headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def _connection(self) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if found is None:
            found = self._kept.connection = http.client.HTTPConnection(self._host, timeout=60)
        return found


def per_second(sizes: Sizes, work: Callable[[], Any]) -> float:
    """How often `work` is done a second by that many threads in that time."""
    done = [0] * sizes.threads
    failed: list[BaseException] = []
    until = time.monotonic() + sizes.seconds

    def run(number: int) -> None:
        try:
            while time.monotonic() < until:
                work()
                done[number] += 1
        except (AssertionError, OSError) as wrong:
            failed.append(wrong)

    began = time.monotonic()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(sizes.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.monotonic() - began)
