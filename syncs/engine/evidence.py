"""What a person's leads were decided from, kept with the first of them, so that other rules can
be tried on it later without asking Salesforce again. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connections.crm import Record
from mappings.identities import alike
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.rules import Rules

from .jobs import Job
from .preparing import Group, Prepared, record_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was known when a person's leads were decided.

    ``leads`` are the ids of all of them, in their order. ``known`` says which addresses stand
    for which records, ``turns`` whose turn it was, by lead id; ``intended`` are the leads whose
    earlier try meant to create. ``by_org``: the org's own duplicate rule named the record.
    """

    leads: tuple[str, ...]
    at: datetime
    rows: tuple[Record, ...] = ()
    survivors: Mapping[str, str]
    known: Mapping[str, frozenset[str]]
    memories: Mapping[str, Memory]
    turns: Mapping[str, str]
    intended: frozenset[str]
    by_org: bool = False


def seen_by(
    rules: Rules, org: Org, jobs: Sequence[Job], *, prepared: Prepared, group: Group
) -> dict[int, dict[str, Any]]:
    """What is kept with each lead of the group, by its position: all of it with the first."""
    first = str(jobs[group.members[0]].lead_id)
    told: dict[int, dict[str, Any]] = {at: {"with": first} for at in group.members[1:]}
    keys = {alike(prepared.proposals[at].person_key) for at in group.members}
    ids = record_ids(group.match)
    turns = zip(group.members, group.folded.decisions, strict=True)
    rows = list(_rows(rules, prepared.index, group.match, keys=keys))
    told[group.members[0]] = {
        "leads": [str(jobs[at].lead_id) for at in group.members],
        "at": org.now.isoformat(),
        "rows": [_row(row) for row in rows],
        "survivors": _survivors(prepared.index, group.match),
        "known": _known(prepared.index, group, prepared),
        "memories": {
            id_: prepared.memories[id_].to_dict() for id_ in ids if id_ in prepared.memories
        },
        "turns": {
            str(jobs[at].lead_id): decision.owner_id for at, decision in turns if decision.pool
        },
        "by_org": group.by_org,
        "intended": [str(jobs[at].lead_id) for at in group.members if jobs[at].intended],
    }
    return told


def evidence_of(seen: Mapping[str, Any]) -> Evidence:
    """What ``seen_by`` kept with the first lead of a group."""
    return Evidence(
        leads=tuple(seen["leads"]),
        at=datetime.fromisoformat(seen["at"]),
        rows=tuple(Record(row["sobject"], row["id"], row["fields"]) for row in seen["rows"]),
        survivors=seen["survivors"],
        known={name: frozenset(ids) for name, ids in seen["known"].items()},
        memories={id_: Memory.from_dict(one) for id_, one in seen["memories"].items()},
        turns=seen["turns"],
        intended=frozenset(seen["intended"]),
        by_org=bool(seen.get("by_org")),
    )


def _row(row: Record) -> dict[str, Any]:
    """A row as JSON; of a user, who is no part of what was decided, only what was asked."""
    fields = row.fields
    if row.sobject == "User":
        fields = {name: fields.get(name) for name in ("Email", "IsActive", "Name")}
    return {"sobject": row.sobject, "id": row.id, "fields": dict(fields)}


def _rows(
    rules: Rules, index: RecordIndex, match: Match, *, keys: Collection[str]
) -> Iterator[Record]:
    """The rows that the match speaks of, and those that hold one of the person's keys."""
    found: dict[str, Record] = {}
    for one in (match, match.other):
        if one is None:
            continue
        named = (one.record, one.lead, one.contact, one.account, one.converted, *one.rivals)
        found |= {row.id: row for row in named if row is not None}
        for id_ in one.contact_ids:
            row = index.contacts.get(id_)
            if row is not None:
                found[id_] = row
    for sobject in ("Lead", "Contact"):
        name = rules.key_field(sobject)
        for key in keys:
            found |= {row.id: row for row in index.rows(sobject, name, key)}
    yield from found.values()
    yield from index.users.values()


def _survivors(index: RecordIndex, match: Match) -> dict[str, str]:
    ids = record_ids(match)
    return {old: new for old, new in index.survivors.items() if new in ids}


def _known(index: RecordIndex, group: Group, prepared: Prepared) -> dict[str, list[str]]:
    emails = {alike(one) for at in group.members for one in prepared.proposals[at].emails}
    known = index.wanted.known
    return {email: sorted(known[email]) for email in emails if email in known}
