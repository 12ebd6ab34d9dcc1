"""Another org behind the same connection: never by accident, only when a person confirms it.

A sign-in to another org is refused and its tokens are ended (``keeping``); the row keeps that
org's id. Confirming is a step of its own, after which somebody signs in once more.
"""

from __future__ import annotations

from django.utils import timezone

from tenants import walls
from tenants.vault import VaultError

from .errors import WRONG_ORG, ConfigurationError, failure
from .grants import revoke
from .keeping import change_state, locked
from .lifecycle import Happening
from .models import Connection

MOVED = (
    "The connection now means the org {org}. Sign in to that org; the leads wait meanwhile. The "
    "mapping is kept. Check it: users, queues and record types have other ids there."
)


def confirm_other_org(connection: Connection, org_id: str) -> Connection:
    """The connection, meaning the org ``org_id`` from now on: the one that was refused last.

    Mapping, sources, leads and settings stay. What was known of the old org is forgotten: its
    address, its names, its tokens (ended at Salesforce), its API usage. Whatever is cached about
    an org is to be kept under its ``org_id``. Call outside the walls. Raises ConfigurationError
    WRONG_ORG if nobody tried to sign in to that org.
    """
    with walls.inside(connection.tenant_id):
        row = locked(connection.pk)
        if not org_id or row.refused_org_id != org_id:
            raise ConfigurationError(failure(WRONG_ORG, f"{org_id or 'None'} was not seen here."))
        token = _token(row)
        _forget(row)
        row.previous_org_id, row.org_id, row.refused_org_id = row.org_id, org_id, ""
        row.org_changed_at = timezone.now()
        row.notice = MOVED.format(org=org_id)
        change_state(row, Happening.MOVED)
        row.save()
    revoke(row, token)
    return row


def _forget(row: Connection) -> None:
    row.access_token = row.refresh_token = ""
    row.instance_url = row.org_name = row.username = row.display_name = row.user_id = ""
    row.api_used = row.api_allowed = row.api_seen_at = row.refreshed_at = row.checked_at = None
    row.problem = ""
    row.generation += 1


def _token(row: Connection) -> str:
    try:
        return row.refresh_token or row.access_token
    except VaultError:
        return ""
