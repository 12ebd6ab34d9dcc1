"""SOQL is built from checked names and escaped values, and from nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import soql
from connections.soql import Condition, Select

_READ_BACK = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def read_literal(text: str) -> str:
    """What Salesforce reads in a quoted literal; refuses what Salesforce refuses."""
    assert text[0] == text[-1] == "'"
    out: list[str] = []
    inside = iter(text[1:-1])
    for one in inside:
        assert one not in "'\n\r\0\u2028\u2029", "the literal ended early"
        if one != "\\":
            out.append(one)
            continue
        escaped = next(inside)
        assert escaped in "nrtbf\"'\\", f"Salesforce knows no \\{escaped}"
        out.append(_READ_BACK.get(escaped, escaped))
    return "".join(out)


@given(st.text(st.characters(), max_size=300))
def test_any_text_comes_back_as_it_was_sent(text: str) -> None:
    assert read_literal(soql.literal(text)) == soql.sendable(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_nothing_is_taken_from_text_without_controls(text: str) -> None:
    assert soql.sendable(text) == text


@given(st.lists(st.text("'\\\n\"%_ aé\u2028\0OR=()", max_size=12), min_size=1, max_size=6))
def test_no_value_escapes_from_its_list(values: list[str]) -> None:
    text = soql.within("Email", values).text
    inside = text.removeprefix("Email IN (").removesuffix(")")
    literals = re.findall(r"'(?:[^'\\]|\\.)*'", inside)
    assert ", ".join(literals) == inside
    assert [read_literal(one) for one in literals] == list(
        dict.fromkeys(soql.sendable(value) for value in values)
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "TRUE"),
        (False, "FALSE"),
        (17, "17"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC), "2026-03-04T10:11:12Z"),
        (
            datetime(2026, 3, 4, 1, 0, 0, tzinfo=timezone(timedelta(hours=2))),
            "2026-03-03T23:00:00Z",
        ),
        ("O'Neill", r"'O\'Neill'"),
        ("a\\b\nc", r"'a\\b\nc'"),
        ("\0a\u2028b\u2029\ud800", "'ab'"),
    ],
)
def test_a_value_is_written_as_soql_writes_it(value: soql.Value, expected: str) -> None:
    assert soql.literal(value) == expected


def test_a_literal_that_could_not_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        soql.literal(datetime(2026, 3, 4))  # noqa: DTZ001
    with pytest.raises(ValueError, match="4001 characters"):
        soql.literal("x" * 4001)


@pytest.mark.parametrize("name", ["Id", "Owner.Name", "Region__c", "Account__r.Owner.Email", "a1"])
def test_api_names_pass(name: str) -> None:
    assert soql.identifier(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "1a", "_a", "a-b", "a b", "a.", ".a", "a..b", "a;", "Id FROM", "é", "Id\n", "a'", "(a)"],
)
def test_everything_else_is_no_api_name(name: str) -> None:
    for build in (soql.identifier, lambda text: soql.select("Lead", [text])):
        with pytest.raises(ValueError, match="API name"):
            build(name)


def test_a_whole_query() -> None:
    inner = soql.select("PermissionSetAssignment", ["PermissionSetId"])
    where = soql.all_of(
        soql.any_of(soql.within("Email", ["a@x.de", "a@x.de"]), soql.equals("Phone", "1")),
        soql.equals("IsConverted", value=False),
        soql.at_least("SystemModstamp", datetime(2026, 1, 1, tzinfo=UTC)),
        soql.within_select("ParentId", inner),
    )
    query = soql.select(
        "Lead", ["Id", "Email", "Id"], where=where, order_by="CreatedDate DESC, Id", limit=5
    )
    assert query == Select(
        sobject="Lead",
        fields=("Id", "Email"),
        text=(
            "SELECT Id, Email FROM Lead WHERE ((Email IN ('a@x.de')) OR (Phone = '1')) "
            "AND (IsConverted = FALSE) AND (SystemModstamp >= 2026-01-01T00:00:00Z) "
            "AND (ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment)) "
            "ORDER BY CreatedDate DESC, Id LIMIT 5"
        ),
    )


def test_a_search_for_nothing_finds_nothing() -> None:
    assert soql.within("Email", []) == Condition("Id = null")
    assert soql.within("Email", ["x" * 4001]) == Condition("Id = null")
    assert soql.within("Email", ["x" * 4001, "b"]) == Condition("Email IN ('b')")


@pytest.mark.parametrize(
    ("pattern", "sent"),
    [
        ("Tarn%", "Tarn%"),
        ("O'Ne_ll%", r"O\'Ne_ll%"),
        (soql.like_text("50%_\\"), r"50\%\_\\"),
        ('say "hi"\n%', r"say \"hi\"\n%"),
    ],
)
def test_a_pattern_is_escaped_once(pattern: str, sent: str) -> None:
    assert soql.like("Company", pattern) == Condition(f"Company LIKE '{sent}'")


@pytest.mark.parametrize("pattern", ["\\", "a\\b", "x" * 4001])
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"escapes nothing|4001 characters"):
        soql.like("Company", pattern)


@given(st.text(max_size=40), st.text(max_size=10))
def test_text_in_a_pattern_stands_for_itself(text: str, more: str) -> None:
    clean = soql.sendable(text)
    assert soql.fits(soql.like_text(text), clean)
    assert soql.fits(soql.like_text(text) + "%", clean + more)
    assert not soql.fits(soql.like_text(text) + "_", clean)
    soql.like("Company", soql.like_text(text))


def test_all_rows_are_asked_for_beside_the_text() -> None:
    plain, whole = soql.select("Lead", ["Id"]), soql.select("Lead", ["Id"], all_rows=True)
    assert (plain.text, plain.all_rows, whole.all_rows) == (whole.text, False, True)


def test_one_condition_needs_no_brackets_and_none_is_refused() -> None:
    one = soql.equals("Id", None)
    assert soql.all_of(one) == soql.any_of(one) == one
    for join in (soql.all_of, soql.any_of):
        with pytest.raises(ValueError, match="no condition"):
            join()


@pytest.mark.parametrize("order", ["Id;", "Id DESC ASC", "Id, ", "count()", "Id desc"])
def test_an_order_is_checked_too(order: str) -> None:
    with pytest.raises(ValueError, match="Not an"):
        soql.select("Lead", ["Id"], order_by=order)


def test_a_query_needs_a_field_and_has_a_longest_length() -> None:
    with pytest.raises(ValueError, match="needs a field"):
        soql.select("Lead", [])
    with pytest.raises(ValueError, match="Salesforce takes 100000"):
        soql.select("Lead", ["Id"], where=soql.within("Email", [str(n) * 3 for n in range(9999)]))
