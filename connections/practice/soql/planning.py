"""Statement to plan: every name is looked up, every literal given its field's type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import refuse
from connections.practice.standard.child_relationships import children_of

from .conditions import Conditions
from .grouping import grouping_of, is_grouped
from .naming import CUSTOM_ADVICE, Names, object_named
from .plan import AllOf, Check, Child, Column, Order, Plan, Term
from .statement import Aggregate, AllFields, Name, Select

_MAX_CHILDREN = 20
_MAX_PARENTS = 55
_MAX_LEVELS = 4
_MOST_WITH_ALL_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Context:
    """Where, when and by whom the statement is asked. `now` is in the user's time zone.

    `user_id`: whose records USING SCOPE mine means.
    """

    objects: Mapping[str, SObject]
    now: datetime
    user_id: str = ""


def plan(select: Select, context: Context) -> Plan:
    """The plan of a statement. Raises Refused: INVALID_TYPE, INVALID_FIELD and their kin."""
    sobject = object_named(context.objects, select.sobject, select.text)
    return _Planner(select, context, sobject).plan()


@dataclass(frozen=True)
class _Planner:
    """Plans one select. `level`: how many selects it is among the fields of.

    `joined`: it is the right side of an IN.
    """

    select: Select
    context: Context
    sobject: SObject
    level: int = 0
    joined: bool = False

    @property
    def names(self) -> Names:
        alias = self.select.sobject.alias
        return Names(self.select.text, self.context.objects, self.sobject, alias)

    def plan(self) -> Plan:
        grouped = is_grouped(self.select)
        if self.select.having is not None and not grouped:
            raise self.names.fault("MALFORMED_QUERY", "unexpected token: 'HAVING'")
        if grouped and self.level:
            message = "Aggregate functions can't be used in a sub-query among the fields"
            raise self.names.fault("MALFORMED_QUERY", message, self.select.sobject.at)
        found = Plan(
            text=self.select.text,
            sobject=self.sobject,
            counts=self.select.counts,
            columns=() if grouped else self._columns(),
            where=self._where(),
            order=() if grouped else self._order(),
            limit=self.select.limit,
            offset=self.select.offset,
            grouping=grouping_of(self.select, self.names, self.context.now) if grouped else None,
            children=() if grouped else self._children(),
        )
        if len({step for steps in found.steps() for step in steps}) > _MAX_PARENTS:
            message = f"A query may follow at most {_MAX_PARENTS} relationships to parents."
            raise refuse("QUERY_TOO_COMPLICATED", message)
        return found

    def _columns(self) -> tuple[Column, ...]:
        found: dict[str, Column] = {}
        for selected in self.select.fields:
            if isinstance(selected, AllFields):
                chosen = self._all_fields(selected)
            elif isinstance(selected, Name):
                chosen = [self._column(selected)]
            else:
                chosen = []
            for column in chosen:
                if column.path in found:
                    message = f"duplicate field selected: {column.path}"
                    raise self.names.fault("INVALID_FIELD", message)
                found[column.path] = column
        return tuple(found.values())

    def _column(self, name: Name) -> Column:
        if name.alias:
            message = "only aggregate expressions use field aliasing"
            raise self.names.fault("MALFORMED_QUERY", message, name.at)
        return self.names.column(name)

    def _all_fields(self, wanted: AllFields) -> list[Column]:
        limit = self.select.limit
        if wanted.which != "standard" and (limit is None or limit > _MOST_WITH_ALL_FIELDS):
            message = (
                f"The SOQL FIELDS function must have a LIMIT of at most {_MOST_WITH_ALL_FIELDS}"
            )
            raise self.names.fault("MALFORMED_QUERY", message, wanted.at)
        fields = self.sobject.visible.values()
        return [Column((), one) for one in fields if _is_wanted(one, wanted.which)]

    def _order(self) -> tuple[Order, ...]:
        return tuple(
            Order(self._plain(one.name, "sorted"), one.descending, one.nulls_first)
            for one in self.select.order
        )

    def _plain(self, name: Name | Aggregate, use: str = "filtered") -> Column:
        if isinstance(name, Aggregate):
            message = f"unexpected token: '{name.function}'"
            raise self.names.fault("MALFORMED_QUERY", message, name.at)
        return self.names.column_for(name, use)

    def _where(self) -> Term | None:
        inner = None if self.joined else self._joined
        conditions = Conditions(self.names, self.context.now, self._plain, inner)
        where = None if self.select.where is None else conditions.whole(self.select.where)
        mine = self._scope()
        return AllOf((mine, where)) if mine and where else mine or where

    def _joined(self, select: Select) -> Plan:
        sobject = object_named(self.context.objects, select.sobject, select.text)
        return replace(self, select=select, sobject=sobject, joined=True).plan()

    def _scope(self) -> Term | None:
        scope, owner = self.select.scope, self.sobject.field("OwnerId")
        if scope in {"", "everything"}:
            return None
        if scope not in self.sobject.scopes or scope != "mine" or owner is None:
            message = f"This filterScope not supported: {scope}"
            raise self.names.fault("MALFORMED_QUERY", message)
        return Check(Column((), owner), "=", (to_18(self.context.user_id),), negated=False)

    def _children(self) -> tuple[Child, ...]:
        selects = [one for one in self.select.fields if isinstance(one, Select)]
        if len(selects) > _MAX_CHILDREN:
            message = f"A query may have at most {_MAX_CHILDREN} sub-queries."
            raise refuse("QUERY_TOO_COMPLICATED", message)
        return tuple(self._child(one) for one in selects)

    def _child(self, select: Select) -> Child:
        wanted = select.sobject
        if self.joined or self.level >= _MAX_LEVELS or select.counts:
            message = "Sub-queries aren't allowed here, or not this deep"
            raise self.names.fault("MALFORMED_QUERY", message, wanted.at)
        related = children_of(self.context.objects, self.sobject)
        found = related.get(wanted.path.split(".")[-1].lower())
        if found is None:
            advice = CUSTOM_ADVICE.format(
                kind="relationship", suffix="__r", name="custom relationship name"
            )
            message = (
                f"Didn't understand relationship '{wanted.path}' in FROM part of query call. "
                f"{advice}"
            )
            raise self.names.fault("INVALID_TYPE", message, wanted.at)
        inner = replace(self, select=select, sobject=found.sobject, level=self.level + 1)
        return Child(found.name, found.field, inner.plan())


def _is_wanted(field: Field, which: str) -> bool:
    return which == "all" or field.custom == (which == "custom")
