"""The first-run page: a command with the tenant's own key, shown once."""

from __future__ import annotations

from django.urls import reverse

from syncs.page_values import FirstRunPage, Live, curl_pieces
from tenants.models import Tenant

from .facts import leads_endpoint

SECONDS = 2
WAITING = "?first=1"
STAND_IN = "YOUR_KEY"


def first_run_page(tenant: Tenant, *, key: str) -> FirstRunPage:
    """The page; `key` is the key's text, "" when it can't be shown."""
    return FirstRunPage(
        live=Live(
            address=reverse("overview", args=[tenant.slug]) + WAITING,
            seen="nothing",
            seconds=SECONDS,
        ),
        command=curl_pieces(leads_endpoint(), key or STAND_IN),
        key=key,
    )
