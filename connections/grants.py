"""The token endpoint: what is asked there, and what it grants (salesforce-facts 1.2 to 1.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

from . import hosts
from .errors import (
    FORBIDDEN_HOST,
    NO_APP,
    ConfigurationError,
    answer_lost,
    answered_in_vain,
    as_error,
    failure,
    may_have_happened,
    parse_errors,
)
from .models import LOGIN_URLS, Connection, Environment
from .record_ids import full_id
from .transport import CarefulSession, TimedAdapter, body_of, unanswered

_IDENTITY = re.compile(r"/id/(00D[A-Za-z0-9]{12,15})/(005[A-Za-z0-9]{12,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens, and whose they are. ``refresh_token`` is empty where the old one goes on."""

    access_token: str
    refresh_token: str
    instance_url: str
    org_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class App:
    """The consumer key and secret with which we ask. The secret may be empty."""

    key: str
    secret: str


def app_of(connection: Connection) -> App:
    """The org's own app where one was entered, else Inlet's, which no practice org knows.

    Raises ConfigurationError NO_APP where there is neither, and VaultError.
    """
    if connection.consumer_key:
        return App(connection.consumer_key, connection.client_secret)
    if connection.environment == Environment.PRACTICE or not settings.SALESFORCE_CLIENT_ID:
        raise ConfigurationError(failure(NO_APP, "No consumer key."))
    return App(settings.SALESFORCE_CLIENT_ID, settings.SALESFORCE_CLIENT_SECRET)


def checked_origin(connection: Connection, url: str) -> str:
    """The origin of ``url``, if this connection may send tokens there.

    Raises ConfigurationError FORBIDDEN_HOST.
    """
    return _checked(url, practice=connection.environment == Environment.PRACTICE)


def sign_in_origin(environment: str, url: str) -> str:
    """The origin where somebody signs in to an org of this environment; empty ``url``: the usual
    host. Raises ConfigurationError FORBIDDEN_HOST."""
    if environment == Environment.PRACTICE:
        return _checked(settings.PRACTICE_URL, practice=True)
    # People copy the address of the page they are on: scheme and path are no fault.
    typed = url.strip() or LOGIN_URLS[Environment(environment)]
    return _checked(typed if "://" in typed else f"https://{typed}", practice=False)


def _checked(url: str, *, practice: bool) -> str:
    try:
        extra = hosts.extra_hosts(settings.SALESFORCE_EXTRA_HOSTS)
        return hosts.origin(
            url, practice_url=settings.PRACTICE_URL if practice else "", extra=extra
        )
    except hosts.ForbiddenHost as error:
        raise ConfigurationError(failure(FORBIDDEN_HOST, str(error))) from error


def ask(connection: Connection, form: Mapping[str, str]) -> Grant:
    """What the token endpoint grants for this form; our key and secret are added.

    Raises a CrmError; UnknownOutcome if the answer was lost, as the old refresh token may be
    dead then.
    """
    origin = checked_origin(connection, connection.login_url)
    app = app_of(connection)
    known = {"client_id": app.key, "client_secret": app.secret}
    sent = {**form, **{name: value for name, value in known.items() if value}}
    return _grant(connection, _post(origin, "/services/oauth2/token", sent))


def revoke(connection: Connection, token: str) -> bool:
    """End a token at Salesforce; whether it has ended there now, as far as Salesforce says.

    A refusal is as good as a yes: then it had ended before.
    """
    if not token:
        return True
    try:
        origin = checked_origin(connection, connection.login_url)
        with open_session(origin) as session:
            answer = session.post(f"{origin}/services/oauth2/revoke", data={"token": token})
    except (requests.RequestException, ConfigurationError):
        return False
    return answer.status_code in (200, 400)


def open_session(origin: str) -> CarefulSession:
    """A session for a few calls to one sign-in host."""
    connect, patience = settings.SALESFORCE_CONNECT_TIMEOUT, settings.SALESFORCE_TOKEN_TIMEOUT
    return CarefulSession(TimedAdapter(connect, patience, patience), origin)


def _post(origin: str, path: str, form: Mapping[str, str]) -> dict[str, Any]:
    try:
        with open_session(origin) as session:
            answer = session.post(f"{origin}{path}", data=dict(form))
    except requests.RequestException as error:
        raise unanswered(error, writing=True) from error
    body = body_of(answer)
    if isinstance(body, dict) and body.get("access_token"):
        return body
    found = parse_errors(body, answer.status_code)[0]
    # A page is some proxy's word: it tells nothing of the tokens, and ends no connection.
    if may_have_happened(found, answer.status_code) or found.code.startswith("HTTP_"):
        raise answered_in_vain(found)
    raise as_error(found)


def _checked_identity(connection: Connection, url: str) -> None:
    try:
        origin = hosts.origin_of(url)
    except hosts.ForbiddenHost as error:
        raise ConfigurationError(failure(FORBIDDEN_HOST, str(error))) from error
    checked_origin(connection, origin)


def _grant(connection: Connection, body: Mapping[str, Any]) -> Grant:
    """The grant, its addresses checked; raises UnknownOutcome where it doesn't say whose."""
    texts = {name: str(body.get(name) or "") for name in ("access_token", "instance_url", "id")}
    whose = _IDENTITY.search(texts["id"])
    if whose is None:
        raise answer_lost("The token endpoint doesn't say whose token it is.")
    _checked_identity(connection, texts["id"])
    return Grant(
        access_token=texts["access_token"],
        refresh_token=str(body.get("refresh_token") or ""),
        instance_url=checked_origin(connection, texts["instance_url"]),
        org_id=full_id(whose[1]),
        user_id=full_id(whose[2]),
    )
