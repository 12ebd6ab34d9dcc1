"""A statement that makes sense in one org: names are fields, literals have the fields' types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject

# Text is lower-cased, ids have 18 characters, moments a zone.
Comparable = str | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """A relationship that is followed: the reference field, and the object it leads to."""

    name: str
    field: Field
    target: SObject


@dataclass(frozen=True, slots=True)
class Column:
    """A field, and the relationships from the queried object to the one that has it."""

    steps: tuple[Step, ...]
    field: Field

    @property
    def path(self) -> str:
        """As a statement would write it: "Owner.Name"."""
        return ".".join([*(step.name for step in self.steps), self.field.name])


@dataclass(frozen=True, slots=True)
class Check:
    """A column against values. `operator`: = < <= > >= like in includes. `negated` turns it round.

    Blank is a value here: a check holds or doesn't, there is no third answer.
    """

    column: Column
    operator: str
    values: tuple[Comparable, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Among:
    """A column against the single column of another plan: a semi-join."""

    column: Column
    plan: Plan
    negated: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Term, ...]


Term = Check | Among | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Order:
    """One column of the order."""

    column: Column
    descending: bool
    nulls_first: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A function over one column of a group's rows: count, count_distinct, sum, avg, min, max."""

    function: str
    column: Column


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows made into groups. What a group has is known by a name: a key's or a measure's.

    `shown`: the names that are selected, with the names under which the answer shows them.
    `having` and `order` speak of columns whose fields bear these names.
    """

    keys: Mapping[str, Column]
    measures: Mapping[str, Measure]
    shown: tuple[tuple[str, str], ...]
    having: Term | None
    order: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """A select among the fields: the rows of `plan` whose `field` leads to the row."""

    name: str
    field: Field
    plan: Plan


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read, from which object, under which condition. `text`: as the client wrote it."""

    text: str
    sobject: SObject
    counts: bool
    columns: tuple[Column, ...]
    where: Term | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int
    grouping: Grouping | None = None
    children: tuple[Child, ...] = ()

    def steps(self) -> set[tuple[Step, ...]]:
        """The chains of relationships that the selected columns follow."""
        return {column.steps for column in self.columns if column.steps}

    def all_steps(self) -> Iterator[Step]:
        """Every relationship that is followed anywhere, but in selects among the fields."""
        for column in self._all_columns():
            yield from column.steps

    def _all_columns(self) -> Iterator[Column]:
        yield from self.columns
        yield from (one.column for one in self.order)
        yield from columns_of(self.where)
        if self.grouping:
            yield from self.grouping.keys.values()
            yield from (one.column for one in self.grouping.measures.values())


def columns_of(term: Term | None) -> Iterator[Column]:
    """The columns that a term looks at; not those of its sub-selects."""
    match term:
        case Check() | Among():
            yield term.column
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from columns_of(part)
