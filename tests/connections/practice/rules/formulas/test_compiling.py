"""Formulas: what they give, how blank is treated, which texts are none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.fields import Field
from connections.practice.rules.formulas.compiling import MAX_FORMULA, FormulaFault, compiled
from connections.practice.rules.formulas.scope import Scope

NOW = datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)
FIELDS = {
    one.name.lower(): one
    for one in (
        Field("Title", "Title", "string", length=80),
        Field("Status", "Status", "picklist", length=40),
        Field("Employees", "Employees", "int", precision=8),
        Field("Revenue", "Revenue", "currency", precision=18),
        Field("Birthdate", "Birthdate", "date"),
        Field("SeenAt", "Seen", "datetime"),
        Field("DoNotCall", "Do Not Call", "boolean"),
        Field("Tags", "Tags", "multipicklist", length=200),
    )
}
RECORD = {
    "Title": "Head of IT",
    "Status": "New",
    "Employees": 12,
    "Birthdate": "2001-02-03",
    "SeenAt": "2026-03-04T09:00:00.000+0000",
    "DoNotCall": True,
    "Tags": "a;b",
}
PARENTS = {
    "owner": {"Name": "Tom Reyes", "IsActive": True},
    "$user": {"Username": "tom@x.example", "Profile": "Standard User"},
    "recordtype": {"DeveloperName": "Partner"},
}


def value(text: str, record: Any = RECORD, before: Any = None) -> Any:
    return compiled(text)(Scope(FIELDS, record, before, NOW, PARENTS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3 - 4 / 2", Decimal(7)),
        ("2 ^ 3 ^ 1", Decimal(8)),
        ("-Employees + 2", Decimal(-10)),
        ('"a" & 1 & Missing__c & "b"', "a1b"),
        ('"a" + "b"', "ab"),
        ("'it''s' & \"\"", FormulaFault),
        ("'a\\'b'", "a'b"),
        ("1 = 1 && 2 <> 3 || FALSE", True),
        ("!(1 == 2) && NOT(2 != 2)", True),
        ("AND(TRUE, 1 < 2, 2 >= 2, 3 > 1, 1 <= 1)", True),
        ("OR(FALSE, ISBLANK(Title))", False),
        ('IF(DoNotCall, "no", "yes")', "no"),
        ('CASE(Status, "Open", 1, "New", 2, 3)', Decimal(2)),
        ('CASE(Status, "Open", 1, 3)', Decimal(3)),
        ("LEN(Title)", Decimal(10)),
        ('CONTAINS(Title, "of")', True),
        ('BEGINS(Title, "head")', False),
        ('ISPICKVAL(Status, "New")', True),
        ('INCLUDES(Tags, "b")', True),
        ('REGEX("12-34", "\\\\d{2}-\\\\d{2}")', True),
        ('REGEX("x", "(")', False),
        ('UPPER("a") & LOWER("B") & TRIM(" c ")', "Abc"),
        ("TEXT(Employees) & TEXT(1.50)", "121.5"),
        ('VALUE("1.5") + 1', Decimal("2.5")),
        ("LEFT(Title, 4) & RIGHT(Title, 2) & MID(Title, 6, 2)", "HeadITof"),
        ('SUBSTITUTE("a-b", "-", "+") & FIND("b", "ab")', "a+b2"),
        ("ROUND(1.25, 1) + FLOOR(1.9) + CEILING(1.1) + ABS(-1)", Decimal("5.3")),
        ("MOD(7, 4) + MAX(1, 3, 2) + MIN(4, 2)", Decimal(8)),
        ("TODAY()", date(2026, 3, 4)),
        ("NOW() > SeenAt", True),
        ("TODAY() - Birthdate > 365 * 18", True),
        ("Birthdate + 1 = DATE(2001, 2, 4)", True),
        ("YEAR(Birthdate) * 100 + MONTH(Birthdate) + DAY(Birthdate)", Decimal(200105)),
        ('DATEVALUE("2026-03-04") = TODAY()', True),
        ("Owner.Name & $User.Profile & RecordType.DeveloperName", "Tom ReyesStandard UserPartner"),
        ("Owner.IsActive", True),
        ("/* why */ 1", Decimal(1)),
    ],
)
def test_formulas_are_calculated(text: str, expected: Any) -> None:
    if expected is FormulaFault:
        with pytest.raises(FormulaFault):
            compiled(text)
    else:
        assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISBLANK(Title)", True),
        ("ISNULL(Title)", False),
        ("ISNULL(Employees) && ISBLANK(Employees)", True),
        ('Title = ""', True),
        ("Title = NULL", True),
        ('Title <> "x"', True),
        ("Employees = NULL", True),
        ("Employees < 5", False),
        ("Employees > 5", False),
        ("NOT(Employees > 5)", True),
        ("Employees + 1", None),
        ("1 / 0", None),
        ("LEN(Title) = 0", True),
        ("BLANKVALUE(Employees, 7)", Decimal(7)),
        ("DoNotCall", False),
        ("TODAY() > Birthdate", False),
        ('VALUE("x")', None),
        ("DATE(2026, 13, 1)", None),
        ("DATEVALUE(Title)", None),
        ("SeenAt + 99999999999", None),
    ],
)
def test_blank_is_treated_as_salesforce_does(text: str, expected: Any) -> None:
    assert value(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("ISNEW()", None, True),
        ("ISNEW()", {}, False),
        ("ISCHANGED(Title)", None, False),
        ("ISCHANGED(Title)", {"Title": "Clerk"}, True),
        ("ISCHANGED(Title)", RECORD, False),
        ("PRIORVALUE(Title)", {"Title": "Clerk"}, "Clerk"),
        ("PRIORVALUE(Title)", None, "Head of IT"),
        ("PRIORVALUE(Employees) < Employees", {"Employees": 3}, True),
    ],
)
def test_what_was_before_is_known(text: str, before: Any, expected: Any) -> None:
    assert value(text, before=before) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Unexpected"),
        ("1 +", "Unexpected"),
        ("1 2", "Unexpected"),
        ('"open', "No terminal"),
        ("FOO(1)", "Unknown function FOO."),
        ("IF(TRUE)", "Incorrect number of parameters for function 'IF()'. Expected 3, received 1"),
        ("CASE(1, 2, 3, 4, 5)", "CASE takes"),
        ("ISCHANGED(1)", "ISCHANGED and PRIORVALUE take a field."),
        ("1" * (MAX_FORMULA + 1), "The formula is longer"),
        ("!" * 4_000 + "TRUE", "nested too deeply"),
    ],
)
def test_other_texts_are_no_formulas(text: str, reason: str) -> None:
    with pytest.raises(FormulaFault) as fault:
        compiled(text)
    assert reason in str(fault.value)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_fault(text: str) -> None:
    try:
        value(text)
    except FormulaFault as fault:
        assert str(fault)


@given(st.text(max_size=20), st.text(max_size=20))
def test_text_is_put_between_quotes_safely(one: str, other: str) -> None:
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in (one, other))
    assert value('"{}" & "{}"'.format(*quoted)) == one + other
