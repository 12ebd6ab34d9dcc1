"""How a connection gets its tokens, keeps them alive and loses them.

No transaction is open during a call to Salesforce, with one exception: a refresh holds the row's
lock from reading the token to storing its successor, because Salesforce revokes everything if
two of us use the same refresh token (salesforce-facts 1.3, reliability.md 3.1).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from tenants import walls
from tenants.vault import VaultError

from .access import no_refresh, open_org
from .errors import (
    NOT_CONNECTED,
    SIGN_IN_OVER,
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
from .models import Connection, Environment, Flow, PendingConsent, State

_SCOPE = "api refresh_token"


@dataclass(frozen=True, slots=True)
class Fresh:
    """An access token, and the generation of the pair it belongs to."""

    token: str
    generation: int


def begin(connection: Connection, *, redirect_uri: str, user_id: int | None) -> str:
    """The address where the person signs in and allows access.

    Good for ten minutes, once, for this user (None: a machine). Raises ConfigurationError.
    """
    origin = checked_origin(connection, connection.login_url)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    with walls.inside(connection.tenant_id):
        PendingConsent.objects.filter(expires_at__lte=timezone.now()).delete()
        consent = PendingConsent(
            tenant_id=connection.tenant_id,
            connection_id=connection.pk,
            state_hash=_hash(state),
            redirect_uri=redirect_uri,
            user_id=user_id,
        )
        consent.verifier = verifier
        consent.save()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    query = {
        "response_type": "code",
        "client_id": connection.consumer_key,
        "redirect_uri": redirect_uri,
        "scope": _SCOPE,
        "state": state,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{origin}/services/oauth2/authorize?{urlencode(query)}"


def finish(state: str, code: str, *, user_id: int | None, redirect_uri: str) -> Connection:
    """The connection, connected, after the person came back with ``state`` and ``code``.

    Call outside the walls. Raises ConfigurationError SIGN_IN_OVER or WRONG_ORG, and what the
    token endpoint raises.
    """
    connection, verifier = _take(state, user_id=user_id, redirect_uri=redirect_uri)
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


def refresh(connection_id: uuid.UUID, tenant_id: uuid.UUID, *, seen_generation: int) -> Fresh:
    """A token newer than the one of ``seen_generation``, committed before it is returned.

    Call outside the walls. Raises ConfigurationError if a person has to reconnect (the row says
    so then), TransientError if Salesforce didn't answer twice.
    """
    with walls.inside(tenant_id):
        row = Connection.objects.select_for_update().get(pk=connection_id)
        outcome = _refreshed(row, seen_generation)
    # Raised outside: an exception inside would undo what the row says about it.
    if isinstance(outcome, CrmError):
        raise outcome
    return outcome


def disconnect(connection: Connection) -> None:
    """Forget the tokens, then end them at Salesforce. Call outside the walls."""
    with walls.inside(connection.tenant_id):
        row = Connection.objects.select_for_update().get(pk=connection.pk)
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
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        return _stopped(row, _unreadable())


def _unreadable() -> ConfigurationError:
    return ConfigurationError(failure(VAULT_CLOSED, "The vault can't open the tokens."))


def _take(state: str, *, user_id: int | None, redirect_uri: str) -> tuple[Connection, str]:
    """The connection and the verifier of a sign-in under way, which is over with this."""
    key = _hash(state)
    with walls.looking_up(key):
        consent = PendingConsent.unscoped.filter(state_hash=key).first()
    if consent is None:
        raise ConfigurationError(failure(SIGN_IN_OVER, "Unknown state."))
    with walls.inside(consent.tenant_id):
        # Of two that come back with the same state, one deletes the row.
        taken, _ = PendingConsent.objects.filter(pk=consent.pk).delete()
        connection = Connection.objects.get(pk=consent.connection_id)
    mine = consent.user_id == user_id and consent.redirect_uri == redirect_uri
    if not taken or not mine or consent.expires_at <= timezone.now():
        raise ConfigurationError(failure(SIGN_IN_OVER, "Used, expired, or another person's."))
    return connection, consent.verifier


def _connect(connection: Connection, grant: Grant, flow: Flow) -> Connection:
    """Store the grant, then read whose it is; a failure of that reading is kept as a problem."""
    if connection.org_id and connection.org_id != grant.org_id:
        revoke(connection, grant.refresh_token or grant.access_token)
        raise ConfigurationError(failure(WRONG_ORG, f"{grant.org_id}, not {connection.org_id}."))
    with walls.inside(connection.tenant_id):
        row = Connection.objects.select_for_update().get(pk=connection.pk)
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


def _hash(state: str) -> str:
    # 256 random bits need no slow hash (ASVS 6.5.2).
    return hashlib.sha256(state.encode()).hexdigest()
