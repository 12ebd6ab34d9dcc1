"""The ledger adds up, and says so when it doesn't."""

from __future__ import annotations

import pytest

from syncs.charts import Segment
from syncs.page_values import Ledger
from syncs.states import State

TODAY = Ledger(
    received=412,
    created=231,
    updated=118,
    unchanged=9,
    skipped=14,
    held=21,
    failed=17,
    pending=2,
)


def test_received_is_the_sum_of_the_outcomes() -> None:
    assert (TODAY.in_salesforce, TODAY.waiting, TODAY.accounted, TODAY.missing) == (358, 38, 412, 0)
    assert TODAY.share == pytest.approx(86.893, abs=0.001)
    assert list(TODAY.counts) == list(State)


@pytest.mark.parametrize(("received", "missing"), [(415, 3), (412, 0), (410, 2)])
def test_leads_that_are_not_accounted_for_are_counted(received: int, missing: int) -> None:
    ledger = Ledger(received=received, created=412)
    assert ledger.missing == missing


def test_a_day_without_leads_has_no_share() -> None:
    assert (Ledger(received=0).share, Ledger(received=0).segments) == (0.0, ())


def test_the_agency_bar_has_four_parts() -> None:
    assert Ledger(received=10, created=4, updated=1, held=2, failed=3).broad_segments == (
        Segment(State.CREATED, 5, "0.00%", "50.00%"),
        Segment(State.HELD, 5, "50.00%", "50.00%"),
    )
