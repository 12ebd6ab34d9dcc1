"""A client with one source, whose org is not connected: what comes in stays in the queue."""

from __future__ import annotations

from connections.models import Connection, Environment, State
from mappings.defaults import make_mapping
from syncs.models import Source
from tenants import walls
from tenants.apikeys import make_key
from tenants.models import Agency, Tenant
from tenants.opening import free_slug


def open_source() -> str:
    """A new tenant's key; its source takes leads."""
    agency = Agency.objects.create(name="Bench")
    tenant = Tenant.objects.create(agency=agency, name="Bench", slug=free_slug("bench"))
    key, text = make_key(tenant, "Bench")
    with walls.inside(tenant):
        Source.objects.create(
            tenant=tenant,
            name="Bench",
            api_key=key,
            mapping=make_mapping(tenant, "Default"),
            connection=Connection.objects.create(
                tenant=tenant,
                name="Org",
                environment=Environment.PRACTICE,
                login_url="http://127.0.0.1:1",
                state=State.NEW,
            ),
        )
    return text
