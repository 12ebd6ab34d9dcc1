"""When a load is full, when the org is asked about it, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connections import bulk
from syncs.engine.bulk import timing

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


def ago(**much: float) -> datetime:
    return NOW - timedelta(**much)


def test_the_org_is_asked_soon_and_then_ever_less_often_but_never_rarer_than_each_minute() -> None:
    waits = [timing.poll_in(asked) for asked in range(30)]
    assert waits == sorted(waits)
    assert (waits[0], waits[1], waits[-1]) == (2, 5, 60)


@pytest.mark.parametrize(
    ("rows", "size", "full"),
    [
        (0, 0, False),
        (9_000, 0, False),
        (9_001, 0, True),
        (10_000, 0, True),
        (10, bulk.MAX_BYTES - 1, False),
        (10, bulk.MAX_BYTES, True),
    ],
)
def test_a_load_is_full_when_the_next_batch_could_be_too_much(
    rows: int, size: int, *, full: bool
) -> None:
    assert timing.is_full(rows, size, most=10_000) is full


@pytest.mark.parametrize(
    ("opened", "grown", "more", "gathered"),
    [
        (ago(seconds=5), ago(seconds=1), False, False),
        (ago(seconds=5), ago(seconds=3), False, True),
        (ago(seconds=30), ago(seconds=20), True, False),  # its next rows wait for their turn
        (ago(seconds=60), ago(seconds=0), True, True),  # whoever came first has waited enough
    ],
)
def test_a_load_begins_when_the_file_is_through_or_after_a_minute(
    opened: datetime, grown: datetime, *, more: bool, gathered: bool
) -> None:
    assert timing.is_gathered(opened, grown, NOW, more=more) is gathered


def test_an_org_has_six_hours_and_nobody_begins_what_it_could_not_end() -> None:
    assert not timing.is_given_up(None, NOW)
    assert not timing.is_given_up(ago(hours=5, minutes=59), NOW)
    assert timing.is_given_up(ago(hours=6), NOW)
    opened = ago(hours=4, minutes=59)
    assert not timing.is_too_late(opened + timing.DEADLINE, NOW)
    assert timing.is_too_late(ago(hours=5) + timing.DEADLINE, NOW)
    # Whatever begins in time is stopped by us before its leads are due.
    assert timedelta(hours=5) + timedelta(hours=6) < timing.DEADLINE
