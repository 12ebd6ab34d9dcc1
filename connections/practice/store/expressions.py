"""Columns of a plan as database expressions, and one check as a condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    Q,
    TextField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Collate, Concat, Lower
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Lookup,
)

from connections.practice.rules.fields import IDS, NUMBERS, Field
from connections.practice.rules.objects import SObject
from connections.practice.soql.plan import Comparable

from .rows import COLUMNS, key_column


class Like(Lookup):
    """SQL's own LIKE: the pattern comes with its wildcards."""

    lookup_name = "soql_like"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The two sides around LIKE."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", (*left_values, *right_values)


class AsNumber(Func):
    """A text as a number of any size; Django's own cast wants a size."""

    template = "(%(expressions)s)::numeric"
    output_field = DecimalField(max_digits=40, decimal_places=10)


class IsNotTrue(Func):
    """The negation that counts an unknown as false: in SOQL a blank differs from any value."""

    template = "(%(expressions)s) IS NOT TRUE"
    output_field = BooleanField()


def held(sobject: SObject, field: Field) -> Any:
    """What a record holds in `field`, in the form that plans compare with."""
    column = COLUMNS.get(field.name) or key_column(sobject, field)
    if column:
        return F(column)
    text = KeyTextTransform(field.name, "values")
    if field.type in IDS:
        return text
    if field.type in NUMBERS:
        return AsNumber(text)
    if field.type == "boolean":
        return Coalesce(Cast(text, BooleanField()), Value(False))  # noqa: FBT003
    if field.type == "date":
        return Cast(text, DateField())
    return Cast(text, DateTimeField()) if field.type == "datetime" else Collate(Lower(text), "C")


def text_of(field: Field) -> Any:
    """The id in a reference field, as text."""
    column = COLUMNS.get(field.name)
    return F(column) if column else KeyTextTransform(field.name, "values")


# Not an empty list, which Django takes for the emptiness of everything around it.
NOWHERE = Q(Value(False, output_field=BooleanField()))  # noqa: FBT003


def among(expression: Any, ids: Any) -> Q:
    """One of the ids of a list, or of a query's rows."""
    return NOWHERE if ids == [] else Q(In(expression, ids))


def one_of(expression: Any, values: Sequence[Any]) -> Q:
    """Equal to one of the values; None among them stands for blank."""
    present = [value for value in values if value is not None]
    condition = among(expression, present)
    return condition | Q(IsNull(expression, True)) if None in values else condition  # noqa: FBT003


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
