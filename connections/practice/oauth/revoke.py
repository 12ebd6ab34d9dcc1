"""The revoke endpoint (salesforce-facts 1.9)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connections.practice.store.orgs import find_place
from connections.practice.store.tokens import org_key_of, revoke
from tenants import walls

from .clients import OAuthError


def revoke_token(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/revoke: 200 without a body, 400 for an unknown token."""
    token = request.POST.get("token", "") or request.GET.get("token", "")
    place = find_place(org_key_of(token))
    if place is not None:
        with walls.inside(place.tenant_id):
            if revoke(token, now=timezone.now()):
                return HttpResponse(status=200)
    return OAuthError("unsupported_token_type", "this token is not known here").response()
