"""Duplicate rules over stored records. Records of the same save aren't compared to each other:
Salesforce compares only with what is already there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q

from connections.practice.models import PracticeRecord
from connections.practice.rules.duplicates import Collision, DuplicateRule, collisions, refusal
from connections.practice.rules.resembling import (
    BY_EMAIL,
    BY_LIKENESS,
    BY_NAME_AND_COMPANY,
    Person,
)
from connections.practice.soql.showing import attributes, whole_record

from .drafts import Draft, Options, alive
from .orgs import Session
from .permitting import sees
from .rows import row_of

# (way to match, what has to be the same …) → people
Key = tuple[str, ...]
Index = Mapping[Key, list[Person]]
Finds = list[tuple[Draft, Collision]]

_LAST_MISSPELLED = 51
_VERSION = re.compile(r"/v(\d+)\.")
# Of people who share nothing but a last name, so many are compared.
_MOST_COMPARED = 2_000


def refuse_duplicates(session: Session, drafts: Sequence[Draft], options: Options) -> Finds:
    """Refuse the drafts that an active rule stops; returns what is to be noted of the others."""
    watched = [(draft, rules) for draft in alive(drafts) if (rules := _rules(session, draft))]
    if not watched:
        return []
    people = {id(draft): _person(draft.record) for draft, _ in watched}
    running = [rule for _, rules in watched for rule in rules]
    index = _existing(session, people.values(), running, options=options)
    noted: Finds = []
    for draft, rules in watched:
        person = people[id(draft)]
        found = collisions(rules, person, _candidates(index, person))
        stopping = [one for one in found if one.rule.stops(options.duplicates)]
        draft.refuse(*(refusal(one, misspelled=_misspells(session)) for one in stopping))
        noted += [(draft, one) for one in found if not stopping and one.rule.notes()]
    return noted


def _misspells(session: Session) -> bool:
    switches, version = session.setup.switches, _VERSION.search(session.base)
    old = version is None or int(version[1]) <= _LAST_MISSPELLED
    return switches.misspell_duplicate_result and (old or not switches.misspell_by_version)


def _rules(session: Session, draft: Draft) -> list[DuplicateRule]:
    user = session.user
    running = [
        rule
        for rule in session.setup.duplicate_rules
        if rule.runs(draft.sobject.name, creating=draft.creating)
    ]
    if not running:
        return []
    row = row_of(draft.record)
    return [
        rule for rule in running if rule.concerns(row, username=user.username, profile=user.profile)
    ]


def _person(record: PracticeRecord) -> Person:
    return Person(
        sobject=record.sobject,
        id=record.sf_id,
        email=record.email_key or "",
        last_name=record.name_key or "",
        first_name=str(record.values.get("FirstName") or "").lower(),
        company=record.company_key or "",
    )


def _keys(person: Person) -> Iterator[Key]:
    if person.email:
        yield BY_EMAIL, person.email
    if person.last_name:
        yield BY_LIKENESS, person.last_name
    if person.last_name and person.company:
        yield BY_NAME_AND_COMPANY, person.last_name, person.company


def _candidates(index: Index, person: Person) -> list[Person]:
    found = {one.id: one for key in _keys(person) for one in index.get(key, ())}
    return list(found.values())


def _existing(
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
            person = _shown(session, record, options)
            for key in _keys(person):
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


def _shown(session: Session, record: PracticeRecord, options: Options) -> Person:
    person = _person(record)
    if not sees(session, record.sobject, record.owner):
        return person
    sobject = session.setup.objects[record.sobject]
    if options.duplicates.include_record_details:
        return replace(person, shown=whole_record(sobject, row_of(record), base=session.base))
    shown = {
        "attributes": attributes(sobject.name, record.sf_id, session.base),
        "Id": record.sf_id,
    }
    return replace(person, shown=shown)
