"""The write of a batch: one call, its answer, and a second round where the org knew better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from connections import soql
from connections.crm import ErrorClass, Record, Write, WriteResult, Written
from connections.errors import CrmError
from mappings.indexing import index_records
from mappings.lookups import Lookups
from mappings.refusals import after_duplicate, matched_by_org
from mappings.rules import Rules

from .jobs import Bench, Job
from .preparing import Group, Prepared, begin, decided
from .queries import queries

# Characters of values in one statement: SOQL takes 100,000, the rest are fields and words.
ROOM = 92_000
SINGLY = 100
OWNER = {"Lead": ("OwnerId", "Owner.Name", "Owner.Type"), "Contact": ("OwnerId", "Owner.Name")}


@dataclass(slots=True)
class Answers:
    """What Salesforce answered: results by the writes' refs, owners by record id."""

    results: dict[str, WriteResult] = field(default_factory=dict)
    owners: dict[str, Record] = field(default_factory=dict)
    ms: int = 0
    sent: int = 0

    def add(self, written: Written) -> None:
        """Take in the answer of one more call."""
        self.results |= {result.ref: result for result in written.results}
        self.owners |= {record.id: record for rows in written.read_back for record in rows}
        self.ms += written.ms
        self.sent += len(written.results)


def write_all(bench: Bench, jobs: Sequence[Job], prepared: Prepared) -> Answers:
    """Write what the groups decided, and once more those the org's duplicate rules sent back.

    Groups that are decided again are changed in place. Raises only what the first call raises:
    once something is written, a call that fails is told by the records that it was about.
    """
    answers = Answers()
    _write(bench, prepared.groups, answers)
    unnamed = _unnamed(prepared.groups, answers)
    try:
        _ask_which(bench, unnamed, answers)
    except CrmError as error:
        _fail(unnamed, answers, error)
    sent_back = _sent_back(bench.rules, prepared.groups, answers.results)
    try:
        if sent_back:
            again = _decide_again(bench, jobs, prepared, sent_back=sent_back)
            _write(bench, again, answers)
    except CrmError as error:
        groups = [prepared.groups[place] for place in sent_back]
        _fail([write for group in groups for write in group.folded.writes], answers, error)
    return answers


def _fail(writes: Iterable[Write], answers: Answers, error: CrmError) -> None:
    """What a call that failed as a whole means for each of its records."""
    for write in writes:
        answers.results[write.ref] = WriteResult(write.ref, ok=False, failures=(error.failure,))


def _write(bench: Bench, groups: Iterable[Group], answers: Answers) -> None:
    writes = [write for group in groups for write in group.folded.writes]
    if writes:
        answers.add(
            bench.crm.write(writes, read_back=_owners(bench.rules, writes), most=bench.chunk)
        )


def _unnamed(groups: Iterable[Group], answers: Answers) -> list[Write]:
    """Creates that the org's duplicate rules refused without naming a record.

    A collection doesn't say them, so the record is sent once more by itself (salesforce-facts
    5.2); at most a hundred, since each call takes 25.
    """
    return [
        write
        for group in groups
        for write in group.folded.writes
        if not write.record_id and _is_unnamed(answers.results.get(write.ref))
    ][:SINGLY]


def _ask_which(bench: Bench, writes: Sequence[Write], answers: Answers) -> None:
    """Have the org name the records for which its duplicate rules refused these creates."""
    if writes:
        told = bench.crm.write_singly(writes)
        answers.results |= {result.ref: result for result in told}


def _is_unnamed(result: WriteResult | None) -> bool:
    """Whether a duplicate rule refused it without a word about the other record."""
    if result is None or result.ok:
        return False
    refusals = [one for one in result.failures if one.kind is ErrorClass.DUPLICATE_RULE]
    return bool(refusals) and not any(one.matched_ids for one in refusals)


def _owners(rules: Rules, writes: Sequence[Write]) -> list[soql.Select]:
    """Queries for who owns what is being created; they ride in the call that writes."""
    found = []
    for sobject, columns in OWNER.items():
        name = rules.key_field(sobject)
        keys = [
            str(write.fields[name])
            for write in writes
            if write.external_id_field and write.sobject == sobject and name in write.fields
        ]
        if keys and length(keys) <= ROOM:
            found.append(
                soql.select(sobject, ["Id", name, *columns], where=soql.within(name, keys))
            )
    return found


def length(values: Iterable[str]) -> int:
    """The characters that these values take up in a statement."""
    return sum(len(soql.literal(value)) + 2 for value in values)


def _sent_back(
    rules: Rules, groups: Sequence[Group], results: Mapping[str, WriteResult]
) -> dict[int, str]:
    """Groups (by place) whose create the org refused for a record that is to be used instead."""
    found: dict[int, str] = {}
    for place, group in enumerate(groups):
        for decision, at in zip(group.folded.decisions, group.folded.stands_on, strict=True):
            result = None if at is None else results.get(group.folded.writes[at].ref)
            if result is None or result.ok or place in found:
                continue
            verdict = after_duplicate(rules, decision, result.failures)
            if verdict is not None and verdict.again:
                found[place] = verdict.again[0]
    return found


def _decide_again(
    bench: Bench, jobs: Sequence[Job], prepared: Prepared, *, sent_back: Mapping[int, str]
) -> list[Group]:
    """The groups, decided against the records that the org's rule named."""
    wanted = Lookups(ids=frozenset(sent_back.values()))
    rows = bench.crm.find(queries(bench.rules, wanted, bench.org))
    index = index_records(bench.rules, [row for found in rows for row in found])
    memories = bench.desk.recall({*index.leads, *index.contacts})
    prepared.memories = {**prepared.memories, **memories}
    again = []
    for place, record_id in sent_back.items():
        group, record = prepared.groups[place], index.leads.get(record_id)
        if record is not None and record.fields.get("IsConverted"):
            record = index.contacts.get(str(record.fields.get("ConvertedContactId")))
        record = record or index.contacts.get(record_id)
        if record is None:
            continue
        group.match, group.by_org = matched_by_org(record), True
        group.folded = decided(bench, prepared, group, jobs=jobs, again=True)
        again.append(group)
    begin(bench, jobs, replace(prepared, groups=again))
    return again
