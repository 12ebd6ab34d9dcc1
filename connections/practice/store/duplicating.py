"""Duplicate rules over stored records. Records of the same save aren't compared to each other:
Salesforce compares only with what is already there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from connections.practice.models import PracticeRecord
from connections.practice.rules.duplicates import (
    BY_EMAIL,
    BY_NAME_AND_COMPANY,
    REPORT,
    DuplicateRule,
    Person,
    collisions,
    refusal,
)
from connections.practice.soql.showing import attributes, whole_record

from .drafts import Draft, Options, alive
from .orgs import Session
from .rows import row_of

Index = Mapping[tuple[str, ...], list[Person]]


def refuse_duplicates(session: Session, drafts: Sequence[Draft], options: Options) -> None:
    """Refuse the drafts that an active rule stops."""
    watched = [(draft, rules) for draft in alive(drafts) if (rules := _rules(session, draft))]
    if not watched:
        return
    people = {id(draft): _person(draft.record) for draft, _ in watched}
    running = [rule for _, rules in watched for rule in rules]
    index = _existing(session, people.values(), running, options=options)
    misspelled = session.setup.switches.misspell_duplicate_result
    for draft, rules in watched:
        person = people[id(draft)]
        found = collisions(rules, person, _candidates(index, person))
        stopping = [one for one in found if one.rule.stops(options.duplicates)]
        draft.refuse(*(refusal(one, misspelled=misspelled) for one in stopping))


def _rules(session: Session, draft: Draft) -> list[DuplicateRule]:
    return [
        rule
        for rule in session.setup.duplicate_rules
        if rule.action != REPORT and rule.runs(draft.sobject.name, creating=draft.creating)
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


def _keys(person: Person) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if person.email:
        keys.append((person.email,))
    if person.last_name and person.company:
        keys.append((person.last_name, person.company))
    return keys


def _candidates(index: Index, person: Person) -> list[Person]:
    found = {one.id: one for key in _keys(person) for one in index.get(key, ())}
    return list(found.values())


def _existing(
    session: Session, people: Iterable[Person], rules: Sequence[DuplicateRule], *, options: Options
) -> Index:
    """Stored people who share an e-mail, or last name and company, with one of `people`."""
    ways = {way for rule in rules for match in rule.matches for way in match.by}
    condition = _condition(list(people), ways)
    if condition is None:
        return {}
    sobjects = {match.sobject for rule in rules for match in rule.matches}
    records = PracticeRecord.objects.filter(
        condition, org=session.org, sobject__in=sobjects, deleted=False
    ).order_by("sf_id")
    index = defaultdict(list)
    for record in records:
        # A converted Lead lives on as its Contact.
        if not record.values.get("IsConverted"):
            person = _shown(session, record, options)
            for key in _keys(person):
                index[key].append(person)
    return index


def _condition(people: Sequence[Person], ways: set[str]) -> Q | None:
    parts = []
    emails = {person.email for person in people} - {""}
    if BY_EMAIL in ways and emails:
        parts.append(Q(email_key__in=sorted(emails)))
    if BY_NAME_AND_COMPANY in ways:
        pairs = {(person.last_name, person.company) for person in people}
        parts += [
            Q(name_key=last, company_key=company) for last, company in pairs if last and company
        ]
    return reduce(or_, parts) if parts else None


def _shown(session: Session, record: PracticeRecord, options: Options) -> Person:
    person, sobject = _person(record), session.setup.objects[record.sobject]
    if options.duplicates.include_record_details:
        shown = whole_record(sobject, row_of(record), base=session.base)
    else:
        shown = {
            "attributes": attributes(sobject.name, record.sf_id, session.base),
            "Id": record.sf_id,
        }
    return Person(
        person.sobject, person.id, person.email, person.last_name, person.first_name,
        person.company, shown,
    )  # fmt: skip
