"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562, 6.2 method 3): later ones of this process sort after.

    48 bits of milliseconds, 12 bits of their fraction, 62 random bits. The leads of one call
    keep their order by it.
    """
    global _last
    with _lock:
        millis, rest = divmod(time.time_ns(), 1_000_000)
        _last = max(_last + 1, millis << 12 | rest * 4096 // 1_000_000)
        moment = _last
    value = (moment >> 12) << 80 | 0x7 << 76 | (moment & 0xFFF) << 64
    return uuid.UUID(int=value | 0b10 << 62 | secrets.randbits(62))
