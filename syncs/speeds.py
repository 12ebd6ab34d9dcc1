"""Speed to lead as the ledger stores it: a histogram of seconds, and what it says. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

# Upper bounds, in seconds, of the stored histogram of speed; the last slot is "more".
SPEED_BOUNDS = (0.25, 0.5, 1, 2, 4, 6, 8, 10, 15, 30, 60)
SLOTS = len(SPEED_BOUNDS) + 1
TYPICAL, SLOW, SLOWEST = 0.5, 0.95, 0.99


def speed_slot(seconds: float) -> int:
    """Which slot of the histogram a lead of this speed falls into."""
    return bisect_left(SPEED_BOUNDS, seconds)


def quantile(counts: Sequence[int], share: float) -> float:
    """The seconds within which `share` (0 to 1) of the leads arrived; 0 of none.

    Leads are taken as spread evenly over their slot, so the answer lies in the slot that holds
    the true one. The last slot has no upper end; a lead of it counts as its lower one: at least
    a minute.
    """
    wanted, before, low = share * sum(counts), 0.0, 0.0
    for count, bound in zip(counts, SPEED_BOUNDS, strict=False):
        if count and before + count >= wanted:
            return low + (bound - low) * (wanted - before) / count
        before, low = before + count, float(bound)
    return low
