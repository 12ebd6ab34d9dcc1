"""Which records changed or went away in a span of time (salesforce-facts 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import refuse
from connections.practice.rules.stamps import read_datetime, written
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session

from .describing import stored_object
from .exchange import Answer, Call
from .sentences import OTHER, Note, counted

MAX_AGE = timedelta(days=30)
MAX_IDS = 600_000
Span = tuple[datetime, datetime]


def updated(session: Session, call: Call, sobject: str) -> Answer:
    """GET sobjects/Lead/updated: ids of records made or changed from `start` to before `end`."""
    found, span = stored_object(session, sobject), _span(session, call)
    ids = list(_changed(session, found.name, span, deleted=False).values_list("sf_id", flat=True))
    _check_count(ids)
    body = {"ids": ids, "latestDateCovered": written(span[1])}
    return Answer(200, body, notes=(_note("changed", len(ids), found.name),))


def deleted(session: Session, call: Call, sobject: str) -> Answer:
    """GET sobjects/Lead/deleted: records deleted, or merged away, from `start` to before `end`."""
    found, span = stored_object(session, sobject), _span(session, call)
    gone = _changed(session, found.name, span, deleted=True).values_list("sf_id", "modified_at")
    records = [{"id": one, "deletedDate": written(at)} for one, at in gone]
    _check_count(records)
    body = {
        "deletedRecords": records,
        "earliestDateAvailable": written(session.org.created_at),
        "latestDateCovered": written(span[1]),
    }
    return Answer(200, body, notes=(_note("deleted", len(records), found.name),))


def _changed(
    session: Session, sobject: str, span: Span, *, deleted: bool
) -> QuerySet[PracticeRecord]:
    read = replace(reader(session.org, session.setup, session.user), with_deleted=True)
    found = read.records(sobject).filter(
        deleted=deleted, modified_at__gte=span[0], modified_at__lt=span[1]
    )
    return found.order_by("modified_at", "sf_id")[: MAX_IDS + 1]


def _check_count(found: Sequence[object]) -> None:
    if len(found) > MAX_IDS:
        raise refuse("EXCEEDED_ID_LIMIT", f"More than {MAX_IDS} records changed in this span.")


def _span(session: Session, call: Call) -> Span:
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


def _note(what: str, count: int, sobject: str) -> Note:
    return Note(OTHER, how=f"Ask what was {what}: {counted(count, sobject)}")
