"""One person's leads, decided by other rules on what was known when they were decided. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connections.crm import Record
from mappings.columns import account_columns, contact_columns, lead_columns
from mappings.decisions import Decision
from mappings.folding import fold, with_turn
from mappings.indexing import RecordIndex, index_records
from mappings.lookups import Lookups, lookups
from mappings.orgs import Org
from mappings.people import recognise
from mappings.proposals import Proposal
from mappings.rendering import render, settle_users
from mappings.routing import active_ids, pool_named
from mappings.rules import RoundRobin, Rules
from mappings.turns import Standing, take
from syncs.engine.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Past:
    """A lead that was decided before: what it brought, and when it happened."""

    lead_id: uuid.UUID
    payload: Mapping[str, Any]
    event_at: datetime


@dataclass(slots=True)
class Turns:
    """The round robins of a replay: as it was where that is known, else a new round."""

    standings: dict[str, dict[str, Standing]]

    def of(self, pool: RoundRobin, past: Past, evidence: Evidence, *, index: RecordIndex) -> str:
        """The user id whose turn the lead would have been, "" for nobody's."""
        had = evidence.turns.get(str(past.lead_id))
        if had is not None and (not had or any(one.id[:15] == had[:15] for one in pool.members)):
            return had
        standings = self.standings.setdefault(pool.pool, {})
        drawn, now = take(pool, standings, 1, now=evidence.at, active=active_ids(index))
        self.standings[pool.pool] = dict(now)
        return drawn[0]


def rendered(rules: Rules, members: Sequence[Past], org: Org) -> list[Proposal]:
    """What the leads propose under these rules."""
    return [
        render(rules, one.payload, lead_key=str(one.lead_id), org=org, event_at=one.event_at)
        for one in members
    ]


def needs_a_look(before: Rules, after: Rules, members: Sequence[Past], *, org: Org) -> bool:
    """Whether the other rules ask Salesforce for something that was not asked then."""
    then = lookups(before, rendered(before, members, org))
    now = lookups(after, rendered(after, members, org))
    return now != then or bool(_columns(after, org) - _columns(before, org))


def _columns(rules: Rules, org: Org) -> set[tuple[str, str]]:
    sets = {
        "Lead": lead_columns(rules, org),
        "Contact": contact_columns(rules, org),
        "Account": account_columns(rules, org) if rules.accounts else (),
    }
    return {(sobject, name) for sobject, names in sets.items() for name in names}


def as_it_was(rules: Rules, evidence: Evidence, *, org: Org) -> RecordIndex:
    """What the look-up found then."""
    known = evidence.known
    wanted = Lookups(known=known, ids=frozenset().union(*known.values()))
    index = index_records(rules, evidence.rows, wanted=wanted, org=org)
    return replace(index, survivors=dict(evidence.survivors))


def as_it_would_be(
    rules: Rules, evidence: Evidence, today: Iterable[Record], *, org: Org
) -> RecordIndex:
    """Rows of a look-up made today, as far as that can be told as they were then.

    What is known of a record then counts; one that was created since is left out.
    """
    then = {row.id: row for row in evidence.rows}
    rows = {
        row.id: replace(row, fields={**row.fields, **then[row.id].fields})
        if row.id in then
        else row
        for row in today
        if row.id in then or _was_there(row, evidence.at)
    }
    return as_it_was(
        rules, replace(evidence, rows=(*rows.values(), *_lacking(then, rows))), org=org
    )


def _lacking(then: Mapping[str, Record], rows: Mapping[str, Record]) -> list[Record]:
    return [row for id_, row in then.items() if id_ not in rows]


def _was_there(row: Record, at: datetime) -> bool:
    created = str(row.fields.get("CreatedDate") or "")
    try:
        # Salesforce tells times to the second, and the leads' own records were made in this one.
        return not created or datetime.fromisoformat(created) < at.replace(microsecond=0)
    except ValueError:
        return True


def decide_again(
    rules: Rules,
    evidence: Evidence,
    members: Sequence[Past],
    *,
    index: RecordIndex,
    org: Org,
    turns: Turns,
) -> list[Decision]:
    """A decision per lead, in their order, as these rules would have made it then."""
    then = replace(org, now=evidence.at)
    found = rendered(rules, members, then)
    proposals = [settle_users(one, index.users_by_email) for one in found]
    decided: dict[int, Decision] = {}
    for person in recognise(rules, proposals, index):
        folded = fold(
            rules,
            [proposals[at] for at in person.members],
            person.match,
            ref=str(person.members[0]),
            org=then,
            memories=evidence.memories,
            index=index,
            intended=evidence.intended,
        )
        for place, at in enumerate(person.members):
            decision = folded.decisions[place]
            if decision.pool:
                pool = pool_named(rules.routing, decision.pool)
                user_id = turns.of(pool, members[at], evidence, index=index) if pool else ""
                folded = with_turn(rules, folded, place, user_id=user_id, org=then, index=index)
            decided[at] = folded.decisions[place]
    return [decided[at] for at in range(len(members))]
