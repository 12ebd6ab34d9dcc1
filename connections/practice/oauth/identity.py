"""Who the token belongs to: the identity URL and userinfo (salesforce-facts 1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from connections.practice.models import PracticeOrg
from connections.practice.rules.ids import to_18
from connections.practice.rules.setup import Setup, User
from connections.practice.store.orgs import find_place, setup_of
from connections.practice.store.tokens import ACCESS, find_living, org_key_of
from tenants import walls

from .clients import origin_of


class Denied(Exception):
    """Answered as 403 with a word instead of JSON."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """The user behind a token, in its org, at this moment."""

    user: User
    setup: Setup
    now: datetime


def identity(request: HttpRequest, org_id: str, user_id: str) -> HttpResponse:
    """GET /id/<org>/<user>, with ids of either length."""
    try:
        bearer = _bearer(request)
        if _full(org_id) != bearer.setup.org_id or _full(user_id) != bearer.user.id:
            raise Denied("Wrong_Org")
    except Denied as denied:
        return HttpResponse(str(denied), status=403, content_type="text/html;charset=UTF-8")
    return JsonResponse(_identity(request, bearer))


def userinfo(request: HttpRequest) -> HttpResponse:
    """GET /services/oauth2/userinfo."""
    try:
        bearer = _bearer(request)
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
            "urls": _urls(request, bearer.setup),
        }
    )


def _bearer(request: HttpRequest) -> Bearer:
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() or request.GET.get("oauth_token", "")
    if not token:
        raise Denied("Missing_OAuth_Token")
    place, now = find_place(org_key_of(token)), timezone.now()
    if place is None:
        raise Denied("Bad_OAuth_Token")
    with walls.inside(place.tenant_id):
        found = find_living(token, kind=ACCESS, now=now)
        setup = setup_of(PracticeOrg.objects.get(pk=place.org_pk))
    user = setup.users_by_id.get(found.user) if found else None
    if user is None or not user.active:
        raise Denied("Bad_OAuth_Token")
    return Bearer(user, setup, now)


def _full(text: str) -> str:
    try:
        return to_18(text)
    except ValueError:
        return ""


def _identity(request: HttpRequest, bearer: Bearer) -> dict[str, Any]:
    user, setup = bearer.user, bearer.setup
    offset = bearer.now.astimezone(ZoneInfo(user.time_zone)).utcoffset()
    origin = origin_of(request)
    return {
        "id": f"{origin}/id/{setup.org_id}/{user.id}",
        "asserted_user": True,
        "user_id": user.id,
        "organization_id": setup.org_id,
        "username": user.username,
        "nick_name": user.username.partition("@")[0],
        "display_name": user.name,
        "email": user.email,
        "email_verified": True,
        "first_name": user.first_name or None,
        "last_name": user.last_name,
        "timezone": user.time_zone,
        "photos": {"picture": f"{origin}/photo", "thumbnail": f"{origin}/photo"},
        **dict.fromkeys(_BLANK),
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
        "urls": _urls(request, setup),
        "active": True,
        "user_type": user.user_type.upper(),
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": int(offset.total_seconds() * 1000) if offset is not None else 0,
        "last_modified_date": "2026-01-05T09:00:00Z",
    }


_BLANK = (
    "addr_street",
    "addr_city",
    "addr_state",
    "addr_country",
    "addr_zip",
    "mobile_phone",
)


def _urls(request: HttpRequest, setup: Setup) -> Mapping[str, str]:
    origin = origin_of(request)
    version = request.GET.get("version", "{version}")
    data = f"{origin}/services/data/v{'66.0' if version == 'latest' else version}/"
    return {
        "enterprise": f"{origin}/services/Soap/c/{version}/{setup.org_id[:15]}",
        "rest": data,
        "sobjects": f"{data}sobjects/",
        "query": f"{data}query/",
        "custom_domain": origin,
    }
