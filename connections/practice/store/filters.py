"""The condition of a plan as a condition of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup, User
from connections.practice.soql.judging import Row, Rows
from connections.practice.soql.plan import AllOf, Among, Check, Column, Plan, Step, Term
from connections.practice.standard.admin_rows import rows

from .comparisons import checked, negated
from .expressions import held, text_of
from .listed_values import among
from .visibility import visible_records, visible_rows


@dataclass(frozen=True)
class Reader:
    """Reads one org's records.

    `with_deleted`: deleted records are found too, as `queryAll` wants them. `viewer`: who asks;
    None is the org itself, which sees everything.
    """

    org: PracticeOrg
    setup: Setup
    with_deleted: bool = False
    viewer: User | None = None
    kept_rows: dict[str, list[Row]] = field(default_factory=dict, compare=False)

    def records(self, sobject: str) -> QuerySet[PracticeRecord]:
        """The object's records, as far as the viewer sees them."""
        found = PracticeRecord.objects.filter(org=self.org, sobject=sobject)
        found = found if self.with_deleted else found.filter(deleted=False)
        return visible_records(found, sobject, setup=self.setup, viewer=self.viewer)

    def where(self, plan: Plan) -> QuerySet[PracticeRecord]:
        """The records that pass, in no order, uncut."""
        found = self.records(plan.sobject.name)
        return found if plan.where is None else found.filter(self.term(plan.where, plan.sobject))

    def term(self, term: Term, sobject: SObject) -> Q:
        """The term over records of `sobject`."""
        match term:
            case Check():
                condition = self._check(term, sobject)
                return negated(condition) if term.negated else condition
            case Among():
                condition = self._among(term)
                return negated(condition) if term.negated else condition
        join = and_ if isinstance(term, AllOf) else or_
        return reduce(join, [self.term(part, sobject) for part in term.parts])

    def _check(self, check: Check, sobject: SObject) -> Q:
        column = check.column
        if not column.steps:
            return checked(held(sobject, column.field), check.operator, check.values)
        step, *rest = column.steps
        inner = replace(check, column=Column(tuple(rest), column.field), negated=False)
        reference = text_of(step.field)
        found = [among(reference, self._ids_where(inner, one)) for one in self.targets(step)]
        if Rows().holds(inner, {}):
            # No parent: each of its fields is blank, and blank passes.
            found.append(checked(reference, "=", [None]))
        return reduce(or_, found)

    def targets(self, step: Step) -> list[SObject]:
        """What a relationship may lead to; "Name" stands for users and queues."""
        if step.target.name != "Name":
            return [step.target]
        objects = self.setup.objects
        return [step.target, *(objects[one] for one in step.field.reference_to if one in objects)]

    def _ids_where(self, check: Check, target: SObject) -> Any:
        if target.stored:
            return self._records_where(check, target).values_list("sf_id", flat=True)
        seen = Rows(self.setup_parents(check.column.steps))
        return [row["Id"] for row in self.admin_rows(target.name) if seen.holds(check, row)]

    def _records_where(self, check: Check, target: SObject) -> QuerySet[PracticeRecord]:
        found, column = self.records(target.name), check.column
        own = target.field(column.field.name)
        if column.steps or own == column.field:
            return found.filter(self.term(check, target))
        # Seen as a "Name", which has the kind of record for its Type.
        if own and own.name != "Type":
            return found.filter(self.term(replace(check, column=Column((), own)), target))
        return found if Rows().holds(check, {"Type": target.name}) else found.none()

    def _among(self, join: Among) -> Q:
        inner = join.plan
        if inner.sobject.stored:
            wanted = text_of(inner.columns[0].field)
            ids: Any = self.where(inner).values_list(wanted, flat=True)
        else:
            ids = self.admin_ids(inner)
        if not join.column.steps:
            return among(text_of(join.column.field), ids)
        listed = tuple(one for one in ids if one)
        return self._check(Check(join.column, "in", listed, negated=False), inner.sobject)

    def admin_rows(self, sobject: str) -> list[Row]:
        """The rows of an object that follows from the setup, as far as the viewer sees them."""
        if sobject not in self.kept_rows:
            found = rows(self.setup, sobject)
            self.kept_rows[sobject] = visible_rows(
                found, sobject, setup=self.setup, viewer=self.viewer
            )
        return self.kept_rows[sobject]

    def setup_parents(self, steps: Sequence[Step]) -> dict[str, Row]:
        """The rows, by id, of the setup objects that relationships lead to."""
        # "Name" last: its rows have what those of users and queues have, and their type.
        names = sorted({one.target.name for one in steps if not one.target.stored} - {"Name"})
        names += [one for one in ("Name",) if any(step.target.name == one for step in steps)]
        return {row["Id"]: row for name in names for row in self.admin_rows(name)}

    def seen(self, plan: Plan) -> Rows:
        """A plain reading of the setup rows that a plan is about."""
        return Rows(self.setup_parents(list(plan.all_steps())), self.sub_select)

    def admin_ids(self, plan: Plan) -> list[str]:
        """What a sub-select over such an object yields."""
        found = self.seen(plan).select(plan, self.admin_rows(plan.sobject.name))
        return [row[plan.columns[0].field.name] for row in found]

    def sub_select(self, plan: Plan) -> frozenset[str]:
        """The ids that any sub-select yields."""
        if not plan.sobject.stored:
            return frozenset(self.admin_ids(plan))
        found = self.where(plan).values_list(text_of(plan.columns[0].field), flat=True)
        return frozenset(found.distinct())


def reader(org: PracticeOrg, setup: Setup, viewer: User | None = None) -> Reader:
    """A reader of one org, for one of its users or for the org itself."""
    return Reader(org, setup, viewer=viewer)
