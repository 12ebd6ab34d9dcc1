"""Stored reasons cut to size. Pure."""

from __future__ import annotations

import re

_NEXT = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“])")
LONGEST = 240


def first_and_rest(text: str) -> tuple[str, str]:
    """The first sentence of `text`, and what follows it."""
    parts = _NEXT.split(text.strip(), maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def clause(text: str) -> str:
    """`text` without its last full stop, cut to what a table's cell can hold."""
    plain = text.strip().removesuffix(".")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"


def reason_now(reason: str, *, attempts: int, was_finished: bool) -> str:
    """Why a lead is still on its way; "" for one that was sent again and not tried since,
    whose reason is the one of before."""
    return "" if was_finished and not attempts else reason
