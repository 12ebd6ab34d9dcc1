"""The first API key, kept sealed in the session of whoever signed up, so that the first run can
show a command that works. Everywhere else a key is shown once."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from . import vault
from .models import Tenant

_NAME = "first-key"


def _aad(tenant: Tenant) -> str:
    return f"{tenant.pk}|session|first-key"


def remember(session: MutableMapping[str, Any], tenant: Tenant, text: str) -> None:
    """Keep the key's text for this session."""
    session[_NAME] = {"tenant": str(tenant.pk), "sealed": vault.seal(text, aad=_aad(tenant))}


def recall(session: MutableMapping[str, Any], tenant: Tenant) -> str:
    """The key's text, or "" when this session doesn't know this tenant's."""
    kept = session.get(_NAME)
    if not kept or kept["tenant"] != str(tenant.pk):
        return ""
    try:
        return vault.open_sealed(kept["sealed"], aad=_aad(tenant))
    except vault.VaultError:
        return ""
