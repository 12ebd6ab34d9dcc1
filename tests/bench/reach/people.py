"""The people of a run: as a source sends them, and as fields of a Lead. Pure.

Each side gets people of its own, by a word in their addresses, so that nobody finds another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_TITLES = ("Head of Operations", "Buyer", "Managing Director", "Engineer", "")
_COUNTRIES = ("United Kingdom", "Germany", "United States", "France")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks for an offer. `known`: there is a Lead of theirs already."""

    word: str
    number: int
    known: bool

    @property
    def email(self) -> str:
        """The address, which is theirs alone."""
        return f"{self.word}{self.number}@firm{self.number % 400}.example"

    @property
    def key(self) -> str:
        """The id at the source."""
        return f"{self.word}-{self.number}"

    def payload(self) -> dict[str, Any]:
        """What the source sends: eleven values."""
        return {
            "source": "website",
            "external_id": self.key,
            "person": {
                "email": self.email,
                "first_name": "Priya",
                "last_name": f"Natarajan {self.number}",
                "title": _TITLES[self.number % len(_TITLES)],
                "phone": f"+44 20 {7_000_0000 + self.number % 999_9999}",
            },
            "company": {
                "name": f"Firm {self.number % 400}",
                "country": _COUNTRIES[self.number % len(_COUNTRIES)],
            },
            "attribution": {"campaign": "Q2", "utm_source": "webinar"},
        }

    def fields(self, key_field: str) -> dict[str, str]:
        """The Lead that somebody would write by hand: as many fields as Inlet's."""
        found = {
            "FirstName": "Priya",
            "LastName": f"Natarajan {self.number}",
            "Company": f"Firm {self.number % 400}",
            "Email": self.email,
            "Phone": f"+4420{7_000_0000 + self.number % 999_9999}",
            "Title": _TITLES[self.number % len(_TITLES)],
            "Country": _COUNTRIES[self.number % len(_COUNTRIES)],
            "Status": "New",
            "LeadSource": "Web",
            "Lead_Source_Detail__c": "Q2",
            "Original_Source__c": "webinar",
            "Sync_Source__c": "Script",
            key_field: self.key,
        }
        return {name: value for name, value in found.items() if value}

    def resident(self) -> dict[str, str]:
        """The Lead that is there before: half filled."""
        return {
            "LastName": f"Natarajan {self.number}",
            "Company": f"Firm {self.number % 400}",
            "Email": self.email,
            "Status": "Working",
        }


def people(word: str, count: int, *, known: float = 0.2) -> Sequence[Person]:
    """So many people, evenly mixed; that share of them is known."""
    every = round(1 / known) if known else 0
    return [Person(word, at, bool(every) and at % every == 0) for at in range(count)]
