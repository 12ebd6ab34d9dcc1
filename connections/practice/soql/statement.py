"""A SOQL statement as it was written. `at` is the offset of a name in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """An object, or a field with the relationships that lead to it: "Owner.Name"."""

    path: str
    at: int
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A function over rows: COUNT(Id). `function`: lower case; `at`: where it begins."""

    function: str
    name: Name
    at: int
    alias: str = ""


@dataclass(frozen=True, slots=True)
class AllFields:
    """FIELDS(ALL), FIELDS(STANDARD) or FIELDS(CUSTOM). `which`: lower case."""

    which: str
    at: int


@dataclass(frozen=True, slots=True)
class Span:
    """A date literal such as LAST_N_DAYS:30, in upper case."""

    name: str
    number: int = 0


Literal = str | Decimal | bool | date | datetime | Span | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against literals. `operator`: = < <= > >= like in includes; one literal but for
    the last two.
    """

    name: Name | Aggregate
    operator: str
    values: tuple[Literal, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SemiJoin:
    """A field against the rows of another select."""

    name: Name
    select: Select
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The part doesn't hold."""

    part: Condition


Condition = Comparison | SemiJoin | Every | Either | Negation


@dataclass(frozen=True, slots=True)
class Ordering:
    """One column of ORDER BY. Blank comes first, unless descending (or said otherwise)."""

    name: Name | Aggregate
    descending: bool
    nulls_first: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A whole statement. `counts`: SELECT COUNT(), which has no fields.

    `sobject`: what stands behind FROM: an object or, in a select among fields, a relationship
    to children. `scope`: "" or what USING SCOPE names.
    """

    text: str
    counts: bool
    fields: tuple[Selected, ...]
    sobject: Name
    where: Condition | None = None
    order: tuple[Ordering, ...] = ()
    limit: int | None = None
    offset: int = 0
    group: tuple[Name, ...] = ()
    having: Condition | None = None
    scope: str = ""


Selected = Name | Aggregate | AllFields | Select
