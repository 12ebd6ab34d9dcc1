"""Who the token belongs to: the identity URL and userinfo (salesforce-facts 1.9)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from connections.practice.rules.ids import to_18

from .bearers import Denied, bearer_of
from .clients import origin_of
from .identity_documents import identity_document, urls_of


def identity(request: HttpRequest, org_id: str, user_id: str) -> HttpResponse:
    """GET /id/<org>/<user>, with ids of either length."""
    try:
        bearer = bearer_of(request)
        if _full(org_id) != bearer.setup.org_id or _full(user_id) != bearer.user.id:
            raise Denied("Wrong_Org")
    except Denied as denied:
        return HttpResponse(str(denied), status=403, content_type="text/html;charset=UTF-8")
    return JsonResponse(identity_document(request, bearer))


def userinfo(request: HttpRequest) -> HttpResponse:
    """GET /services/oauth2/userinfo."""
    try:
        bearer = bearer_of(request)
    except Denied as denied:
        return HttpResponse(str(denied), status=403, content_type="text/html;charset=UTF-8")
    user = bearer.user
    return JsonResponse(
        {
            "sub": f"{origin_of(request)}/id/{bearer.setup.org_id}/{user.id}",
            "user_id": user.id,
            "organization_id": bearer.setup.org_id,
            "preferred_username": user.username,
            "nickname": user.username.partition("@")[0],
            "name": user.name,
            "given_name": user.first_name or None,
            "family_name": user.last_name,
            "email": user.email,
            "email_verified": True,
            "zoneinfo": user.time_zone,
            "locale": "en_US",
            "urls": urls_of(request, bearer.setup),
        }
    )


def _full(text: str) -> str:
    try:
        return to_18(text)
    except ValueError:
        return ""
