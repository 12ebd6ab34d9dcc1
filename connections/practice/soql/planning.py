"""Statement to plan: every name is looked up, every literal given its field's type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refused, refuse
from connections.practice.standard.admin_objects import NAME, find_object

from .faults import fault
from .literal_types import WrongLiteral, comparable
from .plan import AllOf, Among, AnyOf, Check, Column, Order, Plan, Step, Term
from .spans import days_of, moments_of
from .statement import Comparison, Condition, Either, Every, Name, Negation, Select, SemiJoin, Span

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
_CUSTOM_ADVICE = (
    "If you are attempting to use a custom {kind}, be sure to append the '__c' after the {name}. "
    "Please reference your WSDL or the describe call for the appropriate names."
)


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when the statement is asked. `now` is in the user's time zone."""

    objects: Mapping[str, SObject]
    now: datetime


def plan(select: Select, context: Context) -> Plan:
    """The plan of a statement. Raises Refused: INVALID_TYPE, INVALID_FIELD and their kin."""
    return _Planner(select, context, nested=False).plan()


@dataclass(frozen=True)
class _Planner:
    select: Select
    context: Context
    nested: bool

    def plan(self) -> Plan:
        where = self.select.where
        if _semijoins(where) > _MAX_SEMIJOINS:
            raise self.fault("MALFORMED_QUERY", "maximum 2 semi join sub-selects are allowed")
        return Plan(
            text=self.select.text,
            sobject=self.sobject,
            counts=self.select.counts,
            columns=tuple(self.column(name) for name in self.select.fields),
            where=None if where is None else self.term(where, negated=False, depth=0),
            order=tuple(
                Order(self.filtering(one.name), one.descending, one.nulls_first)
                for one in self.select.order
            ),
            limit=self.select.limit,
            offset=self.select.offset,
        )

    @property
    def sobject(self) -> SObject:
        name = self.select.sobject
        found = find_object(self.context.objects, name.path)
        if found is None:
            advice = _CUSTOM_ADVICE.format(kind="object", name="entity name")
            message = f"sObject type '{name.path}' is not supported. {advice}"
            raise self.fault("INVALID_TYPE", message, name)
        return found

    def fault(self, code: str, message: str, name: Name | None = None) -> Refused:
        return fault(code, message, text=self.select.text, at=name.at if name else 0)

    def column(self, name: Name) -> Column:
        *relations, last = name.path.split(".")
        sobject, steps = self.sobject, []
        if relations and relations[0].lower() == sobject.name.lower():
            relations = relations[1:]
        for relation in relations:
            step = self.step(sobject, relation, name)
            steps.append(step)
            sobject = step.target
        field = sobject.field(last)
        if field is None:
            advice = _CUSTOM_ADVICE.format(kind="field", name="custom field name")
            message = f"No such column '{last}' on entity '{sobject.name}'. {advice}"
            raise self.fault("INVALID_FIELD", message, name)
        return Column(tuple(steps), field)

    def step(self, sobject: SObject, relation: str, name: Name) -> Step:
        field = sobject.relationships.get(relation.lower())
        target = self.target(field) if field else None
        if field is None or target is None:
            message = (
                f"Didn't understand relationship '{relation}' in field path. If you are attempting "
                "to use a custom relationship, be sure to append the '__r' after the custom "
                "relationship name. Please reference your WSDL or the describe call for the "
                "appropriate names."
            )
            raise self.fault("INVALID_FIELD", message, name)
        return Step(field.relationship, field, target)

    def target(self, field: Field) -> SObject | None:
        if len(field.reference_to) > 1:
            return NAME
        return find_object(self.context.objects, field.reference_to[0])

    def filtering(self, name: Name) -> Column:
        column = self.column(name)
        if not column.field.filterable:
            message = f"field '{column.field.name}' can not be filtered in a query call"
            raise self.fault("INVALID_FIELD", message, name)
        return column

    def term(self, condition: Condition, *, negated: bool, depth: int) -> Term:
        if depth > _MAX_DEPTH:
            raise refuse("QUERY_TOO_COMPLICATED", "The query is nested too deeply.")
        match condition:
            case Comparison():
                return self.check(condition, negated=negated)
            case SemiJoin():
                return self.among(condition, negated=negated)
            case Negation(part):
                return self.term(part, negated=not negated, depth=depth + 1)
        if isinstance(condition, Either) and _semijoins(condition):
            message = "Semi join sub-selects are not allowed with the 'OR' operator"
            raise self.fault("MALFORMED_QUERY", message)
        parts = tuple(self.term(part, negated=negated, depth=depth + 1) for part in condition.parts)
        # A negated AND is an OR of negations, and the other way round.
        return AllOf(parts) if isinstance(condition, Every) != negated else AnyOf(parts)

    def check(self, test: Comparison, *, negated: bool) -> Term:
        column = self.filtering(test.name)
        turned = test.negated != negated
        span = test.values[0]
        if isinstance(span, Span):
            return self.period(test, column, span, negated=turned)
        self.fits(test, column)
        try:
            values = tuple(comparable(column.field, value) for value in test.values)
        except WrongLiteral as wrong:
            raise self.fault(wrong.code, wrong.message, test.name) from wrong
        return Check(column, test.operator, values, turned)

    def fits(self, test: Comparison, column: Column) -> None:
        kind = column.field.type
        unordered = test.operator in {"<", "<=", ">", ">="} and kind in {"boolean", "reference"}
        if unordered or (test.operator == "like" and kind not in _LIKEABLE):
            message = f"invalid operator on {kind} field"
            raise self.fault("INVALID_QUERY_FILTER_OPERATOR", message, test.name)

    def period(self, test: Comparison, column: Column, span: Span, *, negated: bool) -> Term:
        kind = column.field.type
        if kind not in {"date", "datetime"} or test.operator not in _RANGES:
            message = f"invalid operator or date literal for field '{column.field.name}'"
            raise self.fault("INVALID_QUERY_FILTER_OPERATOR", message, test.name)
        ends = self.ends(span, test.name, kind)
        parts = tuple(
            Check(column, operator, (ends[which],), negated)
            for operator, which in _RANGES[test.operator]
        )
        return AnyOf(parts) if negated else AllOf(parts)

    def ends(self, span: Span, name: Name, kind: str) -> tuple[date, date]:
        try:
            read = days_of if kind == "date" else moments_of
            return read(span, self.context.now)
        except (OverflowError, ValueError) as outside:
            message = "date literal is outside of the range of dates"
            raise self.fault("MALFORMED_QUERY", message, name) from outside

    def among(self, join: SemiJoin, *, negated: bool) -> Among:
        column = self.filtering(join.name)
        inner = _Planner(join.select, self.context, nested=True)
        if self.nested:
            message = "Nesting of semi join sub-selects is not supported"
            raise self.fault("MALFORMED_QUERY", message, join.name)
        if inner.sobject.name == self.sobject.name:
            message = "The inner and outer selects should not be on the same object type"
            raise self.fault("INVALID_FIELD", message, join.name)
        if join.select.order or join.select.limit is not None:
            message = "semi join sub-selects can not have an order or a limit"
            raise self.fault("MALFORMED_QUERY", message, join.name)
        found = inner.plan()
        single = len(found.columns) == 1 and not found.columns[0].steps
        if not single or {column.field.type, found.columns[0].field.type} - {"id", "reference"}:
            message = "semi join sub-selects can only query id fields, cannot use: others"
            raise self.fault("MALFORMED_QUERY", message, join.name)
        return Among(column, found, join.negated != negated)


_LIKEABLE = frozenset({"string", "textarea", "phone", "email", "url", "picklist", "combobox"})


def _semijoins(condition: Condition | None) -> int:
    match condition:
        case SemiJoin():
            return 1
        case Negation(part):
            return _semijoins(part)
        case Every(parts) | Either(parts):
            return sum(_semijoins(part) for part in parts)
    return 0
