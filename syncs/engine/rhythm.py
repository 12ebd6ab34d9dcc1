"""When a few leads wait a moment for more, so that a busy org is called less often. Pure.

A lead that comes alone goes at once. Where leads come so fast that each batch finds several
waiting, the next batch begins a window after the last one did: at ten leads a second that makes
one pair of calls for fourteen leads instead of one for three.
"""

from __future__ import annotations

from dataclasses import dataclass

# So many go at once, whatever the moment.
ENOUGH = 100
# So many found at once mean that leads come faster than calls take.
_SEVERAL = 3
# After a batch of this size a single lead is taken for the first of several.
_BUSY = 8


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How new leads came so far. In seconds: ``since`` the last batch of them was claimed, and
    ``left`` until those that wait now are let go, 0 if none wait. ``last``: that batch's size.
    """

    since: float
    last: int
    left: float = 0.0


def wait_for_more(found: int, rhythm: Rhythm, *, window: float) -> float:
    """For how many seconds so many due leads wait for more; 0 if they go now."""
    if not found or found >= ENOUGH or window <= 0:
        return 0.0
    if rhythm.left > 0:
        return rhythm.left
    is_busy = found >= _SEVERAL or rhythm.last >= _BUSY
    return max(window - rhythm.since, 0.0) if is_busy else 0.0
