"""Conditions of a statement with their names looked up and their literals typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from connections.practice.rules.fields import Field
from connections.practice.rules.refusals import refuse

from .literal_types import WrongLiteral, comparable
from .naming import Names
from .plan import AllOf, Among, AnyOf, Check, Column, Plan, Term
from .spans import days_of, moments_of
from .statement import (
    Aggregate,
    Comparison,
    Condition,
    Either,
    Every,
    Name,
    Negation,
    Select,
    SemiJoin,
    Span,
)

_MAX_DEPTH = 40
_MAX_SEMIJOINS = 2
_RANGES: Mapping[str, tuple[tuple[str, int], ...]] = {
    # operator on a span → operators on its begin (0) and end (1), all of which must hold
    "=": ((">=", 0), ("<", 1)),
    "<": (("<", 0),),
    "<=": (("<", 1),),
    ">": ((">=", 1),),
    ">=": ((">=", 0),),
}
_UNLIKEABLE = frozenset(
    {"boolean", "int", "double", "currency", "percent", "date", "datetime", "id", "reference"}
)
_UNORDERED = frozenset({"boolean", "id", "reference", "multipicklist"})
_ORDERINGS = frozenset({"<", "<=", ">", ">="})
Left = Callable[[Name | Aggregate], Column]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Makes terms. `left` finds what stands left of an operator; `inner` plans a sub-select,
    and is None within one, where there may be no other. `now`: in the user's time zone.
    """

    names: Names
    now: datetime
    left: Left
    inner: Callable[[Select], Plan] | None

    def whole(self, condition: Condition) -> Term:
        """The term of a whole WHERE or HAVING. Raises Refused."""
        if _semijoins(condition) > _MAX_SEMIJOINS:
            message = "maximum 2 semi join sub-selects are allowed"
            raise self.names.fault("MALFORMED_QUERY", message)
        return self._term(condition, negated=False, depth=0)

    def _term(self, condition: Condition, *, negated: bool, depth: int) -> Term:
        if depth > _MAX_DEPTH:
            raise refuse("QUERY_TOO_COMPLICATED", "The query is nested too deeply.")
        match condition:
            case Comparison():
                return self._check(condition, negated=negated)
            case SemiJoin():
                return self._among(condition, negated=negated)
            case Negation(part):
                return self._term(part, negated=not negated, depth=depth + 1)
        if isinstance(condition, Either) and _semijoins(condition):
            message = "Semi join sub-selects are not allowed with the 'OR' operator"
            raise self.names.fault("MALFORMED_QUERY", message)
        parts = tuple(
            self._term(part, negated=negated, depth=depth + 1) for part in condition.parts
        )
        # A negated AND is an OR of negations, and the other way round.
        return AllOf(parts) if isinstance(condition, Every) != negated else AnyOf(parts)

    def _check(self, test: Comparison, *, negated: bool) -> Term:
        column = self.left(test.name)
        turned = test.negated != negated
        span = test.values[0]
        if isinstance(span, Span):
            return self._period(test, column, span, negated=turned)
        self._check_operator(test, column.field)
        try:
            values = tuple(comparable(column.field, value) for value in test.values)
        except WrongLiteral as wrong:
            raise self.names.fault(wrong.code, wrong.message, test.name.at) from wrong
        return Check(column, test.operator, values, turned)

    def _check_operator(self, test: Comparison, field: Field) -> None:
        kind = field.type
        unfit = (
            (test.operator in _ORDERINGS and kind in _UNORDERED)
            or (test.operator == "like" and kind in {*_UNLIKEABLE, "multipicklist"})
            or (test.operator == "includes" and kind != "multipicklist")
        )
        if unfit:
            message = f"invalid operator on {kind} field"
            raise self.names.fault("INVALID_QUERY_FILTER_OPERATOR", message, test.name.at)

    def _period(self, test: Comparison, column: Column, span: Span, *, negated: bool) -> Term:
        kind = column.field.type
        if kind not in {"date", "datetime"} or test.operator not in _RANGES:
            message = f"invalid operator or date literal for field '{column.field.name}'"
            raise self.names.fault("INVALID_QUERY_FILTER_OPERATOR", message, test.name.at)
        ends = self._ends(span, test.name.at, kind)
        parts = tuple(
            Check(column, operator, (ends[which],), negated)
            for operator, which in _RANGES[test.operator]
        )
        return AnyOf(parts) if negated else AllOf(parts)

    def _ends(self, span: Span, at: int, kind: str) -> tuple[date, date]:
        try:
            read = days_of if kind == "date" else moments_of
            return read(span, self.now)
        except (OverflowError, ValueError) as outside:
            message = "date literal is outside of the range of dates"
            raise self.names.fault("MALFORMED_QUERY", message, at) from outside

    def _among(self, join: SemiJoin, *, negated: bool) -> Among:
        column, at = self.left(join.name), join.name.at
        if self.inner is None:
            message = "Nesting of semi join sub-selects is not supported"
            raise self.names.fault("MALFORMED_QUERY", message, at)
        select = join.select
        if select.order or select.limit is not None or select.offset:
            message = "semi join sub-selects can not have an order or a limit"
            raise self.names.fault("MALFORMED_QUERY", message, at)
        found = self.inner(select)
        if found.sobject.name == self.names.sobject.name:
            message = "The inner and outer selects should not be on the same object type"
            raise self.names.fault("INVALID_FIELD", message, at)
        if not _is_one_id(found) or column.field.type not in {"id", "reference"}:
            message = "semi join sub-selects can only query id fields, cannot use: others"
            raise self.names.fault("MALFORMED_QUERY", message, at)
        return Among(column, found, join.negated != negated)


def _is_one_id(found: Plan) -> bool:
    plain = not found.grouping and not found.children and len(found.columns) == 1
    return plain and not found.columns[0].steps and found.columns[0].field.type in {
        "id",
        "reference",
    }  # fmt: skip


def _semijoins(condition: Condition | None) -> int:
    match condition:
        case SemiJoin():
            return 1
        case Negation(part):
            return _semijoins(part)
        case Every(parts) | Either(parts):
            return sum(_semijoins(part) for part in parts)
    return 0
