"""Which records changed or went away in a span of time (salesforce-facts 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import refuse
from connections.practice.rules.stamps import written
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session

from .describing import stored_object
from .exchange import Answer, Call
from .sentences import OTHER, Note, counted
from .spans import Span, span_of

MAX_IDS = 600_000


def updated(session: Session, call: Call, sobject: str) -> Answer:
    """GET sobjects/Lead/updated: ids of records made or changed from `start` to before `end`."""
    found, span = stored_object(session, sobject), span_of(session, call)
    ids = list(_changed(session, found.name, span, deleted=False).values_list("sf_id", flat=True))
    _check_count(ids)
    body = {"ids": ids, "latestDateCovered": written(span[1])}
    return Answer(200, body, notes=(_note("changed", len(ids), found.name),))


def deleted(session: Session, call: Call, sobject: str) -> Answer:
    """GET sobjects/Lead/deleted: records deleted, or merged away, from `start` to before `end`."""
    found, span = stored_object(session, sobject), span_of(session, call)
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


def _note(what: str, count: int, sobject: str) -> Note:
    return Note(OTHER, how=f"Ask what was {what}: {counted(count, sobject)}")
