"""Answers that no client should ever get, and what each of them has to be taken for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass

from connections.transport import MAX_ANSWER

from .scripted import Answer, Seen

PAGE = "<html><body>Down for maintenance</body></html>"
GOOD = json.dumps({"compositeResponse": [], "records": [], "user_id": "005"}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
# The words of a call's end: the class of its error; "lost" where it may have been carried out.
LOST, BUSY, FAULT = "lost", "transient", "unknown"


@dataclass(frozen=True)
class Kind:
    """A broken answer. ``read`` and ``written`` are the right classes of a call that it answers;
    ``token`` that of the token endpoint, if it isn't ``written``."""

    name: str
    answer: Answer | Callable[[Seen], Answer]
    read: str = BUSY
    written: str = LOST
    token: str = ""


def _error(code: str, status: int = 200) -> Answer:
    return Answer([{"errorCode": code, "message": "Why"}], status=status)


def _raw(*pieces: bytes | float, reset: bool = False) -> Answer:
    return Answer(raw=pieces, reset=reset)


def _page(status: int) -> Answer:
    return Answer(PAGE, status=status, kind="text/html")


def _zipped(body: bytes) -> Answer:
    return Answer(body, headers={"Content-Encoding": "gzip"})


_LONG = HEAD + b"Content-Length: 400\r\n\r\n"
_CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_ELSEWHERE = {"Location": "https://evil.example/services/data"}

WHOLE = (
    Kind("HTML with 200", _page(200)),
    Kind("HTML with 401", _page(401), "auth", "auth", LOST),
    Kind("HTML with 403", _page(403), "permission", "permission", LOST),
    Kind("HTML with 500", _page(500), FAULT),
    Kind("HTML with 502", _page(502)),
    Kind("HTML with 503", _page(503)),
    Kind("nothing, 200", Answer(b"")),
    Kind("nothing, 500", Answer(b"", status=500), FAULT),
    Kind("nothing, 401", Answer(b"", status=401), "auth", "auth", LOST),
    Kind("JSON cut", Answer(GOOD[:-5])),
    Kind("JSON nested without end", Answer(b"[" * 100_000)),
    Kind("JSON with a number of 5,000 digits", Answer(b'{"n": ' + b"9" * 5_000 + b"}")),
    Kind("JSON that isn't UTF-8", Answer(b'{"a": "\xff\xfe"}')),
    Kind("a number instead of an object", Answer(b"5")),
    Kind("null instead of an object", Answer(b"null")),
    Kind("another object", Answer({"hello": "world"})),
    Kind("an array instead of an object", Answer([1, 2])),
    Kind("an object with an array of numbers", Answer({"compositeResponse": [1], "records": [2]})),
    Kind("the wrong type of content", Answer(GOOD, kind="text/plain")),
    Kind("gzip garbage", _zipped(b"\x1f\x8bbroken")),
    Kind("a gzip bomb", _zipped(gzip.compress(b"0" * (MAX_ANSWER + 1)))),
    Kind("more than is read", Answer(b"0" * (MAX_ANSWER + 1))),
    Kind("chunks cut", _raw(_CHUNKED, b"10\r\n{"), token=LOST),
    Kind("a chunk of no length", _raw(_CHUNKED, b"zz\r\n{}\r\n0\r\n\r\n")),
    Kind("a body that drips", _raw(_LONG, *(piece for _ in range(8) for piece in (b" ", 0.1)))),
    Kind("a head that drips", _raw(HEAD, *(piece for _ in range(8) for piece in (b"X", 0.1)))),
    Kind("silence", Answer(GOOD, delay=0.3)),
    Kind("a reset before the answer", _raw(reset=True)),
    Kind("a reset within the body", _raw(_LONG, b'{"compo', 0.02, reset=True)),
    Kind("an end within the body", _raw(_LONG, b'{"compo')),
    Kind("something that isn't HTTP", _raw(b"220 mail.example ESMTP\r\n")),
    Kind("204 where a body is due", _raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    Kind("302 to another host", Answer(PAGE, 302, "text/html", _ELSEWHERE), "auth", "auth", LOST),
    Kind("408", _page(408)),
    Kind("420", _page(420), "auth", "auth", LOST),
    Kind("429", _page(429), BUSY, BUSY, LOST),
    Kind("200 with a fault that is known", _error("SERVER_UNAVAILABLE"), BUSY, BUSY),
    Kind("200 with a limit", _error("REQUEST_LIMIT_EXCEEDED"), "limit", "limit"),
    Kind("200 with an error nobody knows", _error("NEVER_SEEN"), FAULT),
    Kind("400 with an error nobody knows", _error("NEVER_SEEN", 400), FAULT, FAULT),
)


def _parts(change: Callable[[list[dict[str, object]]], object]) -> Callable[[Seen], Answer]:
    """A good answer to a composite call, spoilt by ``change``."""

    def answer(seen: Seen) -> Answer:
        parts = [_good_part(asked) for asked in seen.json["compositeRequest"]]
        change(parts)
        return Answer({"compositeResponse": parts})

    return answer


def _good_part(asked: dict[str, object]) -> dict[str, object]:
    body: object = {"done": True, "records": [{"Id": "00QKB00000aBcD12AK"}], "name": "Lead"}
    sent = asked.get("body")
    done = {"id": "00QKB00000aBcD12AK", "success": True, "errors": []}
    if isinstance(sent, dict):
        body = [dict(done) for _ in sent["records"]] if "records" in sent else dict(done)
    return {"referenceId": asked["referenceId"], "httpStatusCode": 200, "body": body}


def _rename_ids(parts: list[dict[str, object]]) -> None:
    """An id of nine characters in the last part."""
    parts[-1]["body"] = json.loads(
        json.dumps(parts[-1]["body"]).replace("00QKB00000aBcD12AK", "00Q")
    )


def _count(change: int) -> Callable[[list[dict[str, object]]], None]:
    """Results in the last part: one more or one fewer than were sent."""

    def changed(parts: list[dict[str, object]]) -> None:
        body = parts[-1]["body"]
        if isinstance(body, list):
            parts[-1]["body"] = body * 2 if change > 0 else body[:-1]

    return changed


def _last(**fields: object) -> Callable[[Seen], Answer]:
    return _parts(lambda parts: parts[-1].update(fields))


_FAULT_500 = [{"errorCode": "UNKNOWN_EXCEPTION", "message": "ErrorId 1"}]
_AWAY_503 = [{"errorCode": "SERVER_UNAVAILABLE", "message": "Later"}]

# What is broken is the last part of two or more; the words are those of that part.
IN_PARTS = (
    Kind("a part too few", _parts(lambda parts: parts.pop())),
    Kind("a part that isn't an object", _parts(lambda parts: parts.__setitem__(-1, 7))),  # type: ignore[call-overload]
    Kind("a part without a status", _parts(lambda parts: parts[-1].pop("httpStatusCode"))),
    Kind("a part whose status is a word", _last(httpStatusCode="OK")),
    Kind("a part whose body is null", _last(body=None)),
    Kind("a part whose body is a number", _last(body=5)),
    Kind("a part that failed inside", _last(body=_FAULT_500, httpStatusCode=500), FAULT),
    Kind("a part that was turned away", _last(body=_AWAY_503, httpStatusCode=503), BUSY, BUSY),
    Kind("a part whose 200 is an error", _last(body=_FAULT_500), FAULT),
    Kind("a result too few", _parts(_count(-1)), "ok"),
    Kind("a result too many", _parts(_count(+1)), "ok"),
    Kind("an id of the wrong length", _parts(_rename_ids)),
)
