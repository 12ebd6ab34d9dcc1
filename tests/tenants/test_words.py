"""Numbers and times read as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from tenants.templatetags import inlet_words as words

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (412, "412"), (11860, "11,860"), (1_204_000, "1,204,000")]
)
def test_numbers_have_separators(value: int, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 %"),
        (0.001, "0.1 %"),
        (86.893, "86.9 %"),
        (99.99, "99.9 %"),
        (100, "100 %"),
    ],
)
def test_a_share_never_rounds_to_all_or_nothing(value: float, text: str) -> None:
    assert words.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.44, "0.4 s"), (1, "1 s"), (6.2, "6 s"), (119, "119 s"), (180, "3 min")]
)
def test_short_spans_are_in_seconds(value: float, text: str) -> None:
    assert words.seconds(value) == text


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=-2), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=3), "3 min ago"),
        (timedelta(hours=6, minutes=40), "6 h 40 ago"),
        (timedelta(hours=3, minutes=5), "3 h 05 ago"),
        (timedelta(days=91), "91 days ago"),
    ],
)
def test_what_passed_is_told_in_one_unit_or_two(passed: timedelta, text: str) -> None:
    assert words.ago(NOW - passed, NOW) == text
    assert words.since(NOW - timedelta(minutes=24), NOW) == "24 min"


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (20, "several a minute"),
        (240, "about every 4 min"),
        (4200, "about every 70 min"),
        (7200, "about every 2 h"),
    ],
)
def test_the_usual_gap_is_told_roughly(gap: float, text: str) -> None:
    assert words.every(gap) == text


def test_a_time_of_another_day_names_its_day() -> None:
    moment = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
    assert words.clock(NOW, NOW) == "14:20"
    assert words.clock(moment, NOW) == "16 Nov 09:05"
    assert words.clock_and_day(NOW, NOW) == "14:20 today"
    assert words.clock_and_day(moment, NOW) == "09:05 on 16 November"


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_times_are_of_the_zone_in_force() -> None:
    assert words.clock(NOW, NOW) == "03:20"
    assert words.exact(NOW.replace(microsecond=950_000)) == "03:20:00.9"
