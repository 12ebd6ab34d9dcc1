"""One worker at a time per load: a lease with a fencing number, by the database's clock."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from syncs.engine.jobs import FenceLost
from syncs.models import BulkLoad
from tenants import walls


@dataclass(slots=True)
class Hold:
    """The right to move one load, until its lease ends or is taken over."""

    tenant_id: uuid.UUID
    load_id: uuid.UUID
    connection_id: uuid.UUID
    fence: int
    renewed_at: float = field(default_factory=monotonic)

    def read(self) -> BulkLoad:
        """The load as it stands. Raises FenceLost."""
        with walls.inside(self.tenant_id):
            load = self._mine().select_related("connection__tenant").first()
        if load is None:
            raise FenceLost
        return load

    def keep(self, **values: Any) -> None:
        """Keep what has changed, in a transaction of its own. Raises FenceLost."""
        with walls.inside(self.tenant_id):
            if not self._mine().update(**values):
                raise FenceLost

    def stay(self) -> None:
        """Make sure, before a call to Salesforce, that the lease outlasts it. Raises FenceLost."""
        if monotonic() - self.renewed_at < settings.INLET_LEASE - settings.SALESFORCE_TOTAL_TIMEOUT:
            return
        with walls.inside(self.tenant_id):
            if not self._mine().update(lease_until=Now() + _length()):
                raise FenceLost
        self.renewed_at = monotonic()

    @contextmanager
    def moving(self) -> Iterator[BulkLoad]:
        """A transaction in which nobody else can move the load. Raises FenceLost."""
        with walls.inside(self.tenant_id):
            if not self._mine().update(lease_until=Now() + _length()):
                raise FenceLost
            yield self._mine().get()

    def release(self, seconds: float) -> None:
        """Let the next one in, after so many seconds; harmless when the lease was lost."""
        wake_at = Now() + timedelta(seconds=seconds)
        with walls.inside(self.tenant_id):
            self._mine().update(lease_until=Now(), wake_at=wake_at)

    def _mine(self) -> QuerySet[BulkLoad]:
        return BulkLoad.objects.filter(pk=self.load_id, fence=self.fence)


def take(tenant_id: uuid.UUID, load_id: uuid.UUID) -> Hold | None:
    """The load, or None while somebody else has it, it is not its time, or it is done."""
    with walls.inside(tenant_id):
        free = BulkLoad.objects.filter(
            pk=load_id, finished_at__isnull=True, lease_until__lte=Now(), wake_at__lte=Now()
        )
        if not free.update(fence=F("fence") + 1, lease_until=Now() + _length()):
            return None
        load = BulkLoad.objects.only("connection_id", "fence").get(pk=load_id)
    return Hold(tenant_id, load_id, load.connection_id, load.fence)


def waiting_loads() -> QuerySet[BulkLoad, tuple[uuid.UUID, uuid.UUID]]:
    """(tenant, load) of all loads whose time has come, and that nobody moves. Inside the walls."""
    waiting = BulkLoad.objects.filter(
        finished_at__isnull=True, lease_until__lte=Now(), wake_at__lte=Now()
    )
    return waiting.order_by().values_list("tenant_id", "pk")


def _length() -> timedelta:
    return timedelta(seconds=settings.INLET_LEASE)
