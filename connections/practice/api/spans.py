"""The span of time that a call asks about (salesforce-facts 14)."""

from __future__ import annotations

from datetime import datetime, timedelta

from connections.practice.rules.refusals import refuse
from connections.practice.rules.stamps import read_datetime
from connections.practice.store.orgs import Session

from .exchange import Call

MAX_AGE = timedelta(days=30)
Span = tuple[datetime, datetime]


def span_of(session: Session, call: Call) -> Span:
    """Start and end, seconds cut off. Raises Refused."""
    start, end = (_moment(call, name) for name in ("start", "end"))
    if start < session.now - MAX_AGE:
        raise refuse("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago")
    if end <= start:
        raise refuse(
            "INVALID_REPLICATION_DATE", "endDate has to be at least one minute after startDate"
        )
    return start, min(end, session.now)


def _moment(call: Call, name: str) -> datetime:
    if name not in call.query:
        raise refuse("MISSING_ARGUMENT", f"{name} is required")
    try:
        # Where a client left the + of a zone as it is, it arrives as a space.
        found = read_datetime(call.query[name].strip().replace(" ", "+"))
    except ValueError as unreadable:
        message = f"{name}: not a valid date and time: {call.query[name]}"
        raise refuse("INVALID_REPLICATION_DATE", message) from unreadable
    return found.replace(second=0, microsecond=0)
