"""A batch up to its decisions: render, look everybody up, recognise, decide. Nothing is written.

A plan and an execution are the same up to here, which is why they can't differ.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mappings.decisions import CREATES
from mappings.folding import Folded, fold, with_turn
from mappings.identities import alike
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.memory import Memory
from mappings.people import recognise
from mappings.proposals import Intent, Proposal
from mappings.refusals import using_matched
from mappings.rendering import render, settle_users
from mappings.routing import active_ids, pool_named
from mappings.rules import RoundRobin

from .jobs import Bench, Job
from .looking_up import look_up

NOT_YET = Folded((), (), (), {})


@dataclass(slots=True)
class Group:
    """One person's leads: positions in the batch in order of arrival, match and decisions.

    ``by_org``: the org's own duplicate rule named the record.
    """

    members: tuple[int, ...]
    match: Match
    folded: Folded
    by_org: bool = False


@dataclass(slots=True)
class Prepared:
    """A batch that is decided. `memories` are by record id, as they were before it."""

    proposals: list[Proposal]
    index: RecordIndex
    memories: Mapping[str, Memory]
    groups: list[Group]


def prepare(bench: Bench, jobs: Sequence[Job]) -> Prepared:
    """The decisions of a batch, made from one look-up call.

    Raises what the org raises for a whole call, and RulesRefused.
    """
    rules, org = bench.rules, bench.org
    rendered = [_rendered(bench, job) for job in jobs]
    known = bench.desk.known(_names(rendered))
    index = look_up(bench.crm, rules, rendered, known=known, org=org)
    proposals = [settle_users(one, index.users_by_email) for one in rendered]
    people = recognise(rules, proposals, index)
    memories = bench.desk.recall({id_ for one in people for id_ in record_ids(one.match)})
    prepared = Prepared(proposals, index, memories, [])
    for person in people:
        group = Group(person.members, person.match, NOT_YET)
        group.folded = decided(bench, prepared, group, jobs=jobs)
        prepared.groups.append(group)
    return prepared


def set_aside(bench: Bench, prepared: Prepared) -> Prepared:
    """The batch without the groups whose record another worker has in hand at this moment."""
    meant = {one for group in prepared.groups for one in record_ids(group.match)}
    busy = frozenset(bench.desk.hold(meant))
    if not busy:
        return prepared
    free = [group for group in prepared.groups if not busy & record_ids(group.match)]
    return replace(prepared, groups=free)


def _rendered(bench: Bench, job: Job) -> Proposal:
    proposal = render(
        bench.rules,
        job.payload,
        lead_key=str(job.lead_id),
        org=bench.org,
        event_at=job.event_at,
    )
    if job.intended_at is None:
        return proposal
    return replace(proposal, intent=Intent(job.intended_at, bench.org.user_id))


def decided(
    bench: Bench, prepared: Prepared, group: Group, *, jobs: Sequence[Job], again: bool = False
) -> Folded:
    """One person's leads, decided; `again` gives their writes other names."""
    members = group.members
    return fold(
        using_matched(bench.rules) if again else bench.rules,
        [prepared.proposals[at] for at in members],
        group.match,
        ref=f"{members[0]}{'again' if again else ''}",
        org=bench.org,
        memories=prepared.memories,
        index=prepared.index,
        intended=frozenset(str(jobs[at].lead_id) for at in members if jobs[at].intended),
    )


def begin(bench: Bench, jobs: Sequence[Job], prepared: Prepared) -> None:
    """What has to be kept before the write: who will be created, and whose turn it is."""
    creating: list[uuid.UUID] = []
    drawing: dict[RoundRobin, list[uuid.UUID]] = {}
    for group in prepared.groups:
        for at, decision in zip(group.members, group.folded.decisions, strict=True):
            if decision.action in CREATES:
                creating.append(jobs[at].lead_id)
            if decision.pool:
                pool = pool_named(bench.rules.routing, decision.pool)
                if pool is not None:
                    drawing.setdefault(pool, []).append(jobs[at].lead_id)
    if not creating and not drawing:
        return
    turns = bench.desk.begin(
        creating,
        drawing,
        active=active_ids(prepared.index),
        keyless=not bench.rules.external_id_field,
    )
    for group in prepared.groups:
        group.folded = _with_turns(bench, jobs, prepared, group=group, turns=turns)


def _with_turns(
    bench: Bench,
    jobs: Sequence[Job],
    prepared: Prepared,
    *,
    group: Group,
    turns: Mapping[uuid.UUID, str],
) -> Folded:
    folded = group.folded
    for place, at in enumerate(group.members):
        if folded.decisions[place].pool:
            folded = with_turn(
                bench.rules,
                folded,
                place,
                user_id=turns.get(jobs[at].lead_id, ""),
                org=bench.org,
                index=prepared.index,
            )
    return folded


def _names(proposals: Sequence[Proposal]) -> frozenset[str]:
    """All by which earlier leads of the same people may be known."""
    found = {alike(email) for one in proposals for email in one.emails}
    return frozenset((found | {alike(one.person_key) for one in proposals}) - {""})


def record_ids(match: Match) -> frozenset[str]:
    """The records that a decision on this match may write."""
    records = [match.record, match.lead, match.contact]
    if match.other is not None:
        records.append(match.other.record)
    return frozenset(record.id for record in records if record is not None and record.id)
