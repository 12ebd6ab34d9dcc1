"""Decided leads of a whole file go into a load, rather than being written at once.

They stay claimed: due at the load's deadline, under its mark, and their people and records in
its hands. All of that is one transaction, before Salesforce hears of any of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from connections.bulk import csv_of
from connections.bulk_port import BulkKind
from syncs.engine import lanes, persons
from syncs.engine.jobs import Bench, Job
from syncs.engine.ports import Batch
from syncs.engine.preparing import Group, Prepared, record_ids
from syncs.models import BulkLoad, BulkRow, InboundLead, PersonClaim
from syncs.states import LoadState
from syncs.waking import BULK, later
from tenants import walls

from .choice import choose, key_of, qualifies
from .rows import row_of
from .timing import DEADLINE, IDLE, REFUSED_FOR, is_full

# Loads of one connection that the org may have in hand at once.
IN_HAND = 3
_WAITS = "It goes to Salesforce in a load, with the other leads of its file."
_GROWN = ["columns", "rows", "leads", "size", "grown_at", "state", "wake_at"]


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Takes what qualifies out of a batch; see ``jobs.Bench.gather``."""

    lease: lanes.Lease
    batch: Batch
    bench: Bench

    def __call__(self, jobs: Sequence[Job], prepared: Prepared) -> frozenset[int]:
        """The places of the leads that went into loads. Raises FenceLost, having kept nothing."""
        begun = self._begun()
        if begun is None:
            return frozenset()
        chosen = choose(prepared.groups, jobs, begun=begun)
        if chosen:
            with lanes.holding(self.lease):
                for kind, groups in chosen.items():
                    self._add(kind, groups, jobs, prepared=prepared)
        return frozenset(at for some in chosen.values() for one in some for at in one.members)

    def _begun(self) -> Collection[BulkKind] | None:
        """The kinds of the loads that are being gathered; None where nothing goes into any."""
        if not qualifies(self.bench.rules):
            return None
        with walls.inside(self.lease.tenant_id):
            loads = list(
                BulkLoad.objects.filter(connection_id=self.lease.connection_id).filter(
                    Q(finished_at__isnull=True)
                    | Q(refused=True, finished_at__gt=Now() - REFUSED_FOR)
                )
            )
            if any(load.refused for load in loads):
                return None
            begun = {load.kind for load in loads if self._takes(load)}
            if begun or (len(loads) < IN_HAND and self._is_long()):
                return begun
        return None

    def _takes(self, load: BulkLoad) -> bool:
        """Whether the load is being gathered by the same version of the same mapping."""
        return (
            load.state == LoadState.GATHERING
            and load.mapping_id == self._mapping_id()
            and load.number == self.batch.number
        )

    def _mapping_id(self) -> uuid.UUID:
        mapping_id: uuid.UUID = self.batch.leads[0].source.mapping_id
        return mapping_id

    def _is_long(self) -> bool:
        """Whether so many leads wait that a load is worth it, those in hand among them."""
        most: int = settings.INLET_BULK_FROM - len(self.batch.leads)
        waiting = InboundLead.objects.filter(
            connection_id=self.lease.connection_id,
            backfill=True,
            attempts=0,
            due_at__lte=Now(),
            source__mapping_id=self._mapping_id(),
        )
        return most <= 0 or waiting.order_by()[:most].count() >= most

    def _add(
        self, kind: BulkKind, groups: Sequence[Group], jobs: Sequence[Job], *, prepared: Prepared
    ) -> None:
        load = self._open(kind)
        hashes = {lead.pk: lead.person_hash for lead in self.batch.leads}
        rows = [
            _row(load, row_of(self.bench, jobs, prepared, group=one).to_dict(),
                 key=key_of(kind, one.folded.writes[0]),
                 lead_ids=[jobs[at].lead_id for at in one.members], hashes=hashes)
            for one in groups
        ]  # fmt: skip
        BulkRow.objects.bulk_create(rows)
        lead_ids = [one for row in rows for one in row.lead_ids]
        InboundLead.objects.filter(pk__in=lead_ids).update(
            due_at=load.deadline, fence=load.mark, reason=_WAITS, changed_at=Now()
        )
        self._keep_people(load, groups, lead_ids)
        self._count(load, rows)

    def _open(self, kind: BulkKind) -> BulkLoad:
        """The load of this kind that is being gathered, locked, or a new one."""
        known = BulkLoad.objects.filter(
            connection_id=self.lease.connection_id,
            state=LoadState.GATHERING,
            mapping_id=self._mapping_id(),
            number=self.batch.number,
            sobject=kind.sobject,
            external_id_field=kind.external_id_field,
            assignment_rule=kind.assignment_rule,
        )
        return known.select_for_update(of=("self",)).first() or BulkLoad.objects.create(
            tenant_id=self.lease.tenant_id,
            connection_id=self.lease.connection_id,
            mapping_id=self._mapping_id(),
            number=self.batch.number,
            sobject=kind.sobject,
            external_id_field=kind.external_id_field,
            assignment_rule=kind.assignment_rule,
            deadline=timezone.now() + DEADLINE,
        )

    def _keep_people(
        self, load: BulkLoad, groups: Sequence[Group], lead_ids: Sequence[uuid.UUID]
    ) -> None:
        """Nobody else works these people, or writes these records, until the load is over."""
        names = self.batch.names or {}
        keys = {key for one in lead_ids for key in names.get(one, ())}
        keys |= {persons.record_key(one) for group in groups for one in record_ids(group.match)}
        PersonClaim.objects.filter(
            connection_id=load.connection_id, owner=self.lease.owner, key__in=keys
        ).update(owner=load.owner, quarantined=True, until=load.deadline)

    def _count(self, load: BulkLoad, rows: Sequence[BulkRow]) -> None:
        """Keep what the load has grown by; a full one begins at once."""
        fields = [row.document["fields"] for row in rows]
        load.columns = list(
            dict.fromkeys([*load.columns, *(name for one in fields for name in one)])
        )
        load.rows += len(rows)
        load.leads += sum(len(row.lead_ids) for row in rows)
        load.size += len(csv_of(load.columns, fields))
        load.grown_at = timezone.now()
        full = is_full(load.rows, load.size, most=settings.INLET_BULK_ROWS)
        if full:
            load.state = LoadState.READY
            load.wake_at = load.grown_at
        load.save(update_fields=_GROWN)
        wait = 0.0 if full else IDLE + 0.1
        transaction.on_commit(partial(later, BULK, load.tenant_id, load.pk, after=wait))


def _row(
    load: BulkLoad,
    document: dict[str, object],
    *,
    key: str,
    lead_ids: list[uuid.UUID],
    hashes: Mapping[uuid.UUID, int],
) -> BulkRow:
    # People of one company stand together, as Salesforce locks their Account with each of them.
    return BulkRow(
        tenant_id=load.tenant_id,
        load=load,
        key=key,
        place=hashes[lead_ids[0]],
        lead_ids=lead_ids,
        document=document,
    )
