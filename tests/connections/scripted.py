"""A server on this machine that answers what a test tells it to, faults included."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Seen:
    """A request as it came in. ``port`` is the caller's: the same socket, the same port."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    port: int

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Answer:
    """What to answer. ``delay`` in seconds; ``drop`` closes the socket instead of answering.

    ``raw`` is sent as it is, a number is a pause in seconds; then the socket is closed, or
    ``reset``.
    """

    body: object = None
    status: int = 200
    kind: str = "application/json;charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    raw: tuple[bytes | float, ...] = ()
    reset: bool = False

    @property
    def bytes(self) -> bytes:
        """The body as it goes out."""
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Script:
    """The answers to come, and the requests that came.

    Out of answers it says what ``otherwise`` says.
    """

    def __init__(self) -> None:
        self.answers: deque[Answer | Callable[[Seen], Answer]] = deque()
        self.seen: list[Seen] = []
        self.url = ""
        self.otherwise: Callable[[Seen], Answer] = lambda _: Answer("out of answers", status=500)

    def say(self, *answers: Answer | Callable[[Seen], Answer]) -> None:
        """Answer these next, in this order."""
        self.answers.extend(answers)

    def next(self, seen: Seen) -> Answer:
        """The answer to this request."""
        self.seen.append(seen)
        answer = self.answers.popleft() if self.answers else self.otherwise
        return answer if isinstance(answer, Answer) else answer(seen)


_NO_LINGER = struct.pack("ii", 1, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        seen = Seen(
            method=self.command,
            path=self.path,
            headers=dict(self.headers),
            body=self.rfile.read(length),
            port=self.client_address[1],
        )
        answer = self.script.next(seen)
        time.sleep(answer.delay)
        if answer.drop or answer.raw or answer.reset:
            self._end(answer)
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.bytes)))
        self.end_headers()
        self.wfile.write(answer.bytes)

    do_POST = do_PATCH = do_GET

    def _end(self, answer: Answer) -> None:
        """Send what is raw, and nothing more on this socket."""
        self.close_connection = True
        for piece in answer.raw:
            if isinstance(piece, float):
                time.sleep(piece)
            else:
                self.wfile.write(piece)
        if answer.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@contextmanager
def scripted_server() -> Iterator[Script]:
    """The server, running; stopped at the end."""
    script = Script()
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
