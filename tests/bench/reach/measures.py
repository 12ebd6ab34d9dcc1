"""What is measured of one side in one go, and the middle of several."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """What one side did: seconds, API calls as the org counted them, leads, CPU seconds by kind."""

    seconds: float
    calls: int
    leads: int
    cpu: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0

    @property
    def pace(self) -> float:
        """Leads a second."""
        return self.leads / self.seconds

    @property
    def calls_per_1000(self) -> float:
        """API calls for each thousand leads."""
        return self.calls * 1000 / self.leads

    @property
    def cpu_per_1000(self) -> float:
        """CPU seconds of all kinds for each thousand leads."""
        return sum(self.cpu.values()) * 1000 / self.leads


def middle(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: p99 of fewer than a hundred is the largest."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]
