"""People who have more than one record left. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mappings.identities import alike

from .records import Ours, Theirs


def people(ours: Iterable[Ours]) -> list[list[str]]:
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


def doubles(ours: Iterable[Ours], theirs: Mapping[str, Theirs]) -> tuple[tuple[str, ...], ...]:
    """The records of each person who is there twice, merges followed to what is left."""
    found = []
    for ids in people(ours):
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
