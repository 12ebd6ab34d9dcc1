"""A sign-in under way: begun here, carried to Salesforce and back by a browser, used once.

Proof Key for Code Exchange with S256, and a state that only its holder can bring back
(salesforce-facts 1.2, reliability.md 3.1).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from urllib.parse import urlencode

from django.utils import timezone

from tenants import walls

from .errors import SIGN_IN_OVER, ConfigurationError, failure
from .grants import checked_origin
from .models import Connection, PendingConsent

_SCOPE = "api refresh_token"


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


def take(state: str, *, user_id: int | None, redirect_uri: str) -> tuple[Connection, str]:
    """The connection and the verifier of a sign-in under way, which is over with this.

    Raises ConfigurationError SIGN_IN_OVER: used, expired, another person's, or never begun.
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
    mine = consent.user_id == user_id and consent.redirect_uri == redirect_uri
    if not taken or not mine or consent.expires_at <= timezone.now():
        raise ConfigurationError(failure(SIGN_IN_OVER, "Used, expired, or another person's."))
    return connection, consent.verifier


def _hash(state: str) -> str:
    # 256 random bits need no slow hash (ASVS 6.5.2).
    return hashlib.sha256(state.encode()).hexdigest()
