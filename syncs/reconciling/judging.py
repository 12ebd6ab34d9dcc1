"""What we created beside what Salesforce holds: found, gone, missing, unknown, twice. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .doubles import doubles, people
from .records import Ours, Theirs

# Two clocks may differ by minutes.
SKEW = timedelta(minutes=5)


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
    wanted |= {one for group in people(every) for one in group}
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
        doubles=doubles(every, theirs),
    )


def _is_settled(one: Theirs, since: datetime | None) -> bool:
    """Whether no lead that is still on its way can have created the record."""
    return since is None or (one.created_at is not None and one.created_at < since - SKEW)
