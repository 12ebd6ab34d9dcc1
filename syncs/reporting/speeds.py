"""Seconds from received to in Salesforce, estimated from the stored histogram. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from syncs.charts import speed_chart
from syncs.page_values import Speed
from syncs.states import SPEED_BOUNDS

TYPICAL, SLOW = 0.5, 0.95


def speed_of(counts: Sequence[int]) -> Speed | None:
    """The middle lead, the slowest 5 % and the histogram; None when nothing was measured."""
    if not sum(counts):
        return None
    return Speed(
        typical=quantile(counts, TYPICAL),
        slow=quantile(counts, SLOW),
        chart=speed_chart(counts, SPEED_BOUNDS),
    )


def quantile(counts: Sequence[int], share: float) -> float:
    """The seconds within which `share` of the leads arrived; 0 of none.

    Leads are taken as spread evenly over their slot. The last slot has no upper end, so a
    lead of it counts as its lower one: at least a minute.
    """
    wanted, before, low = share * sum(counts), 0.0, 0.0
    for count, bound in zip(counts, SPEED_BOUNDS, strict=False):
        if count and before + count >= wanted:
            return low + (bound - low) * (wanted - before) / count
        before, low = before + count, float(bound)
    return low
