"""Sums of the hourly ledger: by day, by source, by tenant."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate

from syncs.models import HourlyCount
from syncs.page_values import Ledger
from syncs.page_values.ledger_page import By
from syncs.speeds import SLOTS
from syncs.states import State

COLUMNS = ("received", *(state.value for state in State))
NOTHING = Ledger(received=0)


@dataclass(frozen=True, slots=True)
class Counted:
    """The leads of a day: where they stand now, and how fast those in Salesforce were."""

    ledger: Ledger = NOTHING
    speeds: tuple[int, ...] = (0,) * SLOTS


def _sums() -> dict[str, Sum]:
    return {f"sum_{name}": Sum(name, default=0) for name in COLUMNS}


def _speeds() -> dict[str, Sum]:
    return {f"slot_{slot}": Sum(f"speeds__{slot}", default=0) for slot in range(SLOTS)}


def _ledger(row: dict[str, Any]) -> Ledger:
    return Ledger(**{name: row[f"sum_{name}"] for name in COLUMNS})


def added(ledgers: Iterable[Ledger]) -> Ledger:
    """Several ledgers as one."""
    total = dict.fromkeys(COLUMNS, 0)
    for ledger in ledgers:
        for name in COLUMNS:
            total[name] += getattr(ledger, name)
    return Ledger(**total)


def ledger_since(since: datetime | None, *, source: uuid.UUID | None = None) -> Ledger:
    """All leads received since then (None: ever), of all sources or of one."""
    rows = HourlyCount.objects.all()
    rows = rows.filter(hour__gte=since) if since else rows
    rows = rows.filter(source_id=source) if source else rows
    return _ledger(rows.aggregate(**_sums()))


def by_day(since: datetime, zone: ZoneInfo) -> dict[date, Counted]:
    """Each day with leads since then, as days are in `zone`; one read."""
    rows = _daily(since, zone).values("day").annotate(**_sums(), **_speeds())
    return {row["day"]: _counted(row) for row in rows}


def by_tenant_and_day(
    since: datetime, zone: ZoneInfo, tenants: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[date, Counted]]:
    """The same for several tenants that live in `zone`; one read."""
    found: dict[uuid.UUID, dict[date, Counted]] = defaultdict(dict)
    rows = _daily(since, zone).filter(tenant_id__in=list(tenants)).values("tenant_id", "day")
    for row in rows.annotate(**_sums(), **_speeds()):
        found[row["tenant_id"]][row["day"]] = _counted(row)
    return found


def _daily(since: datetime, zone: ZoneInfo) -> QuerySet[Any]:
    rows = HourlyCount.objects.filter(hour__gte=since)
    return rows.annotate(day=TruncDate("hour", tzinfo=zone)).order_by()


def _counted(row: dict[str, Any]) -> Counted:
    return Counted(_ledger(row), tuple(row[f"slot_{slot}"] for slot in range(SLOTS)))


def by_source_and(
    unit: By, since: datetime, zone: ZoneInfo, *, source: uuid.UUID | None = None
) -> dict[tuple[uuid.UUID, datetime | date], Counted]:
    """Each source's leads by hour, or by day as days are in `zone`, since then; one read."""
    column = "hour" if unit == "hour" else "day"
    rows = _daily(since, zone)
    rows = rows.filter(source_id=source) if source else rows
    found = rows.values("source_id", column).annotate(**_sums(), **_speeds())
    return {(row["source_id"], row[column]): _counted(row) for row in found}


def hours_of_sources(since: datetime) -> dict[uuid.UUID, dict[datetime, int]]:
    """For each source the leads it brought in each hour since then; one read."""
    found: dict[uuid.UUID, dict[datetime, int]] = defaultdict(dict)
    rows = HourlyCount.objects.filter(hour__gte=since).order_by().values("source_id", "hour")
    for row in rows.annotate(sum_received=Sum("received")):
        found[row["source_id"]][row["hour"]] = row["sum_received"]
    return found
