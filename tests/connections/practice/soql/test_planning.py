"""Names and literals against an org: what is understood, and what is refused where."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from connections.practice.rules.refusals import Refused
from connections.practice.soql.plan import AllOf, AnyOf, Check, Plan
from connections.practice.soql.planning import Context, plan
from connections.practice.soql.reading import read_statement
from connections.practice.standard.accounts import account
from connections.practice.standard.contacts import contact
from connections.practice.standard.leads import lead

OBJECTS = {one.name: one for one in (lead(), contact(), account())}
CONTEXT = Context(OBJECTS, datetime(2026, 11, 19, 14, 20, tzinfo=UTC))


def planned(text: str) -> Plan:
    return plan(read_statement(text), CONTEXT)


def refused(text: str) -> tuple[str, str]:
    """Code, and message without the lines that point."""
    with pytest.raises(Refused) as raised:
        planned(text)
    (refusal,) = raised.value.refusals
    return refusal.code, refusal.message.splitlines()[-1]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("id", ("Id",)),
        ("Lead.Email", ("Email",)),
        ("owner.name", ("Owner", "Name")),
        ("CreatedBy.Profile.UserLicense.Name", ("CreatedBy", "Profile", "UserLicense", "Name")),
        ("ConvertedContact.Account.Name", ("ConvertedContact", "Account", "Name")),
    ],
)
def test_names_lead_over_relationships_in_any_case(path: str, names: tuple[str, ...]) -> None:
    (column,) = planned(f"SELECT {path} FROM lead").columns
    assert (*(step.name for step in column.steps), column.field.name) == names


ADVICE = "Please reference your WSDL or the describe call for the appropriate names."


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "SELECT Foo__c FROM Lead",
            "INVALID_FIELD",
            "No such column 'Foo__c' on entity 'Lead'. If you are attempting to use a custom "
            f"field, be sure to append the '__c' after the custom field name. {ADVICE}",
        ),
        (
            "SELECT Id FROM XYZZY",
            "INVALID_TYPE",
            "sObject type 'XYZZY' is not supported. If you are attempting to use a custom "
            f"object, be sure to append the '__c' after the entity name. {ADVICE}",
        ),
        (
            "SELECT Boss.Name FROM Lead",
            "INVALID_FIELD",
            "Didn't understand relationship 'Boss' in field path. If you are attempting to use a "
            "custom relationship, be sure to append the '__r' after the custom relationship "
            f"name. {ADVICE}",
        ),
        (
            "SELECT Id FROM Lead WHERE Description = 'x'",
            "INVALID_FIELD",
            "field 'Description' can not be filtered in a query call",
        ),
        (
            "SELECT Id FROM Lead ORDER BY Description",
            "INVALID_FIELD",
            "field 'Description' can not be sorted in a query call",
        ),
        (
            "SELECT Id FROM Lead WHERE NumberOfEmployees = '5'",
            "INVALID_FIELD",
            "value of filter criterion for field 'NumberOfEmployees' must be of type int and "
            "should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Lead WHERE Title = 5",
            "INVALID_FIELD",
            "value of filter criterion for field 'Title' must be of type string and should be "
            "enclosed in quotes",
        ),
        (
            "SELECT Id FROM Lead WHERE CreatedDate > 2026-03-01",
            "INVALID_FIELD",
            "value of filter criterion for field 'CreatedDate' must be of type dateTime and "
            "should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Lead WHERE ConvertedDate > 2026-03-01T00:00:00Z",
            "INVALID_FIELD",
            "value of filter criterion for field 'ConvertedDate' must be of type date and "
            "should not be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Lead WHERE OwnerId = 'abc'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid ID field: abc",
        ),
        (
            "SELECT Id FROM Lead WHERE IsConverted > true",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on boolean field",
        ),
        (
            "SELECT Id FROM Lead WHERE AnnualRevenue LIKE '5%'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on currency field",
        ),
        (
            "SELECT Id FROM Lead WHERE Title = TODAY",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator or date literal for field 'Title'",
        ),
        (
            "SELECT Id FROM Lead WHERE CreatedDate = LAST_N_DAYS:99999999999",
            "MALFORMED_QUERY",
            "date literal is outside of the range of dates",
        ),
        (
            "SELECT Id FROM Contact WHERE Title = 'x' OR Id IN "
            "(SELECT ConvertedContactId FROM Lead)",
            "MALFORMED_QUERY",
            "Semi join sub-selects are not allowed with the 'OR' operator",
        ),
        (
            "SELECT Id FROM Lead WHERE Id IN (SELECT Id FROM Lead)",
            "INVALID_FIELD",
            "The inner and outer selects should not be on the same object type",
        ),
        (
            "SELECT Id FROM Contact WHERE Id IN (SELECT Email FROM Lead)",
            "MALFORMED_QUERY",
            "semi join sub-selects can only query id fields, cannot use: others",
        ),
        (
            "SELECT Id FROM Contact WHERE Id IN (SELECT ConvertedContactId FROM Lead LIMIT 5)",
            "MALFORMED_QUERY",
            "semi join sub-selects can not have an order or a limit",
        ),
        (
            "SELECT Id FROM Contact WHERE Id IN (SELECT ConvertedContactId FROM Lead WHERE "
            "ConvertedAccountId IN (SELECT Id FROM Account))",
            "MALFORMED_QUERY",
            "Nesting of semi join sub-selects is not supported",
        ),
        (
            "SELECT Id FROM Lead WHERE " + "NOT " * 50 + "Title = 'x'",
            "QUERY_TOO_COMPLICATED",
            "The query is nested too deeply.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, code: str, message: str) -> None:
    assert refused(text) == (code, message)


def test_a_refusal_points_at_the_name() -> None:
    with pytest.raises(Refused) as raised:
        planned("SELECT Foo__c FROM Lead")
    lines = raised.value.refusals[0].message.splitlines()
    assert lines[:4] == ["", "SELECT Foo__c FROM Lead", "       ^", "ERROR at Row:1:Column:8"]


def test_literals_take_the_form_of_their_field() -> None:
    where = planned(
        "SELECT Id FROM Lead WHERE Email = 'ANA@x.example' AND Title = '' "
        "AND OwnerId = '005KB000001mNoP' AND NumberOfEmployees IN (1, null)"
    ).where
    assert isinstance(where, AllOf)
    assert [part.values for part in where.parts if isinstance(part, Check)] == [
        ("ana@x.example",),
        (None,),
        ("005KB000001mNoPYAU",),
        (Decimal(1), None),
    ]


def test_a_negation_reaches_the_single_checks() -> None:
    where = planned("SELECT Id FROM Lead WHERE NOT (Title = 'a' AND (NOT Phone != 'b'))").where
    assert isinstance(where, AnyOf)
    checks = [part for part in where.parts if isinstance(part, Check)]
    assert [(one.column.field.name, one.operator, one.negated) for one in checks] == [
        ("Title", "=", True),
        ("Phone", "=", True),
    ]


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("= TODAY", [(">=", "2026-11-19"), ("<", "2026-11-20")]),
        ("> TODAY", [(">=", "2026-11-20")]),
        ("<= LAST_MONTH", [("<", "2026-11-01")]),
        (">= LAST_N_DAYS:2", [(">=", "2026-11-17")]),
        ("< TODAY", [("<", "2026-11-19")]),
    ],
)
def test_a_date_literal_is_a_range(text: str, checks: list[tuple[str, str]]) -> None:
    where = planned(f"SELECT Id FROM Lead WHERE CreatedDate {text}").where
    assert isinstance(where, AllOf)
    found = [part for part in where.parts if isinstance(part, Check)]
    assert [(one.operator, str(one.values[0])[:10]) for one in found] == checks
