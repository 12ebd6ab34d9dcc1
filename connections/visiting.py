"""An admin of the org signs in through a link to do one thing there, as themselves.

Their token is never stored: it lives for the one errand and is ended at Salesforce afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tenants import walls

from . import links
from .access import no_refresh, open_org
from .consents import Taken
from .errors import LINK_OVER, WRONG_ORG, ConfigurationError, CrmError, failure
from .grants import Grant, revoke
from .models import Connection
from .oauth import exchange
from .salesforce import SalesforceOrg


@contextmanager
def as_admin(taken: Taken, code: str, *, redirect_uri: str) -> Iterator[SalesforceOrg]:
    """The connection's org, seen by the admin who came back with ``code``. Outside the walls.

    The link is used up when the errand ends without an exception. Raises ConfigurationError
    WRONG_ORG for an admin of another org, LINK_OVER, and what the token endpoint raises.
    """
    grant = exchange(taken, code, redirect_uri=redirect_uri)
    row = _borrowed(taken.connection, grant)
    try:
        if taken.connection.org_id and grant.org_id != taken.connection.org_id:
            raise ConfigurationError(failure(WRONG_ORG, f"{grant.org_id}."))
        _check(taken)
        org = open_org(row, refresh=no_refresh)
        yield org
        _use_up(taken, org)
    finally:
        revoke(row, grant.refresh_token or grant.access_token)


def _borrowed(connection: Connection, grant: Grant) -> Connection:
    """A copy of the row with the admin's token, which is never saved."""
    row = Connection(
        id=connection.pk,
        tenant_id=connection.tenant_id,
        environment=connection.environment,
        login_url=connection.login_url,
        instance_url=grant.instance_url,
        org_id=grant.org_id,
        user_id=grant.user_id,
    )
    row.access_token = grant.access_token
    return row


def _check(taken: Taken) -> None:
    if taken.link_id is None:
        raise ConfigurationError(failure(LINK_OVER, "No link."))
    with walls.inside(taken.connection.tenant_id):
        links.check_open(taken.link_id)


def _use_up(taken: Taken, org: SalesforceOrg) -> None:
    try:
        who = org.who_am_i()
        name = f"{who.display_name} ({who.username})"
    except CrmError:
        name = ""
    with walls.inside(taken.connection.tenant_id):
        if taken.link_id is not None and links.use_up(taken.link_id):
            links.note_approval(taken.link_id, name)
