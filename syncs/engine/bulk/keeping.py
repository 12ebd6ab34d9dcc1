"""Results become the outcomes of their leads, some hundred rows in one transaction.

Outcomes, ledger and memories are kept, and the rows go. Whoever reads the same results once more
finds only what is left of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from connections.crm import Record, WriteResult
from syncs.engine import recording
from syncs.engine.jobs import Bench, Report
from syncs.engine.outcomes import Outcome
from syncs.models import BulkLoad, BulkRow, InboundLead

from .choice import folded
from .moving import Mover
from .rows import Row
from .settling import outcomes, remembered


def keep(
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
        for lead in leads:
            # The load's own, which the org has answered.
            lead.intent_at = None
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
