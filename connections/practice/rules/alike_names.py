"""How alike two first names or two companies are, whatever their short and legal forms (7.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

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


def first_names(one: str, other: str) -> float:
    """How alike two first names are, 0 to 1; a blank one is like any, "J." like "Jane"."""
    one, other = _NICKNAMES.get(one, one), _NICKNAMES.get(other, other)
    if not one or not other or one == other:
        return 1.0
    if 1 in (len(one.rstrip(".")), len(other.rstrip("."))) and one[0] == other[0]:
        return 0.9
    return SequenceMatcher(None, one, other).ratio()


def companies(one: str, other: str) -> float:
    """How alike two companies are, 0 to 1; a blank one is like none."""
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() if one and other else 0.0


def _plain(company: str) -> str:
    words = [word for word in _WORD.findall(company) if word not in _LEGAL_FORMS]
    return " ".join(words) or company
