"""One batch, from payloads to outcomes: render, find, decide, write. Two API calls.

Everything it needs is an argument: the org, the rules, a source of chance, and what to do
before the write. It touches neither the database nor the clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connections import soql
from connections.crm import Crm, Record, Write, WriteResult, Written
from mappings.decisions import Action, Decision
from mappings.folding import fold
from mappings.identities import alike
from mappings.matching import Lookups, RecordIndex, index_records, lookups
from mappings.people import Person, recognise
from mappings.rendering import Proposal, render
from mappings.rules import Rules

from .outcomes import Outcome, as_created, with_write, without_write

# Characters of values in one statement: SOQL takes 100,000, the rest are fields and words.
ROOM = 92_000


@dataclass(frozen=True, slots=True)
class Job:
    """One lead. `tries` counts this one; `intended`: an earlier try meant to create."""

    lead_id: uuid.UUID
    payload: Mapping[str, Any]
    tries: int
    intended: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One person's leads: positions in the batch, decisions in order, and their one write."""

    members: Sequence[int]
    decisions: Sequence[Decision]
    write: Write | None
    found: Record | None


@dataclass(slots=True)
class Report:
    """What a batch came to: an outcome per job, in order, and how long the calls took."""

    outcomes: list[Outcome]
    find_ms: int = 0
    write_ms: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Bench:
    """What a batch is worked with. `before_write` gets the ids of leads that will be created."""

    crm: Crm
    rules: Rules
    draw: Callable[[], float]
    clock: Callable[[], float]
    before_write: Callable[[Sequence[uuid.UUID]], None] = field(default=lambda _: None)


def work(bench: Bench, jobs: Sequence[Job]) -> Report:
    """The outcomes of the jobs. Raises what the org raises for a whole call, and RulesRefused."""
    before, started = bench.crm.calls, bench.clock()
    proposals = [render(bench.rules, job.payload, lead_key=str(job.lead_id)) for job in jobs]
    index = _find(bench, proposals)
    found_at = bench.clock()
    people = recognise(bench.rules, proposals, index)
    groups = [_decide(bench.rules, person, proposals) for person in people]
    writes = [group.write for group in groups if group.write is not None]
    bench.before_write([jobs[at].lead_id for group in groups for at in _creating(group)])
    written = _write(bench, writes)
    return Report(
        outcomes=_outcomes(bench, jobs, groups, written=written),
        find_ms=round((found_at - started) * 1000),
        write_ms=written.ms,
        calls=bench.crm.calls - before,
    )


def _find(bench: Bench, proposals: Sequence[Proposal]) -> RecordIndex:
    selects = look_up_queries(bench.rules, lookups(bench.rules, proposals))
    rows = bench.crm.find(selects) if selects else []
    return index_records(bench.rules, [record for found in rows for record in found])


def look_up_queries(rules: Rules, wanted: Lookups) -> list[soql.Select]:
    """Three queries: Leads, Contacts, and the Contacts of converted Leads; in one call.

    More only when the values are too long for one statement.
    """
    return [query for part in _parts(wanted) for query in _queries(rules, part)]


