"""The token endpoint (salesforce-facts 1.2 to 1.8)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from django.http import HttpRequest, HttpResponse

from connections.practice.rules.oauth_errors import BAD_GRANT_TYPE, OAuthError, refusing
from connections.practice.store.tokens import ACCESS, REFRESH
from tenants import walls

from .answers import answer, refusal
from .asking import Asked, Granted, ask
from .assertions import issuer_of
from .clients import Client, client_of
from .flows import BEARER_ASSERTION, GRANT_TYPES, Flow, challenge_of
from .id_tokens import id_token

__all__ = ["challenge_of", "token"]


def token(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/token."""
    try:
        return answer(request, _tokens(request))
    except OAuthError as wrong:
        return refusal(request, wrong)


def _tokens(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        raise OAuthError("invalid_request", "must use HTTP POST")
    flow = GRANT_TYPES.get(request.POST.get("grant_type", ""))
    if flow is None:
        raise refusing(BAD_GRANT_TYPE)
    asked = ask(request, _client(request))
    flow.check(asked)
    user = flow.who(asked)
    with walls.inside(asked.org.tenant_id):
        granted = flow.grant(asked, user)
        body = _issued(asked, granted) if granted else None
    if granted is None or body is None:
        # Raised outside the transaction, so that what the flow revoked stays revoked.
        raise refusing(flow.dead)
    return _completed(asked, granted, body, flow=flow)


def _client(request: HttpRequest) -> Client:
    if request.POST.get("grant_type") == BEARER_ASSERTION:
        return Client(issuer_of(request.POST.get("assertion", "")), "")
    return client_of(request)


def _issued(asked: Asked, granted: Granted) -> dict[str, Any]:
    grant = granted.grant
    asked.check_user(grant.user, counts=granted.counts)
    issuer = asked.issuer
    body = {
        "access_token": issuer.issue(grant, ACCESS, now=asked.now),
        "scope": grant.scope,
    }
    if granted.refreshes:
        body["refresh_token"] = issuer.issue(grant, REFRESH, now=asked.now)
        issuer.end_oldest(grant.user, now=asked.now)
    return body


def _completed(
    asked: Asked, granted: Granted, body: dict[str, Any], *, flow: Flow
) -> dict[str, Any]:
    identity = f"{asked.origin}/id/{asked.org.org_id}/{granted.grant.user}"
    body |= {"instance_url": asked.origin, "id": identity, "token_type": "Bearer"}
    if flow.signed:
        body |= _signature(asked, identity)
    if "openid" in granted.grant.scope.split():
        user = asked.setup.users_by_id[granted.grant.user]
        body["id_token"] = id_token(asked, user, nonce=granted.nonce)
    return body


def _signature(asked: Asked, identity: str) -> dict[str, str]:
    # Nothing to sign with where the app needs no secret.
    issued_at = str(int(asked.now.timestamp() * 1000))
    signed = hmac.new(asked.client.secret.encode(), (identity + issued_at).encode(), hashlib.sha256)
    return {"signature": base64.b64encode(signed.digest()).decode(), "issued_at": issued_at}
