"""What a grant and its end do to the connection's row. The row is locked while it changes."""

from __future__ import annotations

import uuid

from django.utils import timezone

from tenants import walls

from . import lifecycle, links
from .access import no_refresh, open_org
from .blocking import advise
from .crm import Identity
from .errors import (
    LINK_OVER,
    SANDBOX_REFRESHED,
    WRONG_ORG,
    ConfigurationError,
    CrmError,
    Failure,
    explain,
    failure,
)
from .grants import Grant, revoke
from .lifecycle import Happening
from .models import Connection, Environment, Flow

_SURPRISES = {
    (Environment.SANDBOX, Environment.PRODUCTION): (
        "You asked for a sandbox, but this is a production org: leads that arrive now are real "
        "there. If you did not mean that, disconnect and sign in at the sandbox's own address."
    ),
    (Environment.PRODUCTION, Environment.SANDBOX): (
        "You asked for production, but this is a sandbox: nothing reaches the production org. If "
        "you did not mean that, disconnect and sign in at the production org's address."
    ),
}


def locked(connection_id: uuid.UUID) -> Connection:
    """The row, until the transaction ends; rows that point at it can still be added meanwhile."""
    return Connection.objects.select_for_update(no_key=True).get(pk=connection_id)


def change_state(row: Connection, happening: Happening) -> None:
    """Put the row, unsaved, into the state that follows."""
    row.state = lifecycle.after(row.state, happening)


def connect(
    connection: Connection, grant: Grant, flow: Flow, *, link_id: uuid.UUID | None = None
) -> Connection:
    """Store the grant, then read whose it is; a failure of that reading is kept as a problem.

    Call outside the walls. Raises ConfigurationError WRONG_ORG, SANDBOX_REFRESHED or LINK_OVER;
    the grant has been ended at Salesforce then.
    """
    with walls.inside(connection.tenant_id):
        row = locked(connection.pk)
        wrong = _objection(row, grant, link_id)
        if wrong is None:
            row.flow = flow
            # A grant of another kind leaves no refresh token of an earlier one behind.
            row.refresh_token = row.notice = row.refused_org_id = ""
            keep(row, grant)
    if wrong is not None:
        revoke(row, grant.refresh_token or grant.access_token)
        raise ConfigurationError(wrong)
    return _introduce(row, link_id)


def keep(row: Connection, grant: Grant) -> None:
    """Write the new pair into the locked row."""
    row.access_token = grant.access_token
    row.refresh_token = grant.refresh_token or row.refresh_token
    row.instance_url, row.org_id, row.user_id = grant.instance_url, grant.org_id, grant.user_id
    row.generation += 1
    change_state(row, Happening.GRANTED)
    row.problem, row.refreshed_at = "", timezone.now()
    row.save()


def stop(row: Connection, error: CrmError) -> CrmError:
    """Say in the locked row that a person has to reconnect, and why; the error to raise."""
    advice = advise(error.failure, flow=row.flow)
    change_state(row, Happening.ENDED)
    row.problem = f"{advice.cause} {advice.fix}"
    row.save(update_fields=["state", "problem"])
    return error if isinstance(error, ConfigurationError) else ConfigurationError(error.failure)


def _objection(row: Connection, grant: Grant, link_id: uuid.UUID | None) -> Failure | None:
    """Why this grant may not be kept, or None; the admin link is used up with it."""
    if row.org_id and row.org_id != grant.org_id:
        row.refused_org_id = grant.org_id
        row.save(update_fields=["refused_org_id"])
        return failure(_other_org(row, grant), f"{grant.org_id}, not {row.org_id}.")
    if link_id is not None and not links.use_up(link_id):
        return failure(LINK_OVER, "Used, revoked or expired.")
    return None


def _other_org(row: Connection, grant: Grant) -> str:
    """A refreshed sandbox keeps its address and gets a new org id (pain 22)."""
    is_refreshed = row.environment == Environment.SANDBOX and row.instance_url == grant.instance_url
    return SANDBOX_REFRESHED if is_refreshed else WRONG_ORG


def _introduce(row: Connection, link_id: uuid.UUID | None) -> Connection:
    """Ask the org who we are there, and keep the answer."""
    values: dict[str, object] = {"checked_at": timezone.now()}
    approved_by = row.user_id
    try:
        who = open_org(row, refresh=no_refresh).who_am_i()
    except CrmError as error:
        values["problem"] = " ".join(explain(error.failure, {}))
    else:
        values |= introduced(row, who)
        approved_by = f"{who.display_name} ({who.username})"
    with walls.inside(row.tenant_id):
        # Not into a row that means another org by now.
        Connection.objects.filter(pk=row.pk, org_id=row.org_id).update(**values)
        if link_id is not None:
            links.note_approval(link_id, approved_by)
        return Connection.objects.get(pk=row.pk)


def introduced(row: Connection, who: Identity) -> dict[str, object]:
    values: dict[str, object] = {
        "org_name": who.org_name,
        "username": who.username,
        "display_name": who.display_name,
    }
    if row.environment != Environment.PRACTICE:
        found = Environment.SANDBOX if who.is_sandbox else Environment.PRODUCTION
        values["environment"] = found
        values["notice"] = _SURPRISES.get((Environment(row.environment), found), "")
    return values
