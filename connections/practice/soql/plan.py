"""A statement that makes sense in one org: names are fields, literals have the fields' types."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Check:
    """A column against values. `operator`: = < <= > >= like in. `negated` turns it round.

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

    def steps(self) -> set[tuple[Step, ...]]:
        """The chains of relationships that the selected columns follow."""
        return {column.steps for column in self.columns if column.steps}
