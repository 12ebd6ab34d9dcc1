"""The results of a job: read row by row, with who owns what was created."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator

from connections import soql
from connections.bulk_port import BulkJob, BulkState
from connections.crm import Record, WriteResult
from connections.errors import PermanentError
from connections.models import Connection
from mappings.models import MappingVersion
from syncs.engine.desk import ReadingDesk
from syncs.engine.jobs import Bench
from syncs.engine.writing import OWNER
from syncs.models import BulkLoad
from syncs.orgs import org_of
from tenants import walls

from .ending import give_back
from .keeping import keep
from .moving import Mover

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
        keep(at, bench, results[start : start + AT_ONCE], owners=owners)
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
