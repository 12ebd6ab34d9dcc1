"""Lists arrive in PostgreSQL as they were sent, whatever is in them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.array import ListDumper

from tenants.arrays import PlainListDumper

ODD = ["", "NULL", "null", "{}", "a,b", 'say "no"', "back\\slash", "\\", '\\"', "é\n\t ", None]
TEXTS = st.lists(st.none() | st.text(st.characters(blacklist_characters="\0", codec="utf-8")))


def dumped(dumper: type[ListDumper], values: list[str | None]) -> bytes | None:
    found = dumper(list).dump(values)
    return None if found is None else bytes(found)


@pytest.mark.django_db
def test_postgresql_reads_what_was_sent() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [ODD])
        assert cursor.fetchone() == (ODD,)


@pytest.mark.django_db
@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_postgresql_reads_any_texts(values: list[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [values])
        assert cursor.fetchone() == (values,)


@pytest.mark.django_db
def test_lists_in_lists_and_json_arrive_too() -> None:
    nested, value = [["a", 'b"'], ["c", None]], {"a": 'x"\\', "b": [1, None]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], ((%s::jsonb[])[1])::text", [nested, [json.dumps(value)]])
        texts, told = cursor.fetchone()
    assert texts == nested
    assert json.loads(told) == value


def test_an_empty_list_and_lists_in_lists_are_left_to_psycopg() -> None:
    for values in ([], [["a"], ["b,c"]]):
        assert dumped(PlainListDumper, values) == dumped(ListDumper, values)  # type: ignore[arg-type]
