"""How alike two people are: exactly, or roughly as the standard matching rules see it (7.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .alike_names import companies, first_names

BY_EMAIL, BY_NAME_AND_COMPANY, BY_LIKENESS = "email", "name and company", "likeness"
WAYS = (BY_EMAIL, BY_NAME_AND_COMPANY, BY_LIKENESS)

EXACTLY = 100.0
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Person:
    """What matching compares, lower-cased; "" where blank.

    `shown`: the record for the answer; empty where the user doesn't see it.
    """

    sobject: str
    id: str
    email: str
    last_name: str
    first_name: str
    company: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def likeness(self, other: Person, by: Iterable[str]) -> float:
        """How sure the best of these ways is that both are the same, in percent; 0: it isn't."""
        return max((_WAYS[way](self, other) for way in by), default=0.0)


def _same_email(one: Person, other: Person) -> float:
    return EXACTLY if one.email and one.email == other.email else 0.0


def _same_name_and_company(one: Person, other: Person) -> float:
    same = (one.last_name, one.first_name, one.company) == (
        other.last_name,
        other.first_name,
        other.company,
    )
    return EXACTLY if one.last_name and one.company and same else 0.0


def _alike(one: Person, other: Person) -> float:
    """Same last name, similar first name, and a similar company or the same e-mail address."""
    if not one.last_name or one.last_name != other.last_name:
        return 0.0
    first = first_names(one.first_name, other.first_name)
    rest = 1.0 if _same_email(one, other) else companies(one.company, other.company)
    return round(50 * (first + rest), 1) if min(first, rest) >= _ALIKE else 0.0


_WAYS: Mapping[str, Callable[[Person, Person], float]] = {
    BY_EMAIL: _same_email,
    BY_NAME_AND_COMPANY: _same_name_and_company,
    BY_LIKENESS: _alike,
}
