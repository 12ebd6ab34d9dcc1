"""How often somebody may ask for something that costs: counted for all processes together."""

from __future__ import annotations

import uuid

from django.core.cache import cache


def is_turn(what: str, whose: uuid.UUID, *, seconds: int) -> bool:
    """Whether this is the first time in so many seconds; of two at once, one is."""
    return bool(cache.add(f"inlet:{what}:{whose}", 1, seconds))


def count_up(what: str, whose: uuid.UUID, *, seconds: int) -> int:
    """The how-many-eth time this is, since the first of the last so many seconds."""
    key = f"inlet:{what}:{whose}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ended between the two: this is the first of the next.
        cache.add(key, 1, seconds)
        return 1
