"""How a connection gets its tokens, keeps them alive and loses them.

No transaction is open during a call to Salesforce, with one exception: a refresh holds the row's
lock from reading the token to storing its successor, because Salesforce revokes everything if
two of us use the same refresh token (salesforce-facts 1.3, reliability.md 3.1).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from tenants import walls
from tenants.vault import VaultError

from .asking import form_of, renewal_of
from .consents import Taken, Visitor, take
from .consents import begin as begin_sign_in
from .errors import (
    NOT_CONNECTED,
    VAULT_CLOSED,
    WRONG_ORG,
    ConfigurationError,
    CrmError,
    Failure,
    TransientError,
    UnknownOutcome,
    failure,
)
from .grants import Grant, ask, checked_origin, revoke
from .keeping import change_state, connect, keep, locked, stop
from .lifecycle import Happening, may_call
from .models import Connection, Flow, State
from .practice_login import Login, log_in

__all__ = [
    "MACHINE_RETURN",
    "Fresh",
    "Visitor",
    "begin",
    "client_credentials",
    "come_back",
    "connect_practice",
    "denied",
    "disconnect",
    "exchange",
    "finish",
    "not_connected",
    "refresh",
    "sign_in_alone",
    "unreadable",
]


# Where a machine's sign-in would return to, if anybody followed: nowhere (RFC 2606).
MACHINE_RETURN = "https://inlet.invalid/signed-in"
_MACHINE = Visitor(None)


@dataclass(frozen=True, slots=True)
class Fresh:
    """An access token, and the generation of the pair it belongs to."""

    token: str
    generation: int


def begin(
    connection: Connection,
    *,
    redirect_uri: str,
    user_id: int | None,
    session: str = "",
    link_id: uuid.UUID | None = None,
) -> str:
    """The address where the person signs in and allows access; see ``consents.begin``."""
    return begin_sign_in(
        connection, redirect_uri=redirect_uri, visitor=Visitor(user_id, session), link_id=link_id
    )


def finish(
    state: str, code: str, *, user_id: int | None, redirect_uri: str, session: str = ""
) -> Connection:
    """The connection, connected, after the person came back with ``state`` and ``code``.

    Call outside the walls. Raises ConfigurationError SIGN_IN_OVER, LINK_OVER, WRONG_ORG or
    SANDBOX_REFRESHED, and what the token endpoint raises.
    """
    taken = take(state, redirect_uri=redirect_uri, visitor=Visitor(user_id, session))
    return come_back(taken, code, redirect_uri=redirect_uri)


def come_back(taken: Taken, code: str, *, redirect_uri: str) -> Connection:
    """The second half of ``finish``, for a sign-in that was taken already."""
    grant = exchange(taken, code, redirect_uri=redirect_uri)
    return connect(taken.connection, grant, Flow.WEB_SERVER, link_id=taken.link_id)


def exchange(taken: Taken, code: str, *, redirect_uri: str) -> Grant:
    """What the code is worth; nothing is stored. Raises what the token endpoint raises."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": taken.verifier,
    }
    return ask(taken.connection, form)


def denied(error: str, description: str) -> Failure:
    """What Salesforce says in the redirect of a sign-in that came to nothing, classified."""
    return failure(error[:100], (description or error)[:500])


def sign_in_alone(connection: Connection) -> Connection:
    """The connection, connected by its flow without a person: JWT bearer, client credentials or
    password. Call outside the walls.

    Raises as ``finish`` does, NEEDS_MY_DOMAIN, and VAULT_CLOSED for a secret that can't be read.
    """
    try:
        grant = ask(connection, form_of(connection))
    except VaultError as error:
        raise _unreadable() from error
    return connect(connection, grant, Flow(connection.flow))


def client_credentials(connection: Connection) -> Connection:
    """The connection, connected as the app's own user; ``login_url`` is the My Domain.

    Call outside the walls. Raises as ``sign_in_alone`` does.
    """
    connection.flow = Flow.CLIENT_CREDENTIALS
    return sign_in_alone(connection)


def connect_practice(
    connection: Connection, login: Login, *, redirect_uri: str = MACHINE_RETURN
) -> Connection:
    """The connection, connected to a practice org as this user, without a browser.

    ``redirect_uri`` is one that the practice org allows. Call outside the walls. Raises as
    ``finish`` does, and for a sign-in that the practice org refuses.
    """
    with walls.inside(connection.tenant_id):
        row = locked(connection.pk)
        row.consumer_key, row.client_secret = login.consumer_key, login.consumer_secret
        row.save(update_fields=["consumer_key", "client_secret_sealed"])
    address = begin_sign_in(row, redirect_uri=redirect_uri, visitor=_MACHINE)
    carried = log_in(address, login, origin=checked_origin(row, row.login_url))
    return finish(carried["state"], carried["code"], user_id=None, redirect_uri=redirect_uri)


def refresh(connection_id: uuid.UUID, tenant_id: uuid.UUID, *, seen_generation: int) -> Fresh:
    """A token newer than the one of ``seen_generation``, committed before it is returned.

    Call outside the walls. Raises ConfigurationError if a person has to reconnect (the row says
    so then), TransientError if Salesforce didn't answer twice.
    """
    with walls.inside(tenant_id):
        row = locked(connection_id)
        outcome = _refreshed(row, seen_generation)
    # Raised outside: an exception inside would undo what the row says about it.
    if isinstance(outcome, CrmError):
        raise outcome
    return outcome


def disconnect(connection: Connection) -> bool:
    """Forget the tokens and the password, then end the tokens at Salesforce; whether Salesforce
    says that they have ended. Call outside the walls."""
    with walls.inside(connection.tenant_id):
        row = locked(connection.pk)
        token = _living_token(row)
        row.access_token = row.refresh_token = row.password = ""
        row.problem = row.notice = ""
        change_state(row, Happening.PARTED)
        row.generation += 1
        row.save()
    return revoke(row, token)


def not_connected(connection: Connection) -> ConfigurationError:
    """The error for using a connection that has no living tokens."""
    text = connection.problem or State(connection.state).label
    return ConfigurationError(failure(NOT_CONNECTED, text))


def unreadable(connection: Connection) -> CrmError:
    """Say in the row that its secrets can't be opened any more; the error to raise."""
    with walls.inside(connection.tenant_id):
        row = locked(connection.pk)
        return stop(row, _unreadable())


def _unreadable() -> ConfigurationError:
    return ConfigurationError(failure(VAULT_CLOSED, "The vault can't open the tokens."))


def _living_token(row: Connection) -> str:
    """The token whose end ends the others; empty when it can't be read any more."""
    try:
        return row.refresh_token or row.access_token
    except VaultError:
        return ""


def _refreshed(row: Connection, seen_generation: int) -> Fresh | CrmError:
    """The outcome of a refresh of the locked row, written into it."""
    if not may_call(row.state):
        return not_connected(row)
    if row.generation != seen_generation:
        return Fresh(row.access_token, row.generation)
    try:
        grant = _asked_again(row)
    except VaultError:
        return stop(row, _unreadable())
    except TransientError as error:
        return error
    except CrmError as error:
        return stop(row, error)
    if grant.org_id != row.org_id:
        return stop(row, ConfigurationError(failure(WRONG_ORG, grant.org_id)))
    keep(row, grant)
    return Fresh(row.access_token, row.generation)


def _asked_again(row: Connection) -> Grant:
    """The new grant; after a lost answer one more try with the token that is stored."""
    form = renewal_of(row)
    try:
        return ask(row, form)
    except UnknownOutcome:
        return ask(row, form)
