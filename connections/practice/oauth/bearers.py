"""Who calls with a token of the org, at the addresses that tell about the user (1.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from connections.practice.models import PracticeOrg
from connections.practice.rules.setup import Setup, User
from connections.practice.store.places import find_place
from connections.practice.store.setups import setup_of
from connections.practice.store.tokens import ACCESS, find_living, org_key_of
from tenants import walls


class Denied(Exception):
    """Answered as 403 with a word instead of JSON."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """The user behind a token, in its org, at this moment."""

    user: User
    setup: Setup
    now: datetime


def bearer_of(request: HttpRequest) -> Bearer:
    """Who calls. Raises Denied for a token that is missing, unknown or dead."""
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
