"""The proxy between a client and a server that counts what reaches it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from .proxy import Proxy, whole_request
from .trouble_rules import Rule

ANSWER = b"x" * 4000
SEEN: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """Notes each request and answers it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        SEEN.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy before a server."""
    SEEN.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Proxy(("127.0.0.1", server.server_port), whole_request) as found:
        yield found
    server.shutdown()
    server.server_close()


def post(proxy: Proxy, body: str, session: requests.Session | None = None) -> bytes:
    ask = session or requests
    answer = ask.post(f"http://127.0.0.1:{proxy.port}/", data=body, timeout=(2, 0.5))
    return answer.content


def wait_until_seen(body: str) -> None:
    until = time.monotonic() + 5
    while body not in SEEN:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_without_rules_everything_passes_over_one_connection(proxy: Proxy) -> None:
    with requests.Session() as session:
        assert [post(proxy, one, session) for one in ("a", "b" * 100_000)] == [ANSWER] * 2
    assert SEEN == ["a", "b" * 100_000]


@pytest.mark.parametrize(
    ("rule", "reaches"),
    [
        (Rule("reset_before"), False),
        (Rule("reset_after"), True),
        (Rule("cut", bytes=300), True),
        (Rule("hang"), False),
        (Rule("late", seconds=0.7), True),
        (Rule("latency", seconds=0.7), False),
    ],
    ids=lambda one: one.kind if isinstance(one, Rule) else "",
)
def test_the_client_gets_no_answer(proxy: Proxy, rule: Rule, *, reaches: bool) -> None:
    proxy.rules.append(rule)
    with pytest.raises(requests.RequestException):
        post(proxy, "once")
    rule.is_on = False
    if reaches:
        wait_until_seen("once")
    assert post(proxy, "then") == ANSWER
    time.sleep(0.4)
    assert SEEN.count("once") == int(reaches)


def test_only_what_is_meant_goes_wrong(proxy: Proxy) -> None:
    proxy.rules.append(Rule("reset_before", rb"bad"))
    assert post(proxy, "good") == ANSWER
    with pytest.raises(requests.ConnectionError):
        post(proxy, "bad")


def test_a_server_that_is_away_is_a_reset() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with (
            Proxy(nobody.getsockname(), whole_request) as proxy,
            pytest.raises(requests.ConnectionError),
        ):
            post(proxy, "x")
