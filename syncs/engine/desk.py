"""The desk of a worker: what the database knows, read and kept inside the walls."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Coalesce, Now

from mappings.memory import Memory
from mappings.rules import RoundRobin
from syncs.models import InboundLead
from tenants import walls

from . import lanes, persons, remembering, turns


@dataclass(frozen=True, slots=True)
class ReadingDesk:
    """Knows what is kept, and keeps nothing: the desk of a plan."""

    tenant_id: uuid.UUID
    connection_id: uuid.UUID
    now: datetime

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """See ``jobs.Desk``."""
        with walls.inside(self.tenant_id):
            return remembering.known_ids(self.connection_id, values)

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """See ``jobs.Desk``."""
        if not record_ids:
            return {}
        with walls.inside(self.tenant_id):
            return remembering.recall(self.connection_id, record_ids)

    def hold(self, record_ids: Collection[str]) -> Collection[str]:
        """A plan is in nobody's way."""
        del record_ids
        return ()

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
        keyless: bool = False,
    ) -> Mapping[uuid.UUID, str]:
        """Whose turn it would be; nothing is kept."""
        del creating, keyless
        found: dict[uuid.UUID, str] = {}
        with walls.inside(self.tenant_id):
            for pool, lead_ids in drawing.items():
                found |= turns.peek(self.connection_id, pool, lead_ids, now=self.now, active=active)
        return found


@dataclass(frozen=True, slots=True)
class WorkingDesk(ReadingDesk):
    """The desk of a worker that holds the stream. ``names`` are the people's, by lead id."""

    lease: lanes.Lease
    names: Mapping[uuid.UUID, Collection[str]] = field(default_factory=dict)

    def hold(self, record_ids: Collection[str]) -> Collection[str]:
        """See ``jobs.Desk``."""
        if not record_ids:
            return ()
        with walls.inside(self.tenant_id):
            return persons.hold_records(self.lease, record_ids)

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
        keyless: bool = False,
    ) -> Mapping[uuid.UUID, str]:
        """Keep who is about to be created and draw the turns, in one transaction.

        Raises FenceLost when another worker holds the stream.
        """
        found: dict[uuid.UUID, str] = {}
        with lanes.holding(self.lease):
            self._intend(creating, keyless=keyless)
            for pool in sorted(drawing, key=lambda one: one.pool):
                found |= turns.draw(
                    self.tenant_id,
                    self.connection_id,
                    pool,
                    lead_ids=drawing[pool],
                    now=self.now,
                    active=active,
                )
        return found

    def _intend(self, creating: Sequence[uuid.UUID], *, keyless: bool) -> None:
        about = InboundLead.objects.filter(pk__in=creating)
        if not keyless:
            about.filter(intent_at__isnull=True).update(intent_at=Now())
            return
        # Should this worker die now, a second create must wait until the first one's call can't
        # be under way any more, and then look again.
        seconds = settings.INLET_QUARANTINE
        about.update(
            intent_at=Coalesce("intent_at", Now()), due_at=Now() + timedelta(seconds=seconds)
        )
        named = {name for lead_id in creating for name in self.names.get(lead_id, ())}
        persons.quarantine(self.lease, named, seconds)
