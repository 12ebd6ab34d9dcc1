"""One check of a plan as a condition of the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Expression, ExpressionWrapper, Q, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Lookup,
)

from connections.practice.soql.plan import Comparable

from .listed_values import NOWHERE, one_of
from .sql_parts import IsNotTrue, Like


def checked(expression: Any, operator: str, values: Sequence[Comparable]) -> Q:
    """The operator's condition; unknown where the expression is blank."""
    if operator == "=" and values[0] is not None:
        return Q(Exact(expression, values[0]))
    if operator in {"=", "in"}:
        return one_of(expression, values)
    if operator == "includes":
        return reduce(or_, [_includes(expression, str(value or "")) for value in values])
    if values[0] is None:
        return NOWHERE
    return Q(_LOOKUPS[operator](expression, values[0]))


def _includes(expression: Any, wanted: str) -> Q:
    """Every part of "a;b" is among what a multi-select picklist has."""
    listed = Concat(Value(";"), expression, Value(";"), output_field=TextField())
    return Q(*(Like(listed, f"%;{_literally(part)};%") for part in wanted.split(";")))


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def negated(condition: Q) -> Q:
    """The condition doesn't hold, be it false or unknown."""
    return Q(IsNotTrue(ExpressionWrapper(condition, BooleanField())))


_LOOKUPS: Mapping[str, Callable[[Any, Any], Expression | Lookup[Any]]] = {
    "like": Like,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}
