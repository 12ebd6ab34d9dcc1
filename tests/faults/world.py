"""A tenant with a connected practice org, and what can be counted on both sides."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils import timezone

from connections.clients import open_crm
from connections.models import Connection
from connections.soql import select
from syncs.models import BatchRun, InboundLead, Lane
from tenants import walls
from tenants.models import Agency, Tenant
from tenants.opening import add_tenant, free_slug


@dataclass(frozen=True)
class World:
    """One tenant under load."""

    tenant: Tenant
    key: str

    @classmethod
    def open(cls) -> World:
        """A fresh tenant, furnished as by sign-up."""
        agency = Agency.objects.create(name="Load")
        opened = add_tenant(agency, free_slug("load"), user=None)
        return cls(opened.tenant, opened.first_key)

    def states(self) -> Counter[str]:
        """How many leads are in which state."""
        with walls.inside(self.tenant):
            rows = InboundLead.objects.order_by().values_list("state").annotate(Count("id"))
            return Counter(dict(rows))

    def wait(self, leads: int, *, until: float) -> Counter[str]:
        """The states once every lead has ended. Raises TimeoutError."""
        while time.monotonic() < until:
            states = self.states()
            if not states["pending"] and states.total() == leads:
                return states
            time.sleep(0.05)
        raise TimeoutError(f"Still {dict(self.states())}.")

    def wait_until_busy(self, patience: float, *, unlike: str) -> str:
        """Who holds the lane, other than `unlike`, once leads are pending; "" when all ended."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.states()["pending"]:
            with walls.inside(self.tenant):
                held = Lane.objects.filter(lease_until__gt=timezone.now())
                owner = held.exclude(owner__in=["", unlike]).values_list("owner", flat=True).first()
            if owner:
                return owner
            time.sleep(0.01)
        return ""

    def count_people(self) -> Counter[str]:
        """E-mail address to number of Leads, as the practice org says over HTTP."""
        connection = self.connection()
        crm = open_crm(connection.pk, connection.tenant_id)
        (rows,) = crm.find([select("Lead", ["Id", "Email"])])
        return Counter(str(row.fields["Email"]) for row in rows)

    def connection(self) -> Connection:
        """The tenant's connection."""
        with walls.inside(self.tenant):
            return Connection.objects.get()

    def calls(self) -> tuple[int, int]:
        """API calls and batches that were recorded."""
        with walls.inside(self.tenant):
            found = BatchRun.objects.aggregate(calls=Sum("calls", default=0), batches=Count("id"))
        return found["calls"], found["batches"]

    def practice_calls(self) -> int:
        """API calls as the org itself counts them, those of killed workers too."""
        connection = self.connection()
        return connection.api_used or 0
