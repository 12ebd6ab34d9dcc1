"""Times as Salesforce writes and reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.stamps import read_date, read_datetime, to_second, written

MOMENTS = st.datetimes(
    min_value=datetime(1700, 1, 1),  # noqa: DTZ001
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_a_moment_is_written_without_a_colon_in_its_offset() -> None:
    berlin = timezone(timedelta(hours=1))
    assert written(datetime(2026, 3, 4, 11, 11, 12, 345, berlin)) == "2026-03-04T10:11:12.000+0000"


@given(MOMENTS)
def test_what_is_written_is_read_back_to_the_second(moment: datetime) -> None:
    assert read_datetime(written(moment)) == to_second(moment)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04T10:11:12Z", datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2026-03-04T10:11:12.500+01:00", datetime(2026, 3, 4, 9, 11, 12, 500000, UTC)),
        ("2026-03-04T10:11:12-0500", datetime(2026, 3, 4, 15, 11, 12, tzinfo=UTC)),
    ],
)
def test_offsets_are_read_in_every_spelling(text: str, expected: datetime) -> None:
    assert read_datetime(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2026-03-04", "2026-03-04T10:11:12", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00"],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_datetime(text)


def test_a_day_is_read_from_a_date_or_a_moment() -> None:
    assert read_date("2026-03-04") == read_date("2026-03-04T23:00:00-0000") == date(2026, 3, 4)
