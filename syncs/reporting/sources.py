"""The sources of a client and how each of them does now."""

from __future__ import annotations

import uuid
from datetime import datetime

from syncs.charts import beat
from syncs.ledger import hour_of
from syncs.models import Source
from syncs.page_values import SourceRow

from .counting import hours_of_sources
from .days import HOUR
from .filters import Filters
from .habits import DAY, HOURS, silent_hours, state_of, usual_gap


def source_rows(now: datetime, *, since: datetime, leads_address: str) -> tuple[SourceRow, ...]:
    """Every source, by name; `since` is when today began. Two reads."""
    begin = hour_of(now) - (HOURS - 1) * HOUR
    slots = [begin + slot * HOUR for slot in range(HOURS)]
    found = hours_of_sources(begin)
    return tuple(
        _row(source, counts, now=now, today=_today(counts, slots, since), address=leads_address)
        for source in Source.objects.all()
        for counts in [[found.get(source.pk, {}).get(slot, 0) for slot in slots]]
    )


def _today(counts: list[int], slots: list[datetime], since: datetime) -> int:
    return sum(count for count, slot in zip(counts, slots, strict=True) if slot >= since)


def _row(
    source: Source, counts: list[int], *, now: datetime, today: int, address: str
) -> SourceRow:
    state = state_of(
        counts, last_lead_at=source.last_lead_at, created_at=source.created_at, now=now
    )
    silence = 0
    if state == "silent" and source.last_lead_at:
        silence = min(DAY, silent_hours(now - source.last_lead_at))
    return SourceRow(
        name=source.name,
        address=address + Filters(when="7d", source=source.pk).query(),
        now=state,
        beat=beat(counts[-DAY:], silent_slots=silence),
        today=today,
        last_lead_at=source.last_lead_at,
        usual_gap=usual_gap(counts),
    )


def names_of_sources() -> dict[uuid.UUID, str]:
    """Each source's name by its id, in the order of names; one read."""
    return dict(Source.objects.values_list("id", "name"))
