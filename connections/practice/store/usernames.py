"""Usernames as addresses: a SOAP login names no app, only who logs in."""

from __future__ import annotations

from connections.practice.models import PracticeAddress, PracticeOrg
from tenants import walls

from .places import Place
from .setups import setup_of


def make_findable(org: PracticeOrg) -> None:
    """Let the org be found by its users' names. A name that another org has stays with it."""
    PracticeAddress.objects.bulk_create(
        [
            PracticeAddress(tenant_id=org.tenant_id, org=org, key=user.username.lower())
            for user in setup_of(org).users
        ],
        ignore_conflicts=True,
    )


def find_by_username(username: str) -> Place | None:
    """The org of that user. Opens a transaction of its own.

    Looked up each time: unlike a key, a name may pass to another org.
    """
    key = username.strip().lower()
    # Consumer keys and org ids are addresses too, but they have no @.
    if "@" not in key or not key.isprintable():
        return None
    with walls.looking_up(key):
        found = PracticeAddress.unscoped.filter(key=key).values_list("tenant_id", "org_id").first()
    return Place(*found) if found else None
