"""The list's filters and its cursor, read from addresses that anybody may write."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.page_values.leads import Shown, When
from syncs.reporting.filters import Cursor, Filters, read_cursor, read_filters

moments = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
cursors = st.builds(Cursor, moments, st.uuids(), st.integers(1, 10**8))
words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
filters = st.builds(
    Filters,
    when=st.sampled_from(When.__args__),
    state=st.sampled_from(Shown.__args__),
    source=st.none() | st.uuids(),
    q=words,
    cause=words,
)


@given(cursors)
def test_a_cursor_comes_back_as_it_went(cursor: Cursor) -> None:
    assert read_cursor(str(cursor)) == cursor


@given(filters, st.none() | cursors)
def test_filters_come_back_from_their_own_address(given: Filters, after: Cursor | None) -> None:
    query = given.query(after=after)
    found = read_filters(dict(parse_qsl(query.removeprefix("?"))))
    assert (found.query(after=found.after), found.after) == (query, after)


NAMES = ["when", "state", "source", "q", "cause", "after"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_any_address_is_read(given: dict[str, str]) -> None:
    found = read_filters(given)
    assert found.when in When.__args__
    assert found.state in Shown.__args__
    assert "\x00" not in found.q + found.cause


_GOOD = str(Cursor(datetime(2026, 1, 1, tzinfo=UTC), uuid.UUID(int=1), 1))


@pytest.mark.parametrize("text", ["", "x", "MTIz", "£", "a" * 9_999, _GOOD[:-9]])
def test_a_cursor_of_another_make_is_none(text: str) -> None:
    assert read_cursor(text) is None


def test_what_is_not_known_falls_back() -> None:
    odd = {"when": "yesterday", "state": "lost", "source": "1", "q": " Ada\x00 ", "after": "?"}
    assert read_filters(odd) == Filters(q="Ada")


def test_a_source_that_is_not_the_tenants_is_dropped() -> None:
    mine, other = uuid.UUID(int=1), uuid.UUID(int=2)
    assert Filters(source=mine).among({mine}).source == mine
    assert Filters(source=other).among({mine}).source is None
