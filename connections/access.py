"""From a connection's row to a client of its org."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from .errors import ConfigurationError, failure
from .grants import checked_origin
from .models import Connection
from .salesforce import Access, SalesforceOrg
from .transport import OrgSession, pool


def open_org(
    connection: Connection,
    *,
    refresh: Callable[[], str],
    before_each: Callable[[], None] | None = None,
) -> SalesforceOrg:
    """A client with the row's token. ``refresh`` gives a new one when that ended; ``before_each``
    is called before every call to the org, and what it raises comes through.

    Raises ConfigurationError if the row names an address that isn't Salesforce's.
    """
    instance = checked_origin(connection, connection.instance_url)
    login = checked_origin(connection, connection.login_url)
    access = Access(
        instance_url=instance,
        identity_url=f"{login}/id/{connection.org_id}/{connection.user_id}",
        token=connection.access_token,
        version=settings.SALESFORCE_API_VERSION,
    )
    adapter = pool(
        connection.pk,
        settings.SALESFORCE_CONNECT_TIMEOUT,
        settings.SALESFORCE_READ_TIMEOUT,
        total=settings.SALESFORCE_TOTAL_TIMEOUT,
    )
    session = OrgSession(adapter, instance, login)
    session.before_each = before_each
    return SalesforceOrg(access, session, refresh=refresh)


def no_refresh() -> str:
    """For a token that was granted a moment ago: if it doesn't work, none will."""
    raise ConfigurationError(failure("INVALID_SESSION_ID", "A new token was refused."))
