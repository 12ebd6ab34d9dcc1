"""Stored people as duplicate rules compare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from connections.practice.models import PracticeRecord
from connections.practice.rules.resembling import BY_EMAIL, BY_LIKENESS, BY_NAME_AND_COMPANY, Person
from connections.practice.soql.showing import attributes, whole_record

from .orgs import Session
from .permitting import sees
from .rows import row_of
from .saves import Options

# (way to match, what has to be the same …) → people
Key = tuple[str, ...]


def person_of(record: PracticeRecord) -> Person:
    """The person that a Lead or Contact is, without what an answer shows."""
    return Person(
        sobject=record.sobject,
        id=record.sf_id,
        email=record.email_key or "",
        last_name=record.name_key or "",
        first_name=str(record.values.get("FirstName") or "").lower(),
        company=record.company_key or "",
    )


def keys_of(person: Person) -> Iterator[Key]:
    """Under what a person is found, one for each way to match that can apply."""
    if person.email:
        yield BY_EMAIL, person.email
    if person.last_name:
        yield BY_LIKENESS, person.last_name
    if person.last_name and person.company:
        yield BY_NAME_AND_COMPANY, person.last_name, person.company


def shown_person(session: Session, record: PracticeRecord, options: Options) -> Person:
    """The person with what this user may be shown of the record."""
    person = person_of(record)
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
