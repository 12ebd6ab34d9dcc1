"""Trouble on purpose: what may go wrong with a call, with which calls, and how often.

The same seed lets the same calls fall: chance depends on nothing but the seed and the number
of the call among those that the fault is meant for.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .call_kinds import WORDS, What

MAX_SECONDS = 120.0
ANSWER = "answer"
# Kind of fault → what the log of calls says about the call.
BEFORE: Mapping[str, str] = {
    "maintenance": "answered with a maintenance page",
    "error_500": "answered with UNKNOWN_EXCEPTION",
    "lock": "refused: the row was locked",
    "reset_before": "connection reset before the write",
    "hang": "no answer",
    "html": "answered with a page that is no JSON",
    "expired": "session ended",
    "revoked": "session and its refresh token ended",
    "daily_limit": "refused: no calls left today",
    "concurrent_limit": "refused: too many long calls at a time",
    "unavailable": "answered with SERVER_UNAVAILABLE",
    "api_disabled": "refused: the API is switched off",
    ANSWER: "answered with an error that was asked for",
}
AFTER: Mapping[str, str] = {
    "latency": "slowed down",
    "reset_after": "answer lost after the write",
    "cut": "answer cut in half",
    "empty": "answered without a body",
    "trickle": "answered a little at a time",
    "lock_record": "some rows were locked",
}
KINDS: Mapping[str, str] = {**BEFORE, **AFTER}
_CODE = re.compile(r"[A-Za-z_]{0,80}", re.ASCII)
_NEEDS_SECONDS = {"latency", "hang", "trickle"}
# At the token endpoint nothing is known of sessions, rows and limits.
_AT_TOKEN = {
    "maintenance", "error_500", "reset_before", "hang", "html", "unavailable", "latency",
    "reset_after", "cut", "empty", "trickle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble.

    `route`: a word of `call_kinds.WORDS`, or "POST sobjects/Lead*" (method and path below the
    version; the method may be left out). `probability`: of each call, 0 to 1, by `seed`.
    `every`: only each nth call; `first`: only the first n; `limit`: switched off after n falls;
    0 is without. `seconds`: how long it takes, at most 120; `jitter`: up to so much longer.
    For the kind "answer": `status`, 400 to 599 (0: 400 with a code, else 503), `code` and
    `message` of the error; without a code the answer is a page.
    """

    kind: str
    route: str = "any"
    probability: float = 1.0
    seed: int = 0
    every: int = 0
    first: int = 0
    limit: int = 0
    seconds: float = 0.0
    jitter: float = 0.0
    label: str = ""
    status: int = 0
    code: str = ""
    message: str = ""

    def check(self) -> None:
        """Raise ValueError, in words for a person, unless it can be carried out."""
        for is_right, wrong in _complaints(self):
            if not is_right:
                raise ValueError(wrong)


def _complaints(fault: Fault) -> list[tuple[bool, str]]:
    numbers = (fault.every, fault.first, fault.limit)
    return [
        (fault.kind in KINDS, f"kind: one of {', '.join(sorted(KINDS))}."),
        (0 < fault.probability <= 1, "probability: more than 0, at most 1."),
        (all(0 <= one < 2**31 for one in numbers), "every, first, limit: 0 or a whole number."),
        (abs(fault.seed) < 2**63, "seed: the number is too long."),
        (
            all(math.isfinite(one) and 0 <= one <= MAX_SECONDS
                for one in (fault.seconds, fault.jitter)),
            f"seconds, jitter: 0 to {MAX_SECONDS:.0f}.",
        ),
        (
            fault.kind not in _NEEDS_SECONDS or fault.seconds + fault.jitter > 0,
            f"seconds: how long should “{fault.kind}” take?",
        ),
        (0 < len(fault.route) <= 200, "route: up to 200 characters."),
        (len(fault.label) <= 80, "label: up to 80 characters."),
        (fault.status == 0 or 400 <= fault.status < 600, "status: 400 to 599."),
        (_CODE.fullmatch(fault.code) is not None, "code: up to 80 letters and underscores."),
        (len(fault.message) <= 500, "message: up to 500 characters."),
        (
            fault.kind == ANSWER or not (fault.status or fault.code or fault.message),
            f"status, code, message: only for “{ANSWER}”.",
        ),
        (
            fault.route != "token" or fault.kind in _AT_TOKEN,
            f"kind: the token endpoint knows {', '.join(sorted(_AT_TOKEN))}.",
        ),
    ]  # fmt: skip


def is_meant(fault: Fault, what: What) -> bool:
    """Whether a call is one of those that the fault is about."""
    if "token" in what.kinds and fault.kind not in _AT_TOKEN:
        return False
    if fault.route in WORDS:
        return fault.route in what.kinds
    method, _, path = fault.route.rpartition(" ")
    if method.strip() and method.strip().upper() != what.method:
        return False
    return fnmatchcase(what.path, path.strip("/"))


def falls(fault: Fault, number: int) -> bool:
    """Whether the `number`th call that is meant, counted from 1, goes wrong."""
    if fault.first and number > fault.first:
        return False
    if fault.every and number % fault.every:
        return False
    return chance(fault.seed, number) < fault.probability


def delay(fault: Fault, number: int) -> float:
    """Seconds that the `number`th call is held up."""
    longer = fault.jitter * chance(fault.seed, number, "delay")
    return min(fault.seconds + longer, MAX_SECONDS)


def chance(seed: int, number: int, about: str = "") -> float:
    """A number from 0 up to, not including, 1: evenly spread, always the same for the same."""
    noise = hashlib.sha256(f"{seed}/{number}/{about}".encode()).digest()
    return int.from_bytes(noise[:6], "big") / 2**48
