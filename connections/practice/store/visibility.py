"""Which rows a user sees: the one place that every read of the API passes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from connections.practice.models import PracticeRecord
from connections.practice.rules.setup import Setup, User
from connections.practice.soql.judging import Row


def visible_records(
    found: QuerySet[PracticeRecord], sobject: str, *, setup: Setup, viewer: User | None
) -> QuerySet[PracticeRecord]:
    """Those of the records of one object that `viewer` sees; None is the org itself, sees all.

    Never raises: what isn't visible is simply not there (salesforce-facts 2.4).
    """
    if viewer is None:
        return found
    reach = setup.reach(sobject, viewer.id)
    return found if reach.reads_all else found.filter(owner__in=sorted(reach.own))


def visible_rows(
    rows: Iterable[Row], sobject: str, *, setup: Setup, viewer: User | None
) -> list[Row]:
    """Those of the rows of one setup object that `viewer` sees."""
    del sobject, setup, viewer
    return list(rows)
