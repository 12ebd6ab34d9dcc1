"""One value against its field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.fields import Field, PicklistValue
from connections.practice.rules.refusals import Refusal, Refused
from connections.practice.rules.values import is_stray, listed, sized, typed

TITLE = Field("Title", "Title", "string", length=5)
EMAIL = Field("Email", "Email", "email", length=80)
EMPLOYEES = Field("NumberOfEmployees", "Employees", "int", precision=8)
SCORE = Field("Webinar_Score__c", "Webinar Score", "double", precision=6, scale=2)
OPT_OUT = Field("DoNotCall", "Do Not Call", "boolean", nillable=False)
BIRTHDATE = Field("Birthdate", "Birthdate", "date")
BOUNCED = Field("EmailBouncedDate", "Email Bounced Date", "datetime")
VALUES = (PicklistValue("EMEA", "EMEA"), PicklistValue("Old", "Old", active=False))
REGION = Field("Region__c", "Region", "picklist", length=255, restricted=True, picklist=VALUES)
SOURCE = Field("LeadSource", "Lead Source", "picklist", length=255, picklist=VALUES)


def refusals(check: Any, field: Field, value: Any) -> list[Refusal]:
    with pytest.raises(Refused) as refused:
        check(field, value)
    return list(refused.value.refusals)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (TITLE, "  Head ", "Head"),
        (TITLE, " ", None),
        (TITLE, None, None),
        (EMAIL, "Ana@Example.COM ", "ana@example.com"),
        (EMPLOYEES, 12, 12),
        (EMPLOYEES, "12", 12),
        (EMPLOYEES, 12.0, 12),
        (EMPLOYEES, "", None),
        (SCORE, "1.5", 1.5),
        (SCORE, 2, 2.0),
        (OPT_OUT, True, True),
        (OPT_OUT, "False", False),
        (BIRTHDATE, "2001-02-03", "2001-02-03"),
        (BIRTHDATE, "2001-02-03T10:00:00Z", "2001-02-03"),
        (BOUNCED, "2026-03-04T11:11:12+0100", "2026-03-04T10:11:12.000+0000"),
        (REGION, "Nowhere", "Nowhere"),
    ],
)
def test_values_are_kept_in_one_form(field: Field, value: Any, expected: Any) -> None:
    assert typed(field, value) == expected


@pytest.mark.parametrize(
    ("field", "value", "shown", "token"),
    [
        (TITLE, 5, "5", "string from VALUE_NUMBER_INT"),
        (TITLE, {"a": 1}, '{"a": 1}', "string from START_OBJECT"),
        (TITLE, "a\x00b", "a\x00b", "string from VALUE_STRING"),
        (TITLE, "\ud800", "\ud800", "string from VALUE_STRING"),
        (EMPLOYEES, "abc", "abc", "int from VALUE_STRING"),
        (EMPLOYEES, 1.5, "1.5", "int from VALUE_NUMBER_FLOAT"),
        (EMPLOYEES, True, "true", "int from VALUE_BOOLEAN"),
        (SCORE, float("nan"), "NaN", "double from VALUE_NUMBER_FLOAT"),
        (OPT_OUT, None, "null", "boolean from VALUE_NULL"),
        (OPT_OUT, "yes", "yes", "boolean from VALUE_STRING"),
        (BIRTHDATE, "03/02/2001", "03/02/2001", "date from VALUE_STRING"),
        (BOUNCED, "2026-03-04", "2026-03-04", "datetime from VALUE_STRING"),
    ],
)
def test_another_type_is_refused_in_both_shapes(
    field: Field, value: Any, shown: str, token: str
) -> None:
    (refusal,) = refusals(typed, field, value)
    assert refusal.in_collection() == {
        "statusCode": "INVALID_TYPE_ON_FIELD_IN_RECORD",
        "message": f"{field.label}: value not of required type: {shown}",
        "fields": [field.name],
    }
    assert refusal.single() == {
        "message": f"Cannot deserialize instance of {token} value {shown} "
        "or request may be missing a required field at [line:1, column:1]",
        "errorCode": "JSON_PARSER_ERROR",
    }


@pytest.mark.parametrize(
    ("field", "value", "code", "message"),
    [
        (
            TITLE,
            "toolong",
            "STRING_TOO_LONG",
            "Title: data value too large: toolong (max length=5)",
        ),
        (EMAIL, "foo@", "INVALID_EMAIL_ADDRESS", "Email: invalid email address: foo@"),
        (EMAIL, "a b@x.com", "INVALID_EMAIL_ADDRESS", "Email: invalid email address: a b@x.com"),
        (EMAIL, "a@x", "INVALID_EMAIL_ADDRESS", "Email: invalid email address: a@x"),
        (
            EMPLOYEES,
            100_000_000,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Employees: value outside of valid range on numeric field: 100000000",
        ),
        (
            SCORE,
            10000.0,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Webinar Score: value outside of valid range on numeric field: 10000.0",
        ),
    ],
)
def test_sizes_are_checked(field: Field, value: Any, code: str, message: str) -> None:
    assert refusals(sized, field, value) == [Refusal(code, message, (field.name,))]


@pytest.mark.parametrize("number", ["1e999999", "-1e400000000", 10**4000])
def test_an_absurd_number_is_out_of_range_and_harmless(number: Any) -> None:
    (refusal,) = refusals(typed, EMPLOYEES, number)
    assert refusal.code == "NUMBER_OUTSIDE_VALID_RANGE"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (TITLE, "12345"),
        (EMAIL, "o'neil+x@mail.example.co"),
        (EMPLOYEES, 99_999_999),
        (SCORE, 9999.99),
    ],
)
def test_the_widest_value_fits(field: Field, value: Any) -> None:
    sized(field, value)


@pytest.mark.parametrize("value", ["Nowhere", "Old", "emea"])
def test_a_restricted_picklist_takes_active_values_only(value: str) -> None:
    assert refusals(listed, REGION, value) == [
        Refusal(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            f"Region: bad value for restricted picklist field: {value}",
            ("Region__c",),
        )
    ]


def test_an_unrestricted_picklist_takes_anything() -> None:
    for value in ("EMEA", "Old", "Nowhere", None):
        listed(SOURCE, value)
    assert [is_stray(SOURCE, value) for value in ("EMEA", "Old", "Nowhere", None)] == [
        False,
        False,
        True,
        False,
    ]


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))
)
def test_any_json_is_kept_or_refused_never_broken(value: Any) -> None:
    for field in (TITLE, EMAIL, EMPLOYEES, SCORE, OPT_OUT, BIRTHDATE, BOUNCED, REGION):
        try:
            sized(field, typed(field, value))
        except Refused as refused:
            assert refused.refusals[0].fields == (field.name,)
