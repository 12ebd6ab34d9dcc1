"""What a call gets that an admin has made go wrong (`rules.faults`)."""

from __future__ import annotations

import errno
import secrets
import socket
import struct
import time
from collections.abc import Iterator, Mapping
from threading import BoundedSemaphore

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from connections.practice.rules.faults import ANSWER, Fault
from connections.practice.rules.refusals import Refused, refuse

from .exchange import Answer, refused

HTML = "text/html;charset=UTF-8"
_NOTHING_LINGERS = struct.pack("ii", 1, 0)
_PIECES = 20
# Sleeping calls of one process; more would leave no thread to the other orgs.
_asleep = BoundedSemaphore(settings.PRACTICE_ASLEEP)
_MAINTENANCE = """<!DOCTYPE html><html><head><title>Down for maintenance</title></head><body>
<h1>Sorry to interrupt</h1><p>This org is down for maintenance. Try again later.</p>
</body></html>"""
_LOGIN_PAGE = """<!DOCTYPE html><html><head><title>Log in</title></head><body>
<form method="post"><input name="username"><input name="pw" type="password"></form>
</body></html>"""


def _unknown() -> Refused:
    error_id = f"{secrets.randbelow(10**9)}-{secrets.randbelow(10**6)} ({secrets.randbelow(10**9)})"
    message = (
        "An unexpected error occurred. Please include this ErrorId if you contact support: "
        f"{error_id}"
    )
    return refuse("UNKNOWN_EXCEPTION", message)


_ERRORS: Mapping[str, tuple[str, str]] = {
    "lock": (
        "UNABLE_TO_LOCK_ROW",
        "unable to obtain exclusive access to this record or 1 records",
    ),
    "expired": ("INVALID_SESSION_ID", "Session expired or invalid"),
    "revoked": ("INVALID_SESSION_ID", "Session expired or invalid"),
    "daily_limit": ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    "concurrent_limit": ("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded."),
    "api_disabled": (
        "API_DISABLED_FOR_ORG",
        "The REST API is not enabled for this Organization.",
    ),
}


def instead(kind: str, fault: Fault | None = None) -> Answer:
    """The answer to a call that is not carried out. `kind`: one of `faults.BEFORE`."""
    if fault is not None and kind == ANSWER:
        return _asked_for(fault)
    if kind == "maintenance":
        return Answer(503, _MAINTENANCE.encode(), {"Content-Type": HTML})
    if kind == "html":
        return Answer(200, _LOGIN_PAGE.encode(), {"Content-Type": HTML})
    if kind == "unavailable":
        # Here the body may be an object (salesforce-facts 9).
        return Answer(503, {"errorCode": "SERVER_UNAVAILABLE", "message": "Service Unavailable"})
    if kind == "error_500":
        return refused(_unknown())
    if kind in _ERRORS:
        return refused(refuse(*_ERRORS[kind]))
    # Nobody reads this one: the connection ends.
    return Answer(500)


def _asked_for(fault: Fault) -> Answer:
    """The error that an admin chose; without a code a page, as proxies send it."""
    if not fault.code:
        return Answer(fault.status or 503, _MAINTENANCE.encode(), {"Content-Type": HTML})
    body = [{"message": fault.message, "errorCode": fault.code}]
    return Answer(fault.status or 400, body)


def hold_up(seconds: float) -> None:
    """Wait, without keeping a database connection from others; not at all when too many do."""
    if seconds <= 0 or not _asleep.acquire(blocking=False):
        return
    try:
        if not connection.in_atomic_block:
            connection.close()
        time.sleep(seconds)
    finally:
        _asleep.release()


def spoiled(
    request: HttpRequest, response: HttpResponse, *, kind: str, seconds: float
) -> HttpResponseBase:
    """The response as it arrives, or doesn't."""
    if kind in {"reset_before", "reset_after", "hang"}:
        return StreamingHttpResponse(_Reset(request))
    if kind == "empty":
        response.content = b""
    if kind == "cut":
        return _streamed(response, _half(response.content))
    if kind == "trickle":
        return _streamed(response, _trickled(response.content, seconds))
    return response


def _streamed(whole: HttpResponse, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    """The same head, the length of the whole content included."""
    headers = {**whole.headers, "Content-Length": str(len(whole.content))}
    return StreamingHttpResponse(pieces, status=whole.status_code, headers=headers)


def _ended() -> ConnectionResetError:
    # The server takes this for a client that went away: it closes the connection, quietly.
    return ConnectionResetError(errno.ECONNRESET, "ended on purpose")


class _Reset(Iterator[bytes]):
    """A body that ends the connection before anything of it, or of its head, is sent."""

    def __init__(self, request: HttpRequest) -> None:
        self._socket = request.META.get("gunicorn.socket")

    def __next__(self) -> bytes:
        if isinstance(self._socket, socket.socket):
            # Closed without lingering, a TCP connection is reset.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOTHING_LINGERS)
        raise _ended()


def _half(content: bytes) -> Iterator[bytes]:
    yield content[: len(content) // 2]
    raise _ended()


def _trickled(content: bytes, seconds: float) -> Iterator[bytes]:
    step = max(1, len(content) // _PIECES)
    for start in range(0, len(content), step):
        yield content[start : start + step]
        hold_up(seconds * step / max(len(content), 1))
