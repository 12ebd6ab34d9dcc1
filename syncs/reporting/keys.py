"""The settings' first tab: API keys."""

from __future__ import annotations

from datetime import datetime

from syncs.page_values import KeyRow, SettingsPage
from syncs.page_values.settings import KeyState
from tenants.models import ApiKey, Tenant

from .facts import client_facts
from .orgs import Orgs


def keys_page(
    tenant: Tenant,
    *,
    known: Orgs,
    can_manage: bool,
    now: datetime,
    typed: str = "",
    error: str = "",
) -> SettingsPage:
    """The tab; `typed` and `error` after a form that can't be taken. One read."""
    keys = ApiKey.objects.select_related("created_by").order_by("-created_at")
    return SettingsPage(
        tab="keys",
        now=now,
        keys=tuple(_row(key, now) for key in keys),
        facts=client_facts(tenant, known),
        can_manage=can_manage,
        typed=typed,
        error=error,
    )


def _row(key: ApiKey, now: datetime) -> KeyRow:
    return KeyRow(
        id=str(key.pk),
        name=key.name,
        hint=f"lsk_…_{key.public_id}_…",
        state=key_state(key, now),
        scopes=tuple(key.scopes),
        created_at=key.created_at,
        created_by=str(key.created_by or ""),
        last_used_at=key.last_used_at,
        expires_at=key.expires_at,
    )


def key_state(key: ApiKey, now: datetime) -> KeyState:
    """Whether the key opens the API."""
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= now else "active"
