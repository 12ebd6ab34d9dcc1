"""An org's API calls, as pages and the API show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from connections.models import Connection
from syncs.charts import spark
from syncs.engine.budget import Allowance, allowance
from syncs.engine.forecasting import forecast
from syncs.engine.spending import known_of
from syncs.engine.usage import Spending, last_reading
from syncs.ledger import hour_of
from syncs.models import InboundLead, Lane
from syncs.page_values.api_calls import CallsCard, Outlook

_HOURS = 24


def calls_card(
    connection: Connection, now: datetime, *, typed: Mapping[str, str], error: str = ""
) -> CallsCard:
    """The card of a connection; one read, within the walls. ``typed``: what didn't go well."""
    known = known_of(connection, now)
    left, told = allowance(known, now), last_reading(known, now)
    return CallsCard(
        ours=left.ours,
        beat=spark(by_hour(known, now)),
        share=typed.get("share", str(connection.api_share)),
        streams=typed.get("streams", str(connection.streams)),
        others=left.others or 0,
        allowed=left.allowed,
        limit=left.limit or 0,
        left=left.live or 0,
        told_at=told.at if told else None,
        outlook=outlook(known, left, now),
        error=error,
    )


def halt_of(lead: InboundLead, now: datetime) -> str:
    """Why nothing is sent to the lead's org now, or nothing of whole files; "" if it is. At most
    two reads, within the walls."""
    lane = Lane.objects.filter(connection=lead.connection_id, paused_until__isnull=False).first()
    if lane is not None:
        return lane.trouble
    return allowance(known_of(lead.connection, now), now).why_backfill if lead.backfill else ""


def by_hour(known: Spending, now: datetime) -> list[int]:
    """Inlet's calls in each of the last 24 hours, the oldest first."""
    calls = {one.hour: one.ours for one in known.hours}
    this = hour_of(now)
    hours = (this - timedelta(hours=back) for back in reversed(range(_HOURS)))
    return [calls.get(hour, 0) for hour in hours]


def outlook_of(connection: Connection, now: datetime) -> Outlook | None:
    """Until when the calls last; None while the org told nothing. One read, within the walls."""
    known = known_of(connection, now)
    return outlook(known, allowance(known, now), now)


def outlook(known: Spending, left: Allowance, now: datetime) -> Outlook | None:
    """The same for what is known."""
    ahead = forecast(known, now)
    if ahead is None:
        return None
    why = left.why or left.why_backfill
    return Outlook(why, left.free_at, None if why else ahead.ends_at, whole_org=ahead.whole_org)
