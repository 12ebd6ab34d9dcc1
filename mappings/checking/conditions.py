"""Conditions: on a field that exists, with values that can be compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mappings.orgs import Org
from mappings.rules import Condition, Test, WhileField

from .problems import RuleProblem, Spot
from .sources import check_source
from .targets import known
from .values import PICKLISTS, offered

BLANKS = frozenset({Test.IS_BLANK, Test.IS_NOT_BLANK})
_ORDERED = frozenset({Test.AT_LEAST, Test.AT_MOST})
_ACCOUNT = "Account."


def check_all(
    conditions: Sequence[Condition], spot: Spot, org: Org, *, sobject: str = "Lead"
) -> Iterator[RuleProblem]:
    """Each of the conditions; ``spot`` is the list they stand in."""
    for number, one in enumerate(conditions):
        yield from check(one, spot.at(number, f"condition {number + 1}"), org, sobject=sobject)


def check(condition: Condition, spot: Spot, org: Org, *, sobject: str) -> Iterator[RuleProblem]:
    """One condition on a field of ``sobject`` or, with "Account." before it, of the Account."""
    if bool(condition.field) == bool(condition.source):
        yield spot.wrong("Name either a Salesforce field or a source.")
        return
    yield from check_source(condition.source, spot.at("source"))
    if condition.field:
        whose = "Account" if condition.field.startswith(_ACCOUNT) else sobject
        yield from check_test(condition, spot, org, sobject=whose)
    else:
        yield from _check_values(condition, spot)


def check_test(
    condition: Condition | WhileField, spot: Spot, org: Org, *, sobject: str
) -> Iterator[RuleProblem]:
    """Whether the field exists, and can have what the condition asks for."""
    name = condition.field.removeprefix(_ACCOUNT) if sobject == "Account" else condition.field
    if "." not in name:
        yield from known(name, sobject, spot.at("field"), org=org)
    yield from _check_values(condition, spot)
    field = org.field(sobject, name)
    if field and field.type in PICKLISTS and condition.test in {Test.IS, Test.IS_NOT}:
        for number, value in enumerate(condition.values):
            place = spot.at("values").at(number)
            yield from offered(value, field, place, is_strict=field.restricted_picklist)


def _check_values(condition: Condition | WhileField, spot: Spot) -> Iterator[RuleProblem]:
    place, test = spot.at("values"), condition.test
    if test in BLANKS:
        if condition.values:
            yield place.wrong("A condition on blank or not blank takes no values.")
    elif not condition.values or not all(one.strip() for one in condition.values):
        yield place.wrong(
            "Say with which value to compare.", suggestion="For nothing at all, use “is blank”."
        )
    elif test in _ORDERED and len(condition.values) > 1:
        yield place.wrong("At least and at most take one value.")
    elif test in _ORDERED and not _is_ordered(condition.values[0]):
        yield place.wrong(f"“{condition.values[0]}” is neither a number nor a date such as "
                          "2026-03-04.")  # fmt: skip


def _is_ordered(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        try:
            date.fromisoformat(value[:10])
        except ValueError:
            return False
    return True
