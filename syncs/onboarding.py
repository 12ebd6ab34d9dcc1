"""What a new tenant begins with: a connected practice org, a mapping, a source with a key."""

from __future__ import annotations

import logging

from connections.errors import CrmError
from connections.models import Connection
from connections.rehearsal import connect_practice, open_practice, seed_practice
from connections.residents import RESIDENTS
from mappings.defaults import make_mapping
from mappings.models import PreflightRun
from tenants import walls
from tenants.apikeys import make_key
from tenants.models import Tenant, User

from .models import Source
from .preflight.asking import ask

logger = logging.getLogger(__name__)
FIRST_SOURCE = "My first source"


def furnish(tenant: Tenant, user: User | None) -> str:
    """Furnish the tenant; returns the text of its first API key. Call outside any transaction.

    A practice org that doesn't answer leaves the connection unconnected, to be tried again.
    """
    connection = open_practice(tenant, connect=False)
    seed_practice(tenant, RESIDENTS)
    key, text = make_key(tenant, FIRST_SOURCE, user=user, test=True)
    with walls.inside(tenant):
        Source.objects.create(
            tenant=tenant,
            name=FIRST_SOURCE,
            api_key=key,
            connection=connection,
            mapping=make_mapping(tenant, "Leads"),
        )
    connect(connection)
    return text


def connect(connection: Connection) -> None:
    """Sign in to the practice org; one that doesn't answer is tried again by a task."""
    try:
        connect_practice(connection)
    except CrmError:
        logger.warning("The practice org of %s does not answer yet.", connection.tenant_id)
    else:
        ask(connection.tenant_id, connection.pk, PreflightRun.Trigger.CONNECT)
