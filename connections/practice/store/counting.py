"""Calls that are counted beyond the one that came in."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Greatest, Least

from connections.practice.models import PracticeOrg
from tenants import walls


def count_more(org: PracticeOrg, calls: int) -> None:
    """Count so many further calls of today, up to the org's limit; `org` knows them too."""
    if calls <= 0:
        return
    most = Greatest(F("api_used"), F("api_max"))
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(api_used=Least(F("api_used") + calls, most))
    org.api_used = min(org.api_used + calls, max(org.api_used, org.api_max))
