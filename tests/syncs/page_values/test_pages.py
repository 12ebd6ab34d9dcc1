"""What pages work out from their own values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from syncs.page_values import ApiCalls, Pager
from tests.syncs.samples.leads import LEADS, NO_LEADS, NO_MATCH, PENDING, PRIYA
from tests.syncs.samples.others import CLIENTS_PAGE
from tests.syncs.samples.overview import OVERVIEW, QUIET

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


def test_the_views_of_the_list_carry_their_counts() -> None:
    page = replace(LEADS, state="repair")
    assert [(tab.state, tab.count, tab.is_current) for tab in page.tabs] == [
        ("", 412, False),
        ("repair", 38, True),
        ("created", 231, False),
        ("updated", 118, False),
        ("skipped", 14, False),
        ("pending", 2, False),
    ]


def test_a_list_knows_whether_it_is_filtered() -> None:
    by_source = replace(LEADS, sources=(replace(LEADS.sources[0], chosen=True),))
    pages = (LEADS, NO_MATCH, NO_LEADS, replace(LEADS, state="held"), by_source)
    assert [page.is_filtered for page in pages] == [False, True, False, True, True]


def test_the_story_always_has_four_steps() -> None:
    assert [step is not None for step in PENDING.steps] == [True, False, False, False]
    assert [step is not None for step in PRIYA.steps] == [True] * 4
    assert PRIYA.field_count == 14


def test_a_pager_names_the_last_row() -> None:
    assert Pager(shown=16, total=412, first=17).last == 32


def test_silent_sources_and_needing_clients_are_counted() -> None:
    assert (OVERVIEW.silent, QUIET.silent, CLIENTS_PAGE.needing) == (1, 0, 5)


@pytest.mark.parametrize(
    ("used", "allowed", "share"),
    [(0, 100, "0.00%"), (25, 100, "25.00%"), (120, 100, "100.00%"), (5, 0, "0%")],
)
def test_the_bar_of_api_calls_stays_inside(used: int, allowed: int, share: str) -> None:
    assert ApiCalls(used=used, allowed=allowed, told_at=NOW).share == share
