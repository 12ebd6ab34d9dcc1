"""Ending a token, and asking whether one lives (salesforce-facts 1.9)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connections.practice.models import PracticeToken
from connections.practice.rules.oauth_errors import OAuthError
from connections.practice.store.places import find_place
from connections.practice.store.tokens import ACCESS, REFRESH, find_living, org_key_of, revoke
from tenants import walls

from .answers import answer, refusal
from .asking import Asked, ask
from .clients import client_of


def revoke_token(request: HttpRequest) -> HttpResponse:
    """GET or POST /services/oauth2/revoke: 200 without a body, 400 for an unknown token."""
    token = request.POST.get("token", "") or request.GET.get("token", "")
    place = find_place(org_key_of(token))
    if place is not None:
        with walls.inside(place.tenant_id):
            if revoke(token, now=timezone.now()):
                return HttpResponse(status=200)
    unknown = OAuthError("unsupported_token_type", "this token is not known here")
    return refusal(request, unknown)


def introspect(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/introspect: whether a token of the asking app lives, and whose."""
    try:
        asked = ask(request, client_of(request))
        asked.client.check(asked.app, required=asked.app.secret_required)
    except OAuthError as wrong:
        return refusal(request, wrong)
    return answer(request, _said(asked))


def _said(asked: Asked) -> dict[str, Any]:
    token = asked.form.get("token", "")
    with walls.inside(asked.org.tenant_id):
        living = (find_living(token, kind=kind, now=asked.now) for kind in (ACCESS, REFRESH))
        found = next((one for one in living if one), None)
    # Another app's token is none of the asker's business.
    if found is None or found.app not in ("", asked.app.consumer_key):
        return {"active": False}
    user = asked.setup.users_by_id.get(found.user)
    if user is None or not user.active:
        return {"active": False}
    return _living(asked, found, user.username)


def _living(asked: Asked, found: PracticeToken, username: str) -> dict[str, Any]:
    return {
        "active": True,
        "scope": found.scope,
        "client_id": asked.app.consumer_key,
        "username": username,
        "sub": f"{asked.origin}/id/{asked.org.org_id}/{found.user}",
        "token_type": f"{found.kind}_token",
        "exp": int(found.expires_at.timestamp()),
        "iat": int(found.issued_at.timestamp()),
        "nbf": int(found.issued_at.timestamp()),
    }
