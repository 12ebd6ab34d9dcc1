"""What a query left for its next pages: kept under a locator, and read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from connections.practice.models import PracticeCursor
from connections.practice.rules.ids import checksum
from connections.practice.rules.refusals import refuse
from connections.practice.soql.pages import Page

from .filters import Reader

CURSOR_LIVES = timedelta(days=2)
_UNKNOWN = refuse("INVALID_QUERY_LOCATOR", "invalid query locator")


def keep_cursor(reader: Reader, page: Page, *, locator: str, soql: str, now: datetime) -> None:
    """Remember the rows of a query under `locator`; forget cursors too old to be asked for."""
    cursors = PracticeCursor.objects.filter(org=reader.org)
    cursors.filter(created_at__lt=now - CURSOR_LIVES).delete()
    PracticeCursor.objects.create(
        tenant_id=reader.org.tenant_id,
        org=reader.org,
        locator=locator,
        soql=soql,
        ids=page.ids,
        created_at=now,
    )


@dataclass(frozen=True, slots=True)
class CursorPart:
    """Part of a kept query: its text, the ids from where was asked on, and how many in all."""

    soql: str
    ids: list[str]
    total: int


def cursor_soql(reader: Reader, locator: str, *, now: datetime) -> str:
    """The statement of a kept query. Raises Refused for an unknown or too old locator."""
    found = _cursors(reader, locator, now).values_list("soql", flat=True).first()
    if found is None:
        raise _UNKNOWN
    return found


def read_cursor(
    reader: Reader, locator: str, *, start: int, size: int, now: datetime
) -> CursorPart:
    """`size` ids from number `start` on. Raises Refused where there are none."""
    cursors = _cursors(reader, locator, now)
    found = cursors.values_list("soql", f"ids__{start}_{start + size}", "ids__len").first()
    if found is None or not found[1]:
        raise _UNKNOWN
    return CursorPart(*found)


def _cursors(reader: Reader, locator: str, now: datetime) -> QuerySet[PracticeCursor]:
    # As any id, it may come without its checksum (salesforce-facts 10.6).
    whole = locator[:15] + checksum(locator[:15])
    return PracticeCursor.objects.filter(
        org=reader.org, locator=whole, created_at__gte=now - CURSOR_LIVES
    )
