"""How a connection gets its tokens, keeps them alive and loses them.

No transaction is open during a call to Salesforce, with one exception: a refresh holds the row's
lock from reading the token to storing its successor, because Salesforce revokes everything if
two of us use the same refresh token (salesforce-facts 1.3, reliability.md 3.1).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import timezone

from tenants import walls
from tenants.vault import VaultError

from .access import no_refresh, open_org
from .consents import begin, take
from .errors import (
    NOT_CONNECTED,
    VAULT_CLOSED,
    WRONG_ORG,
    ConfigurationError,
    CrmError,
    TransientError,
    UnknownOutcome,
    explain,
    failure,
)
from .grants import Grant, ask, checked_origin, revoke
from .models import Connection, Environment, Flow, State
from .practice_login import Login, log_in

__all__ = [
    "MACHINE_RETURN",
    "Fresh",
    "begin",
    "client_credentials",
    "connect_practice",
    "disconnect",
    "finish",
    "not_connected",
    "refresh",
    "unreadable",
]


# Where a machine's sign-in would return to, if anybody followed: nowhere (RFC 2606).
MACHINE_RETURN = "https://inlet.invalid/signed-in"


@dataclass(frozen=True, slots=True)
class Fresh:
    """An access token, and the generation of the pair it belongs to."""

    token: str
    generation: int


def finish(state: str, code: str, *, user_id: int | None, redirect_uri: str) -> Connection:
    """The connection, connected, after the person came back with ``state`` and ``code``.

    Call outside the walls. Raises ConfigurationError SIGN_IN_OVER or WRONG_ORG, and what the
    token endpoint raises.
    """
    connection, verifier = take(state, user_id=user_id, redirect_uri=redirect_uri)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    return _connect(connection, ask(connection, form), Flow.WEB_SERVER)


def client_credentials(connection: Connection) -> Connection:
    """The connection, connected as the app's own user; ``login_url`` is the My Domain.

    Call outside the walls. Raises as ``finish`` does.
    """
    grant = ask(connection, {"grant_type": "client_credentials"})
    return _connect(connection, grant, Flow.CLIENT_CREDENTIALS)


def connect_practice(
    connection: Connection, login: Login, *, redirect_uri: str = MACHINE_RETURN
) -> Connection:
    """The connection, connected to a practice org as this user, without a browser.

    ``redirect_uri`` is one that the practice org allows. Call outside the walls. Raises as
    ``finish`` does, and for a sign-in that the practice org refuses.
    """
    with walls.inside(connection.tenant_id):
        row = _locked(connection.pk)
        row.consumer_key, row.client_secret = login.consumer_key, login.consumer_secret
        row.save(update_fields=["consumer_key", "client_secret_sealed"])
    address = begin(row, redirect_uri=redirect_uri, user_id=None)
    carried = log_in(address, login, origin=checked_origin(row, row.login_url))
    return finish(carried["state"], carried["code"], user_id=None, redirect_uri=redirect_uri)


def refresh(connection_id: uuid.UUID, tenant_id: uuid.UUID, *, seen_generation: int) -> Fresh:
    """A token newer than the one of ``seen_generation``, committed before it is returned.

    Call outside the walls. Raises ConfigurationError if a person has to reconnect (the row says
    so then), TransientError if Salesforce didn't answer twice.
    """
    with walls.inside(tenant_id):
        row = _locked(connection_id)
        outcome = _refreshed(row, seen_generation)
    # Raised outside: an exception inside would undo what the row says about it.
    if isinstance(outcome, CrmError):
        raise outcome
    return outcome


def disconnect(connection: Connection) -> None:
    """Forget the tokens, then end them at Salesforce. Call outside the walls."""
    with walls.inside(connection.tenant_id):
        row = _locked(connection.pk)
        token = row.refresh_token or row.access_token
        row.access_token = row.refresh_token = ""
        row.state, row.problem = State.DISCONNECTED, ""
        row.generation += 1
        row.save()
    revoke(row, token)


def not_connected(connection: Connection) -> ConfigurationError:
    """The error for using a connection that has no living tokens."""
    text = connection.problem or State(connection.state).label
    return ConfigurationError(failure(NOT_CONNECTED, text))


def unreadable(connection: Connection) -> CrmError:
    """Say in the row that its secrets can't be opened any more; the error to raise."""
    with walls.inside(connection.tenant_id):
        row = _locked(connection.pk)
        return _stopped(row, _unreadable())


