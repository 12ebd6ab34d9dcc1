"""The token endpoint (salesforce-facts 1.2 to 1.5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from connections.practice.models import PracticeCode, PracticeOrg
from connections.practice.store.orgs import find_place, setup_of
from connections.practice.store.tokens import (
    ACCESS,
    REFRESH,
    Grant,
    digest,
    end_family,
    end_oldest,
    issue,
    take_refresh,
)
from tenants import walls

from .clients import NO_STORE, Client, OAuthError, client_of, known, origin_of

_REFRESHING = {"refresh_token", "offline_access", "full"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A token request whose client is known by its secret."""

    org: PracticeOrg
    form: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    """What a flow comes to. `refreshes`: whether a refresh token belongs in the answer."""

    grant: Grant
    refreshes: bool


def token(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/token."""
    try:
        return _answer(request)
    except OAuthError as wrong:
        return wrong.response()


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise OAuthError("invalid_request", "must use HTTP POST")
    form = {name: str(value) for name, value in request.POST.items()}
    flow = _FLOWS.get(form.get("grant_type", ""))
    if flow is None:
        raise OAuthError("unsupported_grant_type", "grant type not supported")
    client = client_of(request)
    place = known(find_place(client.key))
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
        client.check(org)
        asked = Asked(org, form, timezone.now())
        granted = flow(asked)
        body = _tokens(asked, granted) if granted else None
    if granted is None or body is None:
        # Raised outside the transaction, so that what the flow revoked stays revoked.
        raise _dead_grant(form)
    return JsonResponse(_completed(request, asked, body, client=client), headers=NO_STORE)


def _dead_grant(form: Mapping[str, str]) -> OAuthError:
    if form["grant_type"] == "refresh_token":
        return OAuthError("invalid_grant", "expired access/refresh token")
    return OAuthError("invalid_grant", "invalid authorization code")


def _by_code(asked: Asked) -> Granted | None:
    code = (
        PracticeCode.objects.select_for_update(no_key=True)
        .filter(org=asked.org, code_hash=digest(asked.form.get("code", "")))
        .first()
    )
    if code is None:
        return None
    if code.used_at:
        # Somebody else has the code too: what it led to is no longer safe.
        end_family(code.pk, now=asked.now)
        return None
    if code.expires_at <= asked.now:
        raise OAuthError("invalid_grant", "expired authorization code")
    if asked.form.get("redirect_uri", "") != code.redirect_uri:
        raise OAuthError("redirect_uri_mismatch", "redirect_uri must match configuration")
    if challenge_of(asked.form.get("code_verifier", "")) != code.challenge:
        raise OAuthError("invalid_grant", "invalid code verifier")
    code.used_at = asked.now
    code.save(update_fields=["used_at"])
    refreshes = bool(_REFRESHING & set(code.scope.split()))
    return Granted(Grant(code.pk, code.user, code.scope), refreshes)


def _by_refresh_token(asked: Asked) -> Granted | None:
    rotate = setup_of(asked.org).switches.rotate_refresh_tokens
    refresh = asked.form.get("refresh_token", "")
    grant = take_refresh(refresh, org=asked.org, rotate=rotate, now=asked.now)
    return Granted(grant, rotate) if grant else None


def _by_credentials(asked: Asked) -> Granted:
    user = setup_of(asked.org).api_user
    return Granted(Grant(uuid.uuid4(), user, "api id"), refreshes=False)


def _tokens(asked: Asked, granted: Granted) -> dict[str, Any]:
    org, grant = asked.org, granted.grant
    if not setup_of(org).is_active(grant.user):
        raise OAuthError("inactive_user", "user is inactive")
    body = {"access_token": issue(org, grant, ACCESS, now=asked.now), "scope": grant.scope}
    if granted.refreshes:
        body["refresh_token"] = issue(org, grant, REFRESH, now=asked.now)
        end_oldest(org, grant.user, now=asked.now)
    return {**body, "user_id": grant.user}


def _completed(
    request: HttpRequest, asked: Asked, body: dict[str, Any], *, client: Client
) -> dict[str, Any]:
    origin = origin_of(request)
    identity = f"{origin}/id/{asked.org.org_id}/{body.pop('user_id')}"
    issued_at = str(int(asked.now.timestamp() * 1000))
    signed = hmac.new(client.secret.encode(), (identity + issued_at).encode(), hashlib.sha256)
    return {
        **body,
        "signature": base64.b64encode(signed.digest()).decode(),
        "instance_url": origin,
        "id": identity,
        "token_type": "Bearer",
        "issued_at": issued_at,
    }


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


_FLOWS: Mapping[str, Callable[[Asked], Granted | None]] = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh_token,
    "client_credentials": _by_credentials,
}
