"""A sign-in under way: begun here, carried to Salesforce and back by a browser, used once.

Proof Key for Code Exchange with S256, and a state that only its holder can bring back
(salesforce-facts 1.2, reliability.md 3.1).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from tenants import walls

from .errors import SIGN_IN_OVER, ConfigurationError, failure
from .grants import app_of, checked_origin
from .models import Connection, PendingConsent

_SCOPE = "api refresh_token"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who begins a sign-in or comes back from one.

    ``session``: a secret that the browser's session holds; empty for a machine. ``user_id``:
    None for a machine, and for somebody with an admin link.
    """

    user_id: int | None
    session: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A sign-in that has come back: of which connection, and through which admin link if any."""

    connection: Connection
    verifier: str
    link_id: uuid.UUID | None


def begin(
    connection: Connection,
    *,
    redirect_uri: str,
    visitor: Visitor,
    link_id: uuid.UUID | None = None,
) -> str:
    """The address where the person signs in and allows access.

    Good for ten minutes, once, for this person in this browser. Raises ConfigurationError.
    """
    if link_id is not None and not visitor.session:
        raise ValueError("Whoever uses an admin link is known by the browser's session only.")
    origin, app = checked_origin(connection, connection.login_url), app_of(connection)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    with walls.inside(connection.tenant_id):
        PendingConsent.objects.filter(expires_at__lte=timezone.now()).delete()
        consent = PendingConsent(
            tenant_id=connection.tenant_id,
            connection_id=connection.pk,
            state_hash=_hash(state),
            session_hash=_bound(visitor.session),
            redirect_uri=redirect_uri,
            user_id=None if link_id else visitor.user_id,
            link_id=link_id,
        )
        consent.verifier = verifier
        consent.save()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    query = {
        "response_type": "code",
        "client_id": app.key,
        "redirect_uri": redirect_uri,
        "scope": _SCOPE,
        "state": state,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{origin}/services/oauth2/authorize?{urlencode(query)}"


def take(state: str, *, redirect_uri: str, visitor: Visitor) -> Taken:
    """The sign-in under way that has this state; it is over with this, whatever comes of it.

    Raises ConfigurationError SIGN_IN_OVER: used, expired, never begun, or begun by another
    person or in another browser.
    """
    key = _hash(state)
    with walls.looking_up(key):
        consent = PendingConsent.unscoped.filter(state_hash=key).first()
    if consent is None:
        raise ConfigurationError(failure(SIGN_IN_OVER, "Unknown state."))
    with walls.inside(consent.tenant_id):
        # Of two that come back with the same state, one deletes the row.
        taken, _ = PendingConsent.objects.filter(pk=consent.pk).delete()
        connection = Connection.objects.get(pk=consent.connection_id)
    mine = _is_of(consent, visitor) and consent.redirect_uri == redirect_uri
    if not taken or not mine or consent.expires_at <= timezone.now():
        raise ConfigurationError(failure(SIGN_IN_OVER, "Used, expired, or another person's."))
    return Taken(connection, consent.verifier, consent.link_id)


def _is_of(consent: PendingConsent, visitor: Visitor) -> bool:
    """Whether this browser, and this person, began it."""
    same = hmac.compare_digest(consent.session_hash, _bound(visitor.session))
    # Behind an admin link it doesn't matter whether the browser is signed in here as well.
    return same and (consent.link_id is not None or consent.user_id == visitor.user_id)


def _bound(session: str) -> str:
    return _hash(session) if session else ""


def _hash(state: str) -> str:
    # 256 random bits need no slow hash (ASVS 6.5.2).
    return hashlib.sha256(state.encode()).hexdigest()
