"""Days as a client lives them, in whole hours of the ledger. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; UTC for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day that an aware `moment` falls on there."""
    return moment.astimezone(zone).date()


def day_start(now: datetime, zone: ZoneInfo, *, back: int = 0) -> datetime:
    """When the day of `now`, or that `back` days before it, begins there."""
    return begin_of(local_day(now, zone) - timedelta(days=back), zone)


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """When that day begins there, in UTC.

    The ledger counts by whole hours of UTC. Where midnight is none, the day begins with the first
    hour after it, in the ledger and in lists alike, so that both show the same leads.
    """
    midnight = datetime.combine(day, time.min, zone)
    begun = midnight.astimezone(UTC)
    whole = begun.replace(minute=0, second=0, microsecond=0)
    return whole if whole == begun else whole + HOUR
