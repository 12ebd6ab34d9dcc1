"""A client that costs next to nothing: requests made beforehand, sent over kept sockets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Shot:
    """What came of the requests: how many a second, and their times in seconds."""

    rate: float
    took: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return quantiles(self.took, n=100)[49]

    @property
    def p99(self) -> float:
        """99 of 100 were no slower."""
        return quantiles(self.took, n=100)[98]


def fire(port: int, requests: Sequence[bytes], *, clients: int) -> Shot:
    """Send all of them, each client its share one after the other.

    Raises AssertionError for an answer that isn't 2xx.
    """
    took: list[list[float]] = [[] for _ in range(clients)]
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for request in requests[number::clients]:
                    began = time.perf_counter()
                    line.sendall(request)
                    _read(line)
                    took[number].append(time.perf_counter() - began)
        except (AssertionError, OSError, ValueError) as error:
            wrong.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if wrong:
        raise wrong[0]
    return Shot(len(requests) / seconds, tuple(one for part in took for one in part))


def _read(line: socket.socket) -> None:
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        assert part, "The server hung up."
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    assert head[9:10] == b"2", got[:600]
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(65536)
