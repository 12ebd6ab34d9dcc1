"""The people of an org who may be the same as those who are saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from connections.practice.models import PracticeRecord
from connections.practice.rules.duplicates import DuplicateRule
from connections.practice.rules.resembling import BY_EMAIL, BY_LIKENESS, BY_NAME_AND_COMPANY, Person

from .compared_people import Key, keys_of, shown_person
from .orgs import Session
from .permitting import sees
from .saves import Options

Index = Mapping[Key, list[Person]]
# Of people who share nothing but a last name, so many are compared.
_MOST_COMPARED = 2_000


def candidates(index: Index, person: Person) -> list[Person]:
    """Those of the index who share a key with this person, each once."""
    found = {one.id: one for key in keys_of(person) for one in index.get(key, ())}
    return list(found.values())


def resembling(
    session: Session, people: Iterable[Person], rules: Sequence[DuplicateRule], *, options: Options
) -> Index:
    """Stored people who have in common with one of `people` what the rules compare."""
    ways = {way for rule in rules for match in rule.matches for way in match.by}
    condition = _condition(list(people), ways)
    if condition is None:
        return {}
    sobjects = {match.sobject for rule in rules for match in rule.matches}
    records = PracticeRecord.objects.filter(
        condition, org=session.org, sobject__in=sobjects, deleted=False
    ).order_by("sf_id")
    index = defaultdict(list)
    for record in records[:_MOST_COMPARED]:
        # A converted Lead lives on as its Contact.
        hidden = options.duplicates.run_as_current_user and not sees(
            session, record.sobject, record.owner
        )
        if not record.values.get("IsConverted") and not hidden:
            person = shown_person(session, record, options)
            for key in keys_of(person):
                index[key].append(person)
    return index


def _condition(people: Sequence[Person], ways: set[str]) -> Q | None:
    parts = []
    emails = {person.email for person in people} - {""}
    if {BY_EMAIL, BY_LIKENESS} & ways and emails:
        parts.append(Q(email_key__in=sorted(emails)))
    if BY_NAME_AND_COMPANY in ways:
        pairs = {(person.last_name, person.company) for person in people}
        parts += [
            Q(name_key=last, company_key=company) for last, company in pairs if last and company
        ]
    last_names = {person.last_name for person in people} - {""}
    if BY_LIKENESS in ways and last_names:
        parts.append(Q(name_key__in=sorted(last_names)))
    return reduce(or_, parts) if parts else None
