"""The condition of a plan as a condition of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup
from connections.practice.soql.judging import Row, Rows
from connections.practice.soql.plan import AllOf, Among, Check, Column, Plan, Term
from connections.practice.standard.admin_rows import owners, rows

from .expressions import among, checked, held, negated, text_of


@dataclass(frozen=True)
class Reader:
    """Reads one org's records. `parents`: the rows that follow from the setup, by id.

    `with_deleted`: deleted records are found too, as `queryAll` wants them.
    """

    org: PracticeOrg
    setup: Setup
    parents: Mapping[str, Row]
    with_deleted: bool = False

    def records(self, sobject: str) -> QuerySet[PracticeRecord]:
        """The object's records."""
        found = PracticeRecord.objects.filter(org=self.org, sobject=sobject)
        return found if self.with_deleted else found.filter(deleted=False)

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
        condition = among(text_of(step.field), self._ids_where(inner, step.target))
        if Rows().holds(inner, {}):
            # No parent: each of its fields is blank, and blank passes.
            condition |= checked(text_of(step.field), "=", [None])
        return condition

    def _ids_where(self, check: Check, target: SObject) -> Any:
        if target.stored:
            found = self.records(target.name).filter(self.term(check, target))
            return found.values_list("sf_id", flat=True)
        seen = Rows(self.parents)
        return [row["Id"] for row in self.admin_rows(target.name) if seen.holds(check, row)]

    def _among(self, join: Among) -> Q:
        inner = join.plan
        if inner.sobject.stored:
            wanted = text_of(inner.columns[0].field)
            ids: Any = self.where(inner).values_list(wanted, flat=True)
        else:
            ids = self.admin_ids(inner)
        return among(text_of(join.column.field), ids)

    def admin_rows(self, sobject: str) -> list[Row]:
        """The rows of an object that follows from the setup."""
        return list(owners(self.setup) if sobject == "Name" else rows(self.setup, sobject))

    def admin_ids(self, plan: Plan) -> list[str]:
        """What a sub-select over such an object yields."""
        found = Rows(self.parents).select(plan, self.admin_rows(plan.sobject.name))
        return [row[plan.columns[0].field.name] for row in found]

    def sub_select(self, plan: Plan) -> frozenset[str]:
        """The ids that any sub-select yields."""
        if not plan.sobject.stored:
            return frozenset(self.admin_ids(plan))
        found = self.where(plan).values_list(text_of(plan.columns[0].field), flat=True)
        return frozenset(found.distinct())


def reader(org: PracticeOrg, setup: Setup) -> Reader:
    """A reader of one org."""
    known = (*owners(setup), *rows(setup, "Profile"), *rows(setup, "UserLicense"))
    return Reader(org, setup, {row["Id"]: row for row in known})
