"""Text to statement, and what is no statement."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter

import pytest

from connections.practice.rules.refusals import Refused
from connections.practice.soql.reading import read_statement
from connections.practice.soql.statement import (
    Comparison,
    Condition,
    Either,
    Every,
    Name,
    Negation,
    Ordering,
    Select,
    SemiJoin,
    Span,
)

HEAD = "SELECT Id FROM Lead WHERE "


def where(text: str) -> Condition | None:
    return read_statement(HEAD + text).where


def at(text: str, path: str) -> Name:
    return Name(path, (HEAD + text).index(path, len(HEAD)))


def test_a_whole_statement() -> None:
    text = (
        "select Id, Owner.Name from Lead where A = 1 order by B desc, C nulls last limit 5 offset 2"
    )
    assert read_statement(text) == Select(
        text=text,
        counts=False,
        fields=(Name("Id", 7), Name("Owner.Name", 11)),
        sobject=Name("Lead", 27),
        where=Comparison(Name("A", 38), "=", (Decimal(1),)),
        order=(
            Ordering(Name("B", 53), descending=True, nulls_first=False),
            Ordering(Name("C", 61), descending=False, nulls_first=False),
        ),
        limit=5,
        offset=2,
    )


@pytest.mark.parametrize("text", ["SELECT COUNT() FROM Lead", "select  count ( )\nfrom Lead"])
def test_counting(text: str) -> None:
    statement = read_statement(text)
    assert (statement.counts, statement.fields, statement.sobject.path) == (True, (), "Lead")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'it\\'s'", "it's"),
        ("-1.50", Decimal("-1.50")),
        ("TRUE", True),
        ("null", None),
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T10:00:00Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01T10:00:00.000+0100", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("TODAY", Span("TODAY")),
        ("last_n_days:30", Span("LAST_N_DAYS", 30)),
    ],
)
def test_literals(written: str, value: object) -> None:
    text = f"A = {written}"
    assert where(text) == Comparison(at(text, "A"), "=", (value,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "operator", "negated"),
    [
        ("=", "=", False),
        ("!=", "=", True),
        ("<>", "=", True),
        ("<=", "<=", False),
        (">", ">", False),
    ],
)
def test_comparisons(written: str, operator: str, *, negated: bool) -> None:
    text = f"A {written} 1"
    assert where(text) == Comparison(at(text, "A"), operator, (Decimal(1),), negated)


@pytest.mark.parametrize(
    ("text", "values", "negated"),
    [
        ("A IN ('a', 'b\\'c' ,'d')", ("a", "b'c", "d"), False),
        ("A not in ('a')", ("a",), True),
        ("A IN (1, null, 'x')", (Decimal(1), None, "x"), False),
    ],
)
def test_lists(text: str, values: tuple[object, ...], *, negated: bool) -> None:
    assert where(text) == Comparison(at(text, "A"), "in", values, negated)  # type: ignore[arg-type]


def test_a_pattern_keeps_its_escaped_wildcards() -> None:
    text = "A LIKE '50\\%%\\_'"
    assert where(text) == Comparison(at(text, "A"), "like", ("50\\%%\\_",))


def test_conditions_nest_by_parentheses() -> None:
    text = "NOT A = 1 AND (B = 2 OR Notes__c = 3)"
    assert where(text) == Every(
        (
            Negation(Comparison(at(text, "A"), "=", (Decimal(1),))),
            Either(
                (
                    Comparison(at(text, "B"), "=", (Decimal(2),)),
                    Comparison(at(text, "Notes__c"), "=", (Decimal(3),)),
                )
            ),
        )
    )


def test_a_semi_join() -> None:
    text = "Id IN (SELECT ConvertedContactId FROM Lead)"
    found = where(text)
    assert isinstance(found, SemiJoin)
    assert (found.name.path, found.select.sobject.path, found.negated) == ("Id", "Lead", False)


@pytest.mark.parametrize("name", ["Group", "Order", "Notes", "Inbox__c", "Likes__c", "Nullable__c"])
def test_names_may_look_like_keywords(name: str) -> None:
    assert read_statement(f"SELECT {name} FROM {name} WHERE {name} = 1").sobject.path == name


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("SELECT Id FROM", 15, "unexpected token: <EOF>"),
        ("", 1, "unexpected token: <EOF>"),
        ("SELECT Id frm Lead", 15, "unexpected token: 'Lead'"),
        ("SELECT Id FROM Lead WHERE A ==", 30, "unexpected token: '='"),
        ('SELECT Id FROM Lead WHERE A = "x"', 31, "unexpected token: '\"'"),
        ("SELECT Id FROM Lead WHERE A = 1 OR B = 2 AND C = 3", 42, "unexpected token: 'AND'"),
        ("SELECT Id FROM Lead WHERE A IN ()", 33, "unexpected token: ')'"),
        ("SELECT Id FROM Lead WHERE A = 'x", 31, 'unexpected token: "\'"'),
        ("SELECT Id FROM Lead LIMIT -1", 27, "unexpected token: '-1'"),
        (
            "SELECT Id FROM Lead WHERE A = 'x\\q'",
            31,
            "Invalid string literal 'x\\q'. Illegal character sequence '\\q' in string literal.",
        ),
        (
            "SELECT Id FROM Lead WHERE A IN ('a', 'x\\%')",
            32,
            "Invalid string literal 'x\\%'. Illegal character sequence '\\%' in string literal.",
        ),
    ],
)
def test_what_is_malformed_is_pointed_at(text: str, column: int, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_statement(text)
    (refusal,) = refused.value.refusals
    assert refusal.single() == {
        "errorCode": "MALFORMED_QUERY",
        "message": f"\n{text}\n{' ' * (column - 1)}^\nERROR at Row:1:Column:{column}\n{message}",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT Id FROM Lead WHERE A = '" + "x" * 100_000 + "'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE A = '" + "x" * 4_001 + "'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
        (HEAD + "NOT " * 20_000 + "A = 1", "QUERY_TOO_COMPLICATED"),
    ],
)
def test_limits_of_a_statement(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_statement(text)
    assert [one.code for one in refused.value.refusals] == [code]


def test_the_place_is_told_on_the_right_row_within_a_window() -> None:
    with pytest.raises(Refused) as refused:
        read_statement("SELECT Id\nFROM Lead WHERE " + "A = 1 AND " * 20 + "B == 2")
    message = refused.value.refusals[0].message
    assert message.splitlines()[3] == "ERROR at Row:2:Column:220"
    assert len(message) < 300


def test_a_thousand_literals_are_read_at_once() -> None:
    texts = ", ".join(f"'person{number}@example-company.com'" for number in range(1_000))
    started = perf_counter()
    found = where(f"Email IN ({texts})")
    # 50 ms are asked for; it takes about 4 on an idle machine.
    assert perf_counter() - started < 0.5
    assert isinstance(found, Comparison)
    assert len(found.values) == 1_000
