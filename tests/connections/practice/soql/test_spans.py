"""Date literals, counted in the user's own days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from connections.practice.soql.spans import days_of, moments_of, read_span
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
        # Thursday; weeks begin on Sunday.
        (Span("THIS_WEEK"), date(2026, 11, 15), date(2026, 11, 22)),
        (Span("LAST_WEEK"), date(2026, 11, 8), date(2026, 11, 15)),
        (Span("LAST_N_WEEKS", 2), date(2026, 11, 1), date(2026, 11, 15)),
        (Span("NEXT_N_WEEKS", 1), date(2026, 11, 22), date(2026, 11, 29)),
        (Span("N_WEEKS_AGO", 1), date(2026, 11, 8), date(2026, 11, 15)),
        (Span("N_DAYS_AGO", 3), date(2026, 11, 16), date(2026, 11, 17)),
        (Span("LAST_90_DAYS"), date(2026, 8, 21), date(2026, 11, 20)),
        (Span("NEXT_90_DAYS"), date(2026, 11, 20), date(2027, 2, 18)),
        (Span("LAST_N_MONTHS", 11), date(2025, 12, 1), date(2026, 11, 1)),
        (Span("NEXT_N_MONTHS", 2), date(2026, 12, 1), date(2027, 2, 1)),
        (Span("N_MONTHS_AGO", 12), date(2025, 11, 1), date(2025, 12, 1)),
        (Span("THIS_QUARTER"), date(2026, 10, 1), date(2027, 1, 1)),
        (Span("NEXT_QUARTER"), date(2027, 1, 1), date(2027, 4, 1)),
        (Span("LAST_N_QUARTERS", 2), date(2026, 4, 1), date(2026, 10, 1)),
        (Span("N_QUARTERS_AGO", 1), date(2026, 7, 1), date(2026, 10, 1)),
        (Span("LAST_FISCAL_QUARTER"), date(2026, 7, 1), date(2026, 10, 1)),
        (Span("NEXT_N_YEARS", 2), date(2027, 1, 1), date(2029, 1, 1)),
        (Span("N_FISCAL_YEARS_AGO", 1), date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_spans_have_a_first_day_and_an_end(span: Span, first: date, end: date) -> None:
    assert days_of(span, NOW) == (first, end)


@pytest.mark.parametrize(
    ("text", "span"),
    [("today", Span("TODAY")), ("last_N_days:30", Span("LAST_N_DAYS", 30)),
     ("N_Years_Ago:0", Span("N_YEARS_AGO"))],
)  # fmt: skip
def test_literals_are_read_in_any_case(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "SOMEDAY",
        "LAST_N_DAYS",
        "TODAY:3",
        "THIS_DAY",
        "LAST_N_PARSECS:2",
        "N_DAYS_AGO",
        "LAST_",
        "",
    ],
)
def test_other_words_are_no_literals(text: str) -> None:
    with pytest.raises(ValueError, match="unexpected token"):
        read_span(text)


def test_moments_are_the_users_midnights_also_when_clocks_change() -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=NEW_YORK)
    begin, end = moments_of(Span("TODAY"), now)
    assert (begin.isoformat(), end.isoformat()) == (
        "2026-11-01T00:00:00-04:00",
        "2026-11-02T00:00:00-05:00",
    )
