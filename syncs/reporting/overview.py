"""The overview of one client: is everything arriving, and what needs me?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse

from syncs.charts import Day, DaysChart, days_chart
from syncs.page_values import Live, OverviewPage
from tenants.models import Tenant

from . import orgs
from .counting import Counted, by_day
from .days import day_start, local_day, zone_of
from .freshness import Freshness
from .sources import source_rows
from .speeds import speed_of
from .waiting import needs_of, read_causes

DAYS = 14


def overview_page(
    tenant: Tenant, fresh: Freshness, *, known: orgs.Orgs, now: datetime
) -> OverviewPage:
    """The page; about seven reads."""
    zone, connection = zone_of(tenant.time_zone), known.main
    today = local_day(now, zone)
    days = by_day(day_start(now, zone, back=DAYS - 1), zone)
    counted = days.get(today, Counted())
    leads_address = reverse("leads", args=[tenant.slug])
    causes = read_causes()
    return OverviewPage(
        live=Live(address=reverse("overview", args=[tenant.slug]), seen=fresh.mark),
        now=now,
        today=counted.ledger,
        days=_chart(days, today),
        needs=needs_of(causes, leads_address),
        causes=len(causes),
        speed=speed_of(counted.speeds),
        calls=orgs.calls_of(connection, now),
        sources=source_rows(now, since=day_start(now, zone), leads_address=leads_address),
        ended_at=orgs.ended_at(connection),
        unanswered_since=orgs.unanswered_since(connection),
    )


def _chart(days: dict[date, Counted], today: date) -> DaysChart:
    dates = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return days_chart([Day(on, days.get(on, Counted()).ledger.counts) for on in dates])
