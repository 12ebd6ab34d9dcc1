from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.dates import Order, as_salesforce, read_day, read_moment, zone

MADRID = ZoneInfo("Europe/Madrid")
NOTHING = ("", "", "")
ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")


def alike(text: str) -> tuple[str, str, str]:
    return text, text, text


@pytest.mark.parametrize(
    ("came", "days"),
    [
        ("2026-03-04", alike("2026-03-04")),
        (" 2026-03-04T23:30:00-08:00 ", alike("2026-03-04")),
        ("20260304", alike("2026-03-04")),
        (20260304, alike("2026-03-04")),
        ("2026/3/4", alike("2026-03-04")),
        ("2026.03.04", alike("2026-03-04")),
        ("03/04/2026", ("", "2026-04-03", "2026-03-04")),
        ("3.4.26", ("", "2026-04-03", "2026-03-04")),
        ("3-4-68", ("", "2068-04-03", "2068-03-04")),
        ("3-4-69", ("", "1969-04-03", "1969-03-04")),
        ("25/12/2026", ("", "2026-12-25", "")),
        ("12/25/2026", ("", "", "2026-12-25")),
        ("4 March 2026", alike("2026-03-04")),
        ("March 4th, 2026", alike("2026-03-04")),
        ("Wed, 04 Mar 2026 10:00:00 GMT", alike("2026-03-04")),
        ("04-Mar-2026", alike("2026-03-04")),
        ("4 Sept 2026", alike("2026-09-04")),
        ("4. März 2026", alike("2026-03-04")),
        ("4 mars 2026", alike("2026-03-04")),
        ("4 de marzo de 2026", alike("2026-03-04")),
        ("1767259800", alike("2026-01-01")),
        (1767259800000, alike("2026-01-01")),
        ("31 Feb 2026", NOTHING),
        ("2026-13-01", NOTHING),
        ("2026-W10-1", NOTHING),
        ("03/04/026", NOTHING),
        ("003/04/2026", NOTHING),
        ("yesterday", NOTHING),
        ("in 2 days", NOTHING),
        ("March 2026", NOTHING),
        ("March 4", NOTHING),
        ("Monday 2026", NOTHING),
        ("2026", NOTHING),
        ("12:30", NOTHING),
        ("1699-12-31", NOTHING),
        ("4001-01-01", NOTHING),
        (True, NOTHING),
        (1.5, NOTHING),
        ("", NOTHING),
        ("2026-03-04" + " " * 3 + "x" * 60, NOTHING),
    ],
)
def test_a_day_is_read_in_the_order_that_is_given(came: Any, days: tuple[str, str, str]) -> None:
    read = [read_day(came, order, None) for order in ORDERS]
    assert tuple(day.isoformat() if day else "" for day in read) == days


@pytest.mark.parametrize(
    ("came", "written"),
    [
        ("2026-03-04T10:11:12.000+0000", "2026-03-04T10:11:12.000+0000"),
        ("2026-03-04T10:11:12Z", "2026-03-04T10:11:12.000+0000"),
        ("2026-03-04 10:11", "2026-03-04T09:11:00.000+0000"),
        ("2026-07-04 10:11", "2026-07-04T08:11:00.000+0000"),
        ("2026-03-04", "2026-03-03T23:00:00.000+0000"),
        ("4/3/2026 5:06:07 PM", "2026-03-04T16:06:07.000+0000"),
        ("4/3/2026 12:06 am", "2026-03-03T23:06:00.000+0000"),
        ("4/3/2026 14.05 +0530", "2026-03-04T08:35:00.000+0000"),
        ("4 March 2026 at 17:30 UTC", "2026-03-04T17:30:00.000+0000"),
        ("March 4 2026 10:00 -08:00", "2026-03-04T18:00:00.000+0000"),
        ("March 4 2026 10:00 EST", "2026-03-04T15:00:00.000+0000"),
        ("1767259800", "2026-01-01T09:30:00.000+0000"),
        ("1767259800.9", "2026-01-01T09:30:00.000+0000"),
        ("1767259800123", "2026-01-01T09:30:00.000+0000"),
        ("4/3/2026 25:00", ""),
        ("4/3/2026 13:00 pm", ""),
        ("99999999", ""),
    ],
)
def test_a_moment_without_a_zone_is_meant_in_the_given_one(came: str, written: str) -> None:
    found = read_moment(came, "dmy", MADRID)
    assert (as_salesforce(found) if found else "") == written


def test_the_zone_of_the_machine_plays_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        clock.tzset()
        written = as_salesforce(datetime(2026, 3, 4, 10, tzinfo=UTC))
    clock.tzset()
    assert written == "2026-03-04T10:00:00.000+0000"


def test_a_day_may_be_wanted_where_it_was_then() -> None:
    assert read_day("2026-03-04T23:30:00Z", "ymd", MADRID) == date(2026, 3, 5)
    assert read_day("2026-03-04T23:30:00Z", "ymd", None) == date(2026, 3, 4)


@given(st.dates(date(1700, 1, 2), date(4000, 12, 30)), st.times())
def test_what_is_written_is_read_as_the_same_moment(day: date, at: time) -> None:
    exact = datetime.combine(day, at.replace(microsecond=0), UTC)
    written = as_salesforce(exact)
    assert [read_moment(written, order, MADRID) for order in ORDERS] == [exact] * 3


@given(st.text("0123456789/.-: TZapm,", max_size=20))
def test_no_text_of_digits_breaks_it(text: str) -> None:
    read = {read_day(text, order, None) for order in ORDERS}
    assert all(day is None or day.year in range(1700, 4001) for day in read)


@pytest.mark.parametrize("name", ["Atlantis/Nowhere", "../etc/passwd", "Europe", "x" * 300])
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone(name) is None
    assert zone("Europe/Madrid") == MADRID