def _unreadable() -> ConfigurationError:
    return ConfigurationError(failure(VAULT_CLOSED, "The vault can't open the tokens."))


def _locked(connection_id: uuid.UUID) -> Connection:
    """The row, until the transaction ends; rows that point at it can still be added meanwhile."""
    return Connection.objects.select_for_update(no_key=True).get(pk=connection_id)


def _connect(connection: Connection, grant: Grant, flow: Flow) -> Connection:
    """Store the grant, then read whose it is; a failure of that reading is kept as a problem."""
    if connection.org_id and connection.org_id != grant.org_id:
        revoke(connection, grant.refresh_token or grant.access_token)
        raise ConfigurationError(failure(WRONG_ORG, f"{grant.org_id}, not {connection.org_id}."))
    with walls.inside(connection.tenant_id):
        row = _locked(connection.pk)
        row.flow = flow
        # A grant of another kind leaves no refresh token of an earlier one behind.
        row.refresh_token = ""
        _keep(row, grant)
    return _introduce(row)


def _keep(row: Connection, grant: Grant) -> None:
    """Write the new pair into the locked row."""
    row.access_token = grant.access_token
    row.refresh_token = grant.refresh_token or row.refresh_token
    row.instance_url, row.org_id, row.user_id = grant.instance_url, grant.org_id, grant.user_id
    row.generation += 1
    row.state, row.problem, row.refreshed_at = State.CONNECTED, "", timezone.now()
    row.save()


def _introduce(row: Connection) -> Connection:
    """Ask the org who we are there, and keep the answer."""
    values: dict[str, object] = {"checked_at": timezone.now()}
    try:
        who = open_org(row, refresh=no_refresh).who_am_i()
    except CrmError as error:
        values["problem"] = " ".join(explain(error.failure, {}))
    else:
        values |= {
            "org_name": who.org_name,
            "username": who.username,
            "display_name": who.display_name,
        }
        if row.environment != Environment.PRACTICE:
            sandbox = who.is_sandbox
            values["environment"] = Environment.SANDBOX if sandbox else Environment.PRODUCTION
    with walls.inside(row.tenant_id):
        Connection.objects.filter(pk=row.pk).update(**values)
        return Connection.objects.get(pk=row.pk)


def _refreshed(row: Connection, seen_generation: int) -> Fresh | CrmError:
    """The outcome of a refresh of the locked row, written into it."""
    if row.state != State.CONNECTED:
        return not_connected(row)
    if row.generation != seen_generation:
        return Fresh(row.access_token, row.generation)
    try:
        grant = _asked_again(row)
    except VaultError:
        return _stopped(row, _unreadable())
    except TransientError as error:
        return error
    except CrmError as error:
        return _stopped(row, error)
    if grant.org_id != row.org_id:
        return _stopped(row, ConfigurationError(failure(WRONG_ORG, grant.org_id)))
    _keep(row, grant)
    return Fresh(row.access_token, row.generation)


def _asked_again(row: Connection) -> Grant:
    """The new grant; after a lost answer one more try with the token that is stored."""
    form = {"grant_type": "client_credentials"}
    if row.flow == Flow.WEB_SERVER:
        form = {"grant_type": "refresh_token", "refresh_token": row.refresh_token}
    try:
        return ask(row, form)
    except UnknownOutcome:
        return ask(row, form)


def _stopped(row: Connection, error: CrmError) -> CrmError:
    """Say in the row that a person has to reconnect, and why."""
    cause, fix = explain(error.failure, {})
    row.state, row.problem = State.NEEDS_RECONNECT, f"{cause} {fix}"
    row.save(update_fields=["state", "problem"])
    return error if isinstance(error, ConfigurationError) else ConfigurationError(error.failure)
