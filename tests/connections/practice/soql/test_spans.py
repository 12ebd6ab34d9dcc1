"""Date literals, counted in the user's own days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from connections.practice.soql.spans import days_of, moments_of
from connections.practice.soql.statement import Span

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 19, 22, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("span", "first", "end"),
    [
        (Span("TODAY"), date(2026, 11, 19), date(2026, 11, 20)),
        (Span("YESTERDAY"), date(2026, 11, 18), date(2026, 11, 19)),
        (Span("TOMORROW"), date(2026, 11, 20), date(2026, 11, 21)),
        (Span("LAST_N_DAYS", 30), date(2026, 10, 20), date(2026, 11, 20)),
        (Span("NEXT_N_DAYS", 2), date(2026, 11, 20), date(2026, 11, 22)),
        (Span("THIS_MONTH"), date(2026, 11, 1), date(2026, 12, 1)),
        (Span("NEXT_MONTH"), date(2026, 12, 1), date(2027, 1, 1)),
        (Span("LAST_MONTH"), date(2026, 10, 1), date(2026, 11, 1)),
        (Span("THIS_YEAR"), date(2026, 1, 1), date(2027, 1, 1)),
        (Span("LAST_YEAR"), date(2025, 1, 1), date(2026, 1, 1)),
        (Span("NEXT_YEAR"), date(2027, 1, 1), date(2028, 1, 1)),
    ],
)
def test_spans_have_a_first_day_and_an_end(span: Span, first: date, end: date) -> None:
    assert days_of(span, NOW) == (first, end)


def test_moments_are_the_users_midnights_also_when_clocks_change() -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=NEW_YORK)
    begin, end = moments_of(Span("TODAY"), now)
    assert (begin.isoformat(), end.isoformat()) == (
        "2026-11-01T00:00:00-04:00",
        "2026-11-02T00:00:00-05:00",
    )