def _parts(wanted: Lookups) -> list[Lookups]:
    """The values, in as many parts as SOQL's longest statement asks for; none for no values."""
    length = _length(wanted.emails) + _length(wanted.external_ids)
    count = -(-length // ROOM)
    emails, keys = sorted(wanted.emails), sorted(wanted.external_ids)
    return [
        replace(
            wanted, emails=frozenset(emails[at::count]), external_ids=frozenset(keys[at::count])
        )
        for at in range(count)
    ]


def _length(values: Iterable[str]) -> int:
    return sum(len(soql.literal(value)) + 2 for value in values)


def _queries(rules: Rules, wanted: Lookups) -> list[soql.Select]:
    leads = _holders(wanted, rules.key_field("Lead"))
    contacts = _holders(wanted, rules.key_field("Contact"))
    converted = soql.select(
        "Lead",
        ["ConvertedContactId"],
        where=soql.all_of(soql.equals("IsConverted", value=True), leads),
    )
    return [
        soql.select("Lead", wanted.lead_fields, where=leads, order_by="CreatedDate"),
        soql.select("Contact", wanted.contact_fields, where=contacts, order_by="CreatedDate"),
        soql.select("Contact", wanted.contact_fields, where=soql.within_select("Id", converted)),
    ]


def _holders(wanted: Lookups, key_field: str) -> soql.Condition:
    conditions = [soql.within("Email", sorted(wanted.emails))]
    if key_field:
        conditions.append(soql.within(key_field, sorted(wanted.external_ids)))
    return soql.any_of(*conditions)


def _decide(rules: Rules, person: Person, proposals: Sequence[Proposal]) -> Group:
    theirs = [proposals[at] for at in person.members]
    decisions, write = fold(rules, theirs, person.match, ref=str(person.members[0]))
    return Group(person.members, decisions, write, person.match.record)


def _creating(group: Group) -> list[int]:
    pairs = zip(group.members, group.decisions, strict=True)
    return [at for at, decision in pairs if decision.action is Action.CREATE_LEAD]


def _write(bench: Bench, writes: Sequence[Write]) -> Written:
    if not writes:
        return Written((), (), 0)
    keys = [
        str(write.fields[write.external_id_field]) for write in writes if write.external_id_field
    ]
    if not keys or _length(keys) > ROOM:
        return bench.crm.write(writes)
    field_name = bench.rules.external_id_field
    owners = soql.select(
        "Lead", ["Id", field_name, "OwnerId", "Owner.Name"], where=soql.within(field_name, keys)
    )
    return bench.crm.write(writes, read_back=[owners])


def _outcomes(
    bench: Bench, jobs: Sequence[Job], groups: Iterable[Group], *, written: Written
) -> list[Outcome]:
    results = {result.ref: result for result in written.results}
    owners = {record.id: record for rows in written.read_back for record in rows}
    found: dict[int, Outcome] = {}
    for group in groups:
        result = results.get(group.write.ref) if group.write else None
        for at, decision in zip(group.members, group.decisions, strict=True):
            found[at] = _outcome(
                bench, jobs[at], group, decision=decision, result=result, owners=owners
            )
    return [found[at] for at in range(len(jobs))]


def _outcome(
    bench: Bench,
    job: Job,
    group: Group,
    *,
    decision: Decision,
    result: WriteResult | None,
    owners: Mapping[str, Record],
) -> Outcome:
    if result is None or group.write is None:
        return _unwritten(bench.rules, job, group, decision=decision)
    stands = _stands_on_write(group, decision)
    if not decision.fields_to_write and (result.ok or not stands):
        quiet = _unwritten(bench.rules, job, group, decision=decision)
        return _with_record(quiet, result) if stands and not decision.record_id else quiet
    outcome = with_write(
        bench.rules,
        decision,
        result,
        sent=group.write.fields,
        tries=job.tries,
        draw=bench.draw(),
        owner=owners.get(result.record_id) or group.found,
    )
    recovered = result.ok and _is_own_creation(bench.rules, job, group, decision=decision)
    return as_created(outcome) if recovered else outcome


def _stands_on_write(group: Group, decision: Decision) -> bool:
    """Whether it was decided against what an earlier lead of the same write leaves behind."""
    if decision.action is Action.HOLD:
        return False
    at = next(at for at, one in enumerate(group.decisions) if one is decision)
    earlier = group.decisions[:at]
    return any(one.fields_to_write or one.action is Action.CREATE_LEAD for one in earlier)


def _unwritten(rules: Rules, job: Job, group: Group, *, decision: Decision) -> Outcome:
    recovered = _is_own_creation(rules, job, group, decision=decision)
    return without_write(decision, found=group.found, recovered=recovered)


def _with_record(outcome: Outcome, result: WriteResult) -> Outcome:
    return Outcome(
        state=outcome.state,
        reason=outcome.reason,
        sobject="Lead",
        record_id=result.record_id,
        decision=outcome.decision,
    )


def _is_own_creation(rules: Rules, job: Job, group: Group, *, decision: Decision) -> bool:
    """Whether the record found is the one that an earlier try of this lead created."""
    if not job.intended or group.found is None:
        return False
    kept = str(group.found.fields.get(rules.external_id_field) or "")
    return bool(kept) and alike(kept) == alike(decision.person_key)
