"""The CSV of bulk jobs: what is uploaded, and what the results say."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import bulk
from connections.errors import ErrorClass
from connections.practice.bulk.columns import cells
from connections.practice.bulk.csvs import Layout

KEY = "Ext__c"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ID, LONG_ID = "00QKB00000aBcD1", "00QKB00000aBcD12AK"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        ("Ruiz", "Ruiz"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1e22, "10000000000000000000000"),
        (0.1, "0.1"),
        (Decimal("2.50"), "2.5"),
        (Decimal(7), "7"),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC), "2026-03-04T10:11:12.000+0000"),
        (
            datetime(2026, 3, 4, 10, 11, 12, tzinfo=timezone(timedelta(hours=2))),
            "2026-03-04T08:11:12.000+0000",
        ),
    ],
)
def test_a_value_is_told_as_salesforce_wants_it(value: Any, told: str) -> None:
    assert bulk.cell(value) == told


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"LastName": "Ruiz", "Fax": None}, True),
        ({"LastName": "#N/A"}, False),
        ({"LastName": " #N/A "}, False),
        ({"LastName": "Ruiz", "Title": "  "}, False),
        ({"LastName": "Ruiz", "Title": ""}, False),
        ({"Description": "x" * 32_000}, True),
        ({"Description": "x" * 32_001}, False),
        ({f"F{at}__c": "x" * 32_000 for at in range(12)}, True),
        ({f"F{at}__c": "x" * 32_000 for at in range(13)}, False),
        ({}, True),
    ],
)
def test_what_a_row_cannot_say_is_known_beforehand(fields: dict[str, str], *, fits: bool) -> None:
    assert bulk.fits(fields) is fits


@given(st.lists(st.fixed_dictionaries({}, optional={"A": TEXT, "B": TEXT, "C": TEXT})))
def test_what_is_uploaded_is_what_the_org_reads(rows: list[dict[str, str]]) -> None:
    columns = ["Key", "A", "B", "C"]
    keyed = [{"Key": f"k{at}", **row} for at, row in enumerate(rows)]
    header, *read = Layout().read(bulk.csv_of(columns, keyed))
    assert header == columns
    # Nothing a row says, that fits, reaches the org as anything else, or empties a field.
    for sent, line in zip(keyed, read, strict=True):
        understood = cells(header, line)
        assert understood["Key"] == sent["Key"]
        if bulk.fits(sent):
            assert understood == sent


@given(st.lists(st.tuples(TEXT, st.booleans(), TEXT)))
def test_results_are_read_row_by_row_whatever_stands_in_them(
    rows: list[tuple[str, bool, str]],
) -> None:
    lines = [[ID, str(created).lower(), key, other] for key, created, other in rows]
    told = Layout().write([["sf__Id", "sf__Created", KEY, "Title"], *lines])
    read = list(bulk.read_successes(io.StringIO(told, newline=""), KEY))
    assert [(one.ref, one.created, one.record_id, one.ok) for one in read] == [
        (key, created, LONG_ID, True) for key, created, _ in rows
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "REQUIRED_FIELD_MISSING:Required fields are missing: [Company, LastName]"
            ":Company,LastName --",
            [
                (
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [Company, LastName]",
                    ("Company", "LastName"),
                )
            ],
        ),
        (
            "FIELD_CUSTOM_VALIDATION_EXCEPTION:Say why: -- or don't: --",
            [("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Say why: -- or don't", ())],
        ),
        (
            "STRING_TOO_LONG:Title: data value too large:Title -- INVALID_EMAIL_ADDRESS:x:Email --",
            [
                ("STRING_TOO_LONG", "Title: data value too large", ("Title",)),
                ("INVALID_EMAIL_ADDRESS", "x", ("Email",)),
            ],
        ),
        (
            "UNABLE_TO_LOCK_ROW:line one\nline two:--",
            [("UNKNOWN_EXCEPTION", "UNABLE_TO_LOCK_ROW:line one\nline two:--", ())],
        ),
        (
            "UNABLE_TO_LOCK_ROW:line one\nline two --",
            [("UNABLE_TO_LOCK_ROW", "line one\nline two", ())],
        ),
        ("", [("UNKNOWN_EXCEPTION", "", ())]),
    ],
)
def test_the_error_of_a_row_is_taken_apart(
    text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    read = bulk.row_errors(text)
    assert [(one.code, one.message, one.fields) for one in read] == expected


CODES = st.from_regex(r"[A-Z][A-Z_]{3,20}", fullmatch=True)
NAMES = st.lists(st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True), max_size=3)


@given(st.lists(st.tuples(CODES, TEXT.map(str.strip), NAMES), min_size=1, max_size=3))
def test_any_error_of_salesforce_keeps_its_code(
    errors: list[tuple[str, str, list[str]]],
) -> None:
    told = " ".join(f"{code}:{said}:{','.join(names)} --" for code, said, names in errors)
    read = bulk.row_errors(told)
    assert read[0].code == errors[0][0]


@given(TEXT)
def test_no_text_is_dropped_and_none_breaks_the_reader(text: str) -> None:
    read = bulk.row_errors(text)
    assert read and all(isinstance(one.kind, ErrorClass) for one in read)


@pytest.mark.parametrize(
    "told",
    [
        "sf__Id,sf__Created\n",  # not our key's column
        f"sf__Id,{KEY}\n",
        f"sf__Id,sf__Created,{KEY},Title\n{ID},true,k1\n",  # cut
        f'sf__Id,sf__Created,{KEY},Title\n{ID},true,k1,"cut',
    ],
)
def test_cut_results_are_no_results(told: str) -> None:
    with pytest.raises(bulk.ResultsBroken):
        list(bulk.read_successes(io.StringIO(told, newline=""), KEY))


def test_failures_name_their_row() -> None:
    told = f'sf__Id,sf__Error,{KEY}\n,"INVALID_EMAIL_ADDRESS:no ""mail"":Email --",k1\n'
    (row,) = bulk.read_failures(io.StringIO(told, newline=""), KEY)
    assert (row.ref, row.ok, row.failures[0].code) == ("k1", False, "INVALID_EMAIL_ADDRESS")
