"""Whose leads belong together before Salesforce is asked, and which newcomers are one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from mappings.companies import alike_companies
from mappings.identities import Name, alike, groups_of
from mappings.indexing import company_bucket
from mappings.lookups import addresses
from mappings.plain_text import name_key
from mappings.proposals import Proposal
from mappings.rules import ByCompanyAndName, ByEmail, ByPhone, Rules
from mappings.spellings import begins_alike, name_spellings


def strong_names(rules: Rules, lead: Proposal) -> list[Name]:
    """What names the person beyond doubt: the key, and the addresses if the rules compare them."""
    by_email = any(isinstance(rule, ByEmail) for rule in rules.match)
    emails = addresses(lead) if by_email else ()
    key = alike(lead.person_key)
    return [*(("key", key) for _ in [key] if key), *(("email", email) for email in emails)]


def same_newcomers(rules: Rules, people: Sequence[Sequence[Proposal]]) -> list[list[int]]:
    """The positions of people, new to Salesforce all of them, one list per actual person.

    Had they come one by one, the rules would have found the second in the first one's record.
    """
    return groups_of([list(names) for names in _weak_names(rules, people)])


def _weak_names(rules: Rules, people: Sequence[Sequence[Proposal]]) -> Iterator[list[Name]]:
    """For each of the people what the rules compare beside addresses and keys."""
    by_name = [rule for rule in rules.match if isinstance(rule, ByCompanyAndName)]
    by_phone = [rule for rule in rules.match if isinstance(rule, ByPhone)]
    pairs = _alike_pairs(people, min(rule.likeness for rule in by_name)) if by_name else {}
    for at, leads in enumerate(people):
        named = [("phone", *name) for rule in by_phone for name in _phone_names(rule, leads)]
        yield [*named, *pairs.get(at, ())]


def _phone_names(rule: ByPhone, leads: Sequence[Proposal]) -> Iterator[tuple[str, str]]:
    for lead in leads:
        last_name = name_key(lead.last_name)
        if last_name or not rule.and_last_name:
            yield from ((phone, last_name if rule.and_last_name else "") for phone in lead.phones)


def _alike_pairs(people: Sequence[Sequence[Proposal]], likeness: int) -> dict[int, list[Name]]:
    """A name of its own for every two people with one last name and companies that are alike."""
    buckets: dict[tuple[str, str], dict[tuple[str, str], list[int]]] = {}
    for at, leads in enumerate(people):
        for lead in leads:
            last_name, company = alike(lead.last_name), lead.company.strip()
            if name_key(last_name) and company_bucket(company):
                bucket = buckets.setdefault((name_key(last_name), company_bucket(company)), {})
                bucket.setdefault((last_name, company), []).append(at)
    found: dict[int, list[Name]] = {}
    for place, bucket in enumerate(buckets.values()):
        pairs = [(one, one) for one in bucket] + [
            (one, other)
            for one, other in combinations(bucket, 2)
            if _one_finds(other, one, likeness)
        ]
        for number, (one, other) in enumerate(pairs):
            for at in (*bucket[one], *bucket[other]):
                found.setdefault(at, []).append(("named", str(place), str(number)))
    return found


def _one_finds(later: tuple[str, str], earlier: tuple[str, str], likeness: int) -> bool:
    """Whether the look-up of the later would find the earlier; both are (last name, company)."""
    return (
        earlier[0] in name_spellings(later[0])
        and alike_companies(later[1], earlier[1], likeness)
        and begins_alike(later[1], earlier[1])
    )
