"""What we created beside what Salesforce holds: found, gone, missing, unknown, twice. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connections.crm import Record
from connections.record_ids import full_id
from mappings.identities import alike
from mappings.observing import moment_of

# Two clocks may differ by minutes.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ours:
    """A record that a lead of ours created. ``is_today``: on the day that is compared.

    ``person`` is the key under which it was created; "" where a rule had a second record of the
    person made on purpose.
    """

    record_id: str
    person: str
    is_today: bool = True


@dataclass(frozen=True, slots=True)
class Theirs:
    """A record as Salesforce holds it. ``master`` is what is left of it after a merge."""

    record_id: str
    created_at: datetime | None = None
    is_deleted: bool = False
    master: str = ""

    @classmethod
    def of(cls, record: Record) -> Theirs:
        """The row of a query for ``queries.COLUMNS``."""
        return cls(
            record.id,
            moment_of(record.fields.get("CreatedDate")),
            is_deleted=bool(record.fields.get("IsDeleted")),
            master=full_id(str(record.fields.get("MasterRecordId") or "")),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """A day compared. ``written`` = ``found`` + ``deleted`` + ``merged`` + what is missing."""

    written: int
    found: int
    deleted: int
    merged: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    doubles: tuple[tuple[str, ...], ...]


NOTHING = Verdict(written=0, found=0, deleted=0, merged=0, missing=(), unknown=(), doubles=())


def to_be_asked(ours: Iterable[Ours], listed: Collection[str]) -> set[str]:
    """The ids that the day's list leaves open: of today's records, and of possible doubles."""
    every = list(ours)
    wanted = {one.record_id for one in every if one.is_today}
    wanted |= {one for group in _people(every) for one in group}
    return wanted - set(listed)


def judge(
    ours: Iterable[Ours],
    theirs: Mapping[str, Theirs],
    *,
    listed: Iterable[str],
    known: Collection[str],
    in_progress_since: datetime | None,
) -> Verdict:
    """The day compared.

    ``theirs`` is everything that Salesforce told, by id; ``listed`` the ids of the day's list.
    ``known``: which of these belong to a lead of ours. ``in_progress_since``: since when the
    oldest lead that is still on its way may have created a record; what was created after that
    may be its own, so it isn't called unknown.
    """
    every = list(ours)
    today = {one.record_id for one in every if one.is_today}
    seen = {one: theirs[one] for one in today if one in theirs}
    gone = [one for one in seen.values() if one.is_deleted]
    merged = sum(1 for one in gone if one.master)
    strangers = (theirs[one] for one in listed if one not in known and one not in today)
    return Verdict(
        written=len(today),
        found=len(seen) - len(gone),
        deleted=len(gone) - merged,
        merged=merged,
        missing=tuple(sorted(today - set(seen))),
        unknown=tuple(
            sorted(one.record_id for one in strangers if _is_settled(one, in_progress_since))
        ),
        doubles=_doubles(every, theirs),
    )


def _is_settled(one: Theirs, since: datetime | None) -> bool:
    """Whether no lead that is still on its way can have created the record."""
    return since is None or (one.created_at is not None and one.created_at < since - SKEW)


def _people(ours: Iterable[Ours]) -> list[list[str]]:
    """The records of each person who has more than one, at least one of them of today."""
    by_person: dict[str, dict[str, bool]] = {}
    for one in ours:
        if one.person:
            records = by_person.setdefault(alike(one.person), {})
            records[one.record_id] = records.get(one.record_id, False) or one.is_today
    return [
        sorted(records)
        for records in by_person.values()
        if len(records) > 1 and any(records.values())
    ]


def _doubles(ours: Iterable[Ours], theirs: Mapping[str, Theirs]) -> tuple[tuple[str, ...], ...]:
    found = []
    for ids in _people(ours):
        left = {_survivor(one, theirs) for one in ids} - {""}
        if len(left) > 1:
            found.append(tuple(sorted(left)))
    return tuple(sorted(found))


def _survivor(record_id: str, theirs: Mapping[str, Theirs]) -> str:
    """The record, or what is left of it after merges; "" for one that is gone."""
    passed: set[str] = set()
    while record_id not in passed:
        passed.add(record_id)
        one = theirs.get(record_id)
        if one is None:
            # The winner of a merge, which nobody asked for; a loser itself was asked for.
            return record_id if len(passed) > 1 else ""
        if not one.is_deleted:
            return record_id
        record_id = one.master
    return ""
