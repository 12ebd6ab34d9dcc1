"""The store in the database: a worker's hold on one stream of a connection."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic

from django.conf import settings
from django.utils import timezone

from connections.clients import stop_calling
from connections.crm import Usage
from connections.errors import CrmError
from syncs.models import Lane
from tenants import walls

from . import lanes, recording, spending
from .breaking import Pause
from .bulk.gathering import Gatherer
from .claiming import claim
from .desk import WorkingDesk
from .jobs import Bench, Desk, Report
from .ports import Batch


@dataclass(slots=True)
class DatabaseStore:
    """See ``ports.Store``."""

    lease: lanes.Lease
    renewed_at: float = field(default_factory=monotonic)

    def claim(self) -> Batch | None:
        """See ``ports.Store``."""
        self.renewed_at = monotonic()
        return claim(self.lease)

    def desk(self, batch: Batch) -> Desk:
        """See ``ports.Store``."""
        return WorkingDesk(
            self.lease.tenant_id,
            self.lease.connection_id,
            batch.org.now if batch.org else timezone.now(),
            lease=self.lease,
            names=batch.names or {},
        )

    def equipped(self, bench: Bench, batch: Batch) -> Bench:
        """See ``ports.Store``."""
        bench = replace(bench, chunk=batch.pace.chunk)
        if not batch.backfill or self.lease.probe_until is not None:
            return bench
        return replace(bench, gather=Gatherer(self.lease, batch, bench))

    def record(self, batch: Batch, report: Report) -> None:
        """See ``ports.Store``."""
        recording.record(self.lease, batch, report)

    def put_back(self, batch: Batch, *, pause: Pause, trouble: CrmError, ms: int) -> None:
        """See ``ports.Store``."""
        recording.put_back(self.lease, batch, pause=pause, trouble=trouble, ms=ms)
        if pause.ends:
            stop_calling(self.lease.connection_id, self.lease.tenant_id, trouble)

    def park(self, pause: Pause, why: str) -> None:
        """See ``ports.Store``."""
        with lanes.holding(self.lease):
            lanes.pause(self.lease, pause, why)

    def stay(self) -> None:
        """See ``ports.Store``."""
        if monotonic() - self.renewed_at < settings.INLET_LEASE - settings.SALESFORCE_TOTAL_TIMEOUT:
            return
        with walls.inside(self.lease.tenant_id):
            lanes.renew(self.lease)
        self.renewed_at = monotonic()

    def troubles(self) -> int:
        """See ``ports.Store``."""
        with walls.inside(self.lease.tenant_id):
            return Lane.objects.values_list("troubles", flat=True).get(
                connection_id=self.lease.connection_id
            )

    def spent(self, calls: int, usage: Usage | None) -> None:
        """See ``ports.Store``."""
        with walls.inside(self.lease.tenant_id):
            spending.keep(self.lease.tenant_id, self.lease.connection_id, calls=calls, usage=usage)
