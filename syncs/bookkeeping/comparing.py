"""The hourly counters beside the leads they count: what differs. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from syncs.states import State

COLUMNS = ("received", *(state.value for state in State))


@dataclass(frozen=True, slots=True)
class Difference:
    """An hour of a source whose counters differ from its leads.

    ``counted`` is what the counters say, ``stood`` what the leads do, both by column: received,
    then each state.
    """

    source_id: uuid.UUID
    hour: datetime
    counted: Mapping[str, int]
    stood: Mapping[str, int]

    @property
    def change(self) -> dict[str, int]:
        """What has to be added to the counters, by column; columns that agree are left out."""
        return {
            name: self.stood[name] - self.counted[name]
            for name in COLUMNS
            if self.stood[name] != self.counted[name]
        }

    @property
    def leads(self) -> int:
        """How many leads at least are counted wrongly."""
        return max(abs(by) for by in self.change.values())


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found: the hours that differ, among ``leads`` leads. Empty is right."""

    differences: tuple[Difference, ...] = field(default=())
    leads: int = 0

    def __bool__(self) -> bool:
        return bool(self.differences)

    @property
    def wrong(self) -> int:
        """How many leads at least are counted wrongly, in all hours."""
        return sum(one.leads for one in self.differences)


def difference(source_id: uuid.UUID, hour: datetime, numbers: Sequence[int]) -> Difference:
    """One row of the comparison: the counters' columns, then the leads', in the fixed order."""
    width = len(COLUMNS)
    return Difference(
        source_id,
        hour,
        dict(zip(COLUMNS, map(int, numbers[:width]), strict=True)),
        dict(zip(COLUMNS, map(int, numbers[width:]), strict=True)),
    )
