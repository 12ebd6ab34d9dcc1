"""The results of a job, row by row, become the outcomes of its leads.

Some hundred rows are one transaction: outcomes, ledger and memories are kept, and the rows go.
Whoever reads the same results once more finds only what is left of them.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence

from connections import soql
from connections.bulk_port import BulkJob, BulkState
from connections.crm import Record, WriteResult
from connections.errors import PermanentError
from connections.models import Connection
from mappings.models import MappingVersion
from syncs.engine import recording
from syncs.engine.desk import ReadingDesk
from syncs.engine.jobs import Bench, Report
from syncs.engine.outcomes import Outcome
from syncs.engine.writing import OWNER
from syncs.models import BulkLoad, BulkRow, InboundLead
from syncs.orgs import org_of
from tenants import walls

from .choice import folded
from .ending import give_back
from .moving import Mover
from .rows import Row, outcomes, remembered

AT_ONCE = 500
# Ids in one query, whose rows then fit on one page (salesforce-facts 3.2).
_PAGE = 2_000
_LEFT = "Salesforce did not get to this row of the load. {why}"
_chance = random.SystemRandom()


def read(at: Mover, load: BulkLoad) -> float:
    """Keep what became of every row, and give the rest back; 0."""
    org = at.org(load)
    job = org.job(load.job_id)
    results = list(_results(at, load, job))
    owners = _owners(at, load, results)
    bench = _bench(at, load)
    for start in range(0, len(results), AT_ONCE):
        _keep(at, bench, results[start : start + AT_ONCE], owners=owners)
    return give_back(at, _LEFT.format(why=job.message).rstrip())


def _results(at: Mover, load: BulkLoad, job: BulkJob) -> Iterator[WriteResult]:
    """What the org says of the rows; files that must be empty aren't asked for."""
    org, key, is_whole = at.org(load), load.kind.key, job.state is BulkState.COMPLETE
    if not is_whole or job.processed > job.failed:
        yield from org.successes(job.id, key)
    if not is_whole or job.failed:
        yield from org.failures(job.id, key)


def _owners(at: Mover, load: BulkLoad, results: Iterable[WriteResult]) -> dict[str, Record]:
    """Who owns what was created, by record id: ten thousand records in one call.

    Where the org won't say, the records are there all the same.
    """
    created = [one.record_id for one in results if one.ok and one.created]
    selects = [
        soql.select(
            load.sobject,
            ["Id", *OWNER[load.sobject]],
            where=soql.within("Id", created[start : start + _PAGE]),
        )
        for start in range(0, len(created), _PAGE)
    ]
    try:
        found = at.org(load).crm.find(selects) if selects else []
    except PermanentError:
        return {}
    return {record.id: record for records in found for record in records}


def _bench(at: Mover, load: BulkLoad) -> Bench:
    """The rules by which the rows were decided; nobody is looked up any more."""
    now = at.now
    with walls.inside(load.tenant_id):
        version = MappingVersion.objects.get(mapping_id=load.mapping_id, number=load.number)
        connection = Connection.objects.select_related("tenant").get(pk=load.connection_id)
        org = org_of(connection, now=now)
    return Bench(
        crm=at.org(load).crm,
        rules=version.as_rules(),
        org=org,
        desk=ReadingDesk(load.tenant_id, load.connection_id, now),
        draw=_chance.random,
        clock=time.monotonic,
    )


def _keep(
    at: Mover, bench: Bench, results: Sequence[WriteResult], *, owners: Mapping[str, Record]
) -> None:
    """Some results in one transaction. A row that is gone was kept by somebody before."""
    calls = at.uncounted()
    with at.hold.moving() as load:
        told = {folded(load.kind, one.ref): one for one in results}
        rows = list(BulkRow.objects.filter(load=load, key__in=told))
        ended, report = _ended(bench, rows, told, owners=owners)
        report.calls = load.calls + calls
        mine = InboundLead.objects.filter(pk__in=list(ended), fence=load.mark)
        leads = list(mine.select_for_update(of=("self",)).order_by("received_at", "id"))
        report.outcomes = [ended[lead.pk] for lead in leads]
        recording.store(
            load.tenant_id, load.connection_id, leads, report=report, number=load.number
        )
        BulkRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
        BulkLoad.objects.filter(pk=load.pk).update(calls=0)


def _ended(
    bench: Bench,
    rows: Iterable[BulkRow],
    told: Mapping[str, WriteResult],
    *,
    owners: Mapping[str, Record],
) -> tuple[dict[uuid.UUID, Outcome], Report]:
    ended: dict[uuid.UUID, Outcome] = {}
    report = Report(outcomes=[])
    for stored in rows:
        row, result = Row.from_dict(stored.document), told[stored.key]
        ended |= outcomes(bench, row, result, owners=owners)
        report.memories |= remembered(row, result)
    return ended, report
