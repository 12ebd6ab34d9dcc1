"""Seconds from received to in Salesforce, estimated from the stored histogram. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from syncs.charts import speed_chart
from syncs.page_values import Speed
from syncs.speeds import SLOW, SPEED_BOUNDS, TYPICAL, quantile


def speed_of(counts: Sequence[int]) -> Speed | None:
    """The middle lead, the slowest 5 % and the histogram; None when nothing was measured."""
    if not sum(counts):
        return None
    return Speed(
        typical=quantile(counts, TYPICAL),
        slow=quantile(counts, SLOW),
        chart=speed_chart(counts, SPEED_BOUNDS),
    )
