"""The one door to a Salesforce org for the rest of Inlet."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from tenants import walls
from tenants.vault import VaultError

from . import oauth
from .access import open_org
from .bulk_calls import BulkOrg
from .crm import Crm
from .errors import CrmError
from .keeping import locked, stop
from .models import Connection, State
from .salesforce import SalesforceOrg


class _Refresher:
    """Gives a client new tokens, and remembers which generation it has."""

    def __init__(self, connection: Connection) -> None:
        self._connection_id = connection.pk
        self._tenant_id = connection.tenant_id
        self._generation = connection.generation

    def __call__(self) -> str:
        fresh = oauth.refresh(
            self._connection_id, self._tenant_id, seen_generation=self._generation
        )
        self._generation = fresh.generation
        return fresh.token


def open_crm(
    connection_id: uuid.UUID,
    tenant_id: uuid.UUID,
    *,
    before_each: Callable[[], None] | None = None,
) -> Crm:
    """A client for the connection's org. Call it, and use it, outside the walls.

    ``before_each`` is called before every call to the org; what it raises comes through. Raises
    ConfigurationError NOT_CONNECTED or VAULT_CLOSED, and Connection.DoesNotExist for another
    tenant's connection.
    """
    return _open(connection_id, tenant_id, before_each)


def open_bulk(
    connection_id: uuid.UUID,
    tenant_id: uuid.UUID,
    *,
    before_each: Callable[[], None] | None = None,
) -> BulkOrg:
    """The same org's bulk jobs. ``before_each`` and errors are those of ``open_crm``."""
    return BulkOrg(_open(connection_id, tenant_id, before_each))


def _open(
    connection_id: uuid.UUID, tenant_id: uuid.UUID, before_each: Callable[[], None] | None
) -> SalesforceOrg:
    with walls.inside(tenant_id):
        connection = Connection.objects.get(pk=connection_id)
    if connection.state != State.CONNECTED:
        raise oauth.not_connected(connection)
    try:
        return open_org(connection, refresh=_Refresher(connection), before_each=before_each)
    except VaultError as error:
        raise oauth.unreadable(connection) from error


def stop_calling(connection_id: uuid.UUID, tenant_id: uuid.UUID, error: CrmError) -> None:
    """Say that a person has to reconnect: every call is refused, and will be. Outside the walls."""
    with walls.inside(tenant_id):
        stop(locked(connection_id), error)
