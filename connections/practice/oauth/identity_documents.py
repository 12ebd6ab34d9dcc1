"""What the identity URL tells of a user (salesforce-facts 1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from connections.practice.rules.setup import Setup

from .bearers import Bearer
from .clients import origin_of


def identity_document(request: HttpRequest, bearer: Bearer) -> dict[str, Any]:
    """The body of the identity URL, under Salesforce's names."""
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
        "urls": urls_of(request, setup),
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


def urls_of(request: HttpRequest, setup: Setup) -> Mapping[str, str]:
    """Where the org answers what; "{version}" stays unless the request names one."""
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
