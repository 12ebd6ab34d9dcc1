"""Admin keys: one per org, kept as a hash; the key itself says which org."""

from __future__ import annotations

import secrets

from connections.practice.models import PracticeOrg
from connections.practice.store.places import find_place
from connections.practice.store.tokens import digest
from tenants import walls

_PREFIX = "padm_"


def admin_key(org: PracticeOrg) -> str:
    """A new admin key; the one before ends. Shown once: only its hash is kept."""
    key = f"{_PREFIX}{org.org_id[:15]}_{secrets.token_urlsafe(32)}"
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(admin_key_hash=digest(key))
    return key


def org_of_key(key: str) -> PracticeOrg | None:
    """The org whose admin key this is."""
    place = find_place(key.removeprefix(_PREFIX)[:15]) if key.startswith(_PREFIX) else None
    if place is None:
        return None
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.filter(pk=place.org_pk).first()
    if org is None or not secrets.compare_digest(digest(key), org.admin_key_hash):
        return None
    return org
