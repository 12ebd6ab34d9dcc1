"""How Inlet speaks HTTP to Salesforce: the session under simple-salesforce, and under OAuth.

Time limits on every call, no redirects, no proxy or password file from the environment, only the
hosts it was opened for, answers of limited size (reliability.md 0.7 and 3.1).
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from time import perf_counter
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError

from . import deadlines
from .crm import Usage
from .errors import (
    FORBIDDEN_HOST,
    ConfigurationError,
    CrmError,
    TransientError,
    answer_lost,
    as_error,
    failure,
    not_sent,
)

MAX_ANSWER = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_USAGE = re.compile(r"api-usage=(\d{1,12})/(\d{1,12})", re.ASCII)
_WRONG_ADDRESS = (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL)
# One keeps a socket to an org open between leads; more orgs than this simply connect again.
_OPEN_ORGS = 64


class NotJson(requests.RequestException):
    """An answer that should be data is none: a proxy's page, a cut or mangled body."""


class AnswerTooLarge(requests.RequestException):
    """An answer went on beyond the size that is read."""


class _LimitedBody:
    """An answer's body that stops being read beyond ``MAX_ANSWER`` bytes, unpacked."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def stream(self, amount: int = _CHUNK, **options: Any) -> Iterator[bytes]:
        """The body in pieces; raises AnswerTooLarge."""
        taken = 0
        for chunk in self._body.stream(amount, **options):
            taken += len(chunk)
            if taken > MAX_ANSWER:
                self._body.close()
                raise AnswerTooLarge(f"The answer has more than {MAX_ANSWER} bytes.")
            yield chunk


class TimedAdapter(HTTPAdapter):
    """Pooled connections with limits, in seconds, on connecting, on each wait for a piece of the
    answer, and on the call as a whole."""

    def __init__(self, connect: float, read: float, total: float) -> None:
        self.limits, self.total = (connect, read), total
        super().__init__(pool_connections=2, pool_maxsize=8, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Have every socket read within the deadline of its call."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = deadlines.POOLS

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send within the time limits, whatever the caller asked for."""
        with deadlines.within(self.total):
            answer = super().send(request, *args, **{**kwargs, "timeout": self.limits})
        answer.raw = _LimitedBody(answer.raw)
        return answer


class CarefulSession(requests.Session):
    """A session that reaches the given origins and nothing else."""

    def __init__(self, adapter: HTTPAdapter, *origins: str) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.adapters.clear()
        for origin in origins:
            self.mount(f"{origin}/", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        """No redirect is ever followed: it would carry the token along."""
        return None


class OrgSession(CarefulSession):
    """The session of one client: keeps count, reads the org's usage, takes only JSON."""

    def __init__(self, adapter: HTTPAdapter, *origins: str) -> None:
        super().__init__(adapter, *origins)
        self.calls = 0
        self.ms = 0
        self.usage: Usage | None = None
        # Called before every call; what it raises comes through, and nothing is sent.
        self.before_each: Callable[[], None] | None = None

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send; raises NotJson for a page that pretends to be an answer."""
        if self.before_each is not None:
            self.before_each()
        self.calls += 1
        started = perf_counter()
        try:
            answer = super().send(request, **kwargs)
        finally:
            self.ms += round((perf_counter() - started) * 1000)
        self.usage = usage_in(answer.headers.get("Sforce-Limit-Info", "")) or self.usage
        if answer.status_code < 300 and answer.content and not _is_data(answer):
            raise NotJson("Salesforce answered with a page.", request=request, response=answer)
        return answer


@lru_cache(maxsize=_OPEN_ORGS)
def pool(
    connection_id: uuid.UUID,  # noqa: ARG001
    connect: float,
    read: float,
    *,
    total: float,
) -> TimedAdapter:
    """The connection's own open sockets, kept for the next lead as long as the process lives."""
    return TimedAdapter(connect, read, total)


def body_of(answer: requests.Response) -> object:
    """What an answer holds: an object or array, else its text."""
    try:
        return json_in(answer)
    except NotJson:
        return answer.text


def json_in(answer: requests.Response) -> dict[str, Any] | list[Any]:
    """The object or array that an answer's body holds; raises NotJson for anything else."""
    try:
        body = json.loads(answer.content)
    # A body may be nested deeper than Python reads, or hold a number of 5,000 digits.
    except (ValueError, RecursionError) as error:
        raise NotJson(type(error).__name__, response=answer) from error
    if not isinstance(body, dict | list):
        raise NotJson("Neither an object nor an array.", response=answer)
    return body


def usage_in(header: str) -> Usage | None:
    """The API usage that an answer's ``Sforce-Limit-Info`` tells, or None."""
    # "per-app-api-usage=…" stands behind it and ends in the same letters.
    found = _USAGE.match(header.strip())
    return Usage(used=int(found[1]), allowed=int(found[2])) if found else None


def unanswered(error: requests.RequestException, *, writing: bool) -> CrmError:
    """What a call without an answer means: not sent, answer lost, or our own mistake.

    ``writing``: whether Salesforce would have changed something, had it received the call.
    """
    detail = type(error).__name__
    if isinstance(error, _WRONG_ADDRESS):
        return ConfigurationError(failure(FORBIDDEN_HOST, "The session isn't open to this host."))
    if _is_our_json(error):
        return as_error(failure("INVALID_INPUT", "A value can't be written as JSON."))
    if not _was_sent(error):
        return not_sent(detail)
    return answer_lost(detail) if writing else TransientError(failure("", detail))


def _is_our_json(error: requests.RequestException) -> bool:
    """Whether the JSON at fault is what we send, not what we read."""
    ours = isinstance(error, requests.exceptions.InvalidJSONError)
    return ours and not isinstance(error, requests.exceptions.JSONDecodeError)


def _was_sent(error: requests.RequestException) -> bool:
    """Whether Salesforce may have received the call that failed like this; in doubt, yes."""
    if isinstance(error, requests.ConnectTimeout):
        return False
    if isinstance(error, requests.exceptions.SSLError):
        return "CERTIFICATE_VERIFY_FAILED" not in str(error)
    cause = error.args[0] if error.args else None
    return not (isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError))


def _is_data(answer: requests.Response) -> bool:
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    asked = answer.request.headers.get("Accept")
    return kind in {"application/json", asked} or kind.endswith("+json")
