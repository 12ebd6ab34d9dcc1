"""A tenant with a connected practice org, and what can be counted on both sides."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Count

from connections.clients import open_crm
from connections.models import Connection
from connections.practice_setup import Workshop, open_workshop
from connections.settling import Hand, hand_of
from mappings.models import Mapping
from mappings.publishing import publish_rules
from mappings.rules import Rules
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.apikeys import make_key
from tenants.models import Agency, Tenant
from tenants.opening import add_tenant, free_slug

Found = TypeVar("Found")
PATIENCE = 60.0


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

    def ask(self, question: Callable[[], Found]) -> Found:
        """The answer of the database, inside the walls, asked again while it is away."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with walls.inside(self.tenant):
                    return question()
            except (OperationalError, InterfaceError):
                connection.close()
                if time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def agree(self, **changed: Any) -> None:
        """Publish the rules with these fields of Rules changed."""
        with walls.inside(self.tenant):
            mapping = Mapping.objects.order_by("id")[0]
            publish_rules(mapping, replace(self.rules(), **changed))

    def rules(self) -> Rules:
        """The live rules; inside the walls."""
        live = Mapping.objects.order_by("id")[0].live_version()
        assert live is not None
        return live.as_rules()

    def tune(self, **changed: Any) -> None:
        """Set fields of the connection, such as streams."""
        with walls.inside(self.tenant):
            Connection.objects.update(**changed)

    def another_source(self, name: str) -> str:
        """A second door to the same mapping and org; its key."""
        key, text = make_key(self.tenant, name, user=None, test=True)
        with walls.inside(self.tenant):
            first = Source.objects.order_by("created_at")[0]
            Source.objects.create(
                tenant=self.tenant,
                name=name,
                api_key=key,
                connection_id=first.connection_id,
                mapping_id=first.mapping_id,
            )
        return text

    def states(self) -> Counter[str]:
        """How many leads are in which state."""

        def count() -> dict[str, int]:
            rows = InboundLead.objects.order_by().values_list("state").annotate(Count("id"))
            return dict(rows)

        return Counter(self.ask(count))

    def stored(self) -> set[str]:
        """The ids of all leads."""
        ids = self.ask(lambda: list(InboundLead.objects.values_list("pk", flat=True)))
        return {str(one) for one in ids}

    def wait(self, leads: int, *, until: float) -> Counter[str]:
        """The states once so many leads have ended. Raises TimeoutError at `until` (monotonic)."""
        late = self.outstanding(leads, until=until)
        if late:
            raise TimeoutError(*late)
        return self.states()

    def outstanding(self, leads: int, *, until: float) -> list[str]:
        """Nothing, once so many leads have ended; else what is left of them at `until`."""
        while time.monotonic() < until:
            states = self.states()
            if not states["pending"] and states.total() >= leads:
                return []
            time.sleep(0.1)
        return [f"still {dict(self.states())}"]

    def connection(self) -> Connection:
        """The tenant's connection, with its tenant."""
        return self.ask(lambda: Connection.objects.select_related("tenant").get())

    def crm(self) -> Any:
        """A client of the org."""
        found = self.connection()
        return open_crm(found.pk, found.tenant_id)

    def workshop(self) -> Workshop:
        """The practice org, for whoever sets it up or lets it go wrong."""
        found = open_workshop(self.tenant)
        assert found is not None
        return found

    def hand(self, by: str = "Maya Okafor") -> Hand:
        """Somebody of the practice org."""
        found = hand_of(self.tenant, by)
        assert found is not None
        return found
