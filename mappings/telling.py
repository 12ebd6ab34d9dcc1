"""The agreement read aloud: how people are recognised, what happens to them, who gets them. Pure.

Each sentence has first words that a page may set bold; together they are plain English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mappings.rules import (
    AccountByDomain,
    AccountByName,
    BothFound,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    ContactFound,
    ConvertedFound,
    LeadFound,
    MatchRule,
    Mode,
    OrgRefuses,
    Rules,
    Tiebreaker,
)
from mappings.wording import conditions_words

_MATCH = {
    ByExternalId: "external id",
    ByEmail: "e-mail",
    ByCompanyAndName: "company and last name",
    ByPhone: "phone",
}
_TIES = {
    Tiebreaker.OPEN_FIRST: "an open Lead first",
    Tiebreaker.MOST_RECENTLY_ACTIVE: "the one that was active last",
    Tiebreaker.ACTIVE_OWNER: "the one whose owner is active",
    Tiebreaker.OLDEST: "the oldest",
}
_LEAD = {
    LeadFound.UPDATE: "is updated.",
    LeadFound.SKIP: "is left alone.",
    LeadFound.CREATE_ANYWAY: "stays as it is, and another one is created.",
}
_CONTACT = {
    ContactFound.UPDATE_CONTACT: "is updated and no Lead is created.",
    ContactFound.SKIP: "is left alone and no Lead is created.",
    ContactFound.CREATE_LEAD: "stays as it is, and a Lead is created.",
}
_BOTH = {
    BothFound.LEAD: "are one person: the Lead is meant.",
    BothFound.CONTACT: "are one person: the Contact is meant.",
    BothFound.HOLD: "are held for a person to decide.",
}
_CONVERTED = {
    ConvertedFound.FOLLOW: "leads to its Contact.",
    ConvertedFound.CREATE_LEAD: "stays, and a new Lead is created.",
    ConvertedFound.SKIP: "is left alone.",
}
_REFUSES = {
    OrgRefuses.RESPECT: "hold the lead and show the record.",
    OrgRefuses.SAVE_ANYWAY: "save anyway where it only warns.",
    OrgRefuses.USE_MATCHED: "update the record it names.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its first words, and the rest of it."""

    lead: str
    rest: str

    def __str__(self) -> str:
        return f"{self.lead} {self.rest}"


def policy_sentences(rules: Rules) -> tuple[Said, ...]:
    """How people are recognised and what happens to them, as far as these rules let it happen."""
    return tuple(_policy(rules))


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    *before, end = list(words) or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def _policy(rules: Rules) -> Iterator[Said]:
    if not rules.match:
        yield Said("Nobody", "is looked for: every lead becomes a new record.")
    else:
        yield Said("Match", f"by {', then '.join(_matched(one) for one in rules.match)}.")
        yield Said("Several that fit:", _ties(rules.tiebreakers))
        yield from _found(rules)
    yield from _new(rules)
    yield Said("If the org’s duplicate rule answers:", _REFUSES[rules.org_refuses])


def _matched(rule: MatchRule) -> str:
    words = _MATCH[type(rule)]
    if isinstance(rule, ByCompanyAndName) and rule.likeness < 100:
        return f"{words} ({rule.likeness} % alike)"
    if isinstance(rule, ByPhone) and rule.and_last_name:
        return f"{words} and last name"
    return words


def _ties(ties: tuple[Tiebreaker, ...]) -> str:
    if not ties:
        return "a person decides."
    return f"{', then '.join(_TIES[one] for one in ties)}; if none decides, a person does."


def _found(rules: Rules) -> Iterator[Said]:
    if rules.mode is Mode.CREATE_ONLY:
        yield Said("Somebody who is found", "is left alone.")
        return
    yield Said("An existing Lead", _LEAD[rules.lead_found])
    yield Said("An existing Contact", _CONTACT[rules.contact_found])
    yield Said("A Lead and a Contact", _BOTH[rules.both_found])
    yield Said("A converted Lead", _CONVERTED[rules.converted_found])


def _new(rules: Rules) -> Iterator[Said]:
    if rules.mode is Mode.UPDATE_ONLY:
        yield Said("New people", "are skipped.")
    elif rules.contact_when is None or not rules.accounts:
        yield Said("New people", "become Leads.")
    else:
        found = listed((_ACCOUNTS[type(one)] for one in rules.accounts), "or")
        when = f" and its {conditions_words(rules.contact_when)}" if rules.contact_when else ""
        yield Said(
            "New people",
            f"become Contacts of their Account if it is found by {found}{when}; else Leads.",
        )


_ACCOUNTS = {AccountByDomain: "web domain", AccountByName: "name"}
