"""How alike two people are: exactly, or roughly as the standard matching rules see it (7.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

BY_EMAIL, BY_NAME_AND_COMPANY, BY_LIKENESS = "email", "name and company", "likeness"
WAYS = (BY_EMAIL, BY_NAME_AND_COMPANY, BY_LIKENESS)

EXACTLY = 100.0
_ALIKE = 0.8
_LEGAL_FORMS = frozenset(
    {
        "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg",
        "limited", "llc", "ltd", "nv", "oy", "plc", "sa", "sas", "sarl", "se", "spa", "srl", "the",
    }
)  # fmt: skip
_NICKNAMES: Mapping[str, str] = {
    "alex": "alexander", "andy": "andrew", "ben": "benjamin", "beth": "elizabeth",
    "bill": "william", "bob": "robert", "chris": "christopher", "dan": "daniel",
    "dave": "david", "dick": "richard", "ed": "edward", "jim": "james", "joe": "joseph",
    "kate": "katherine", "liz": "elizabeth", "matt": "matthew", "mike": "michael",
    "nick": "nicholas", "pete": "peter", "phil": "philip", "rob": "robert", "sam": "samuel",
    "steve": "steven", "sue": "susan", "tom": "thomas", "tony": "anthony", "will": "william",
}  # fmt: skip
_WORD = re.compile(r"\w+")


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
    first = _first_names(one.first_name, other.first_name)
    rest = 1.0 if _same_email(one, other) else _companies(one.company, other.company)
    return round(50 * (first + rest), 1) if min(first, rest) >= _ALIKE else 0.0


def _first_names(one: str, other: str) -> float:
    one, other = _NICKNAMES.get(one, one), _NICKNAMES.get(other, other)
    if not one or not other or one == other:
        return 1.0
    if 1 in (len(one.rstrip(".")), len(other.rstrip("."))) and one[0] == other[0]:
        return 0.9
    return SequenceMatcher(None, one, other).ratio()


def _companies(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() if one and other else 0.0


def _plain(company: str) -> str:
    words = [word for word in _WORD.findall(company) if word not in _LEGAL_FORMS]
    return " ".join(words) or company


_WAYS: Mapping[str, Callable[[Person, Person], float]] = {
    BY_EMAIL: _same_email,
    BY_NAME_AND_COMPANY: _same_name_and_company,
    BY_LIKENESS: _alike,
}
