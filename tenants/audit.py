"""What people did, append-only."""

from __future__ import annotations

from typing import Any

from .models import AuditEntry, Tenant


def note(
    tenant: Tenant, actor: object, action: str, *, subject: object = "", **detail: Any
) -> None:
    """Keep that `actor` did `action` to `subject`; call inside the tenant's walls."""
    AuditEntry.objects.create(
        tenant=tenant,
        actor=str(actor)[:160],
        action=action,
        subject=str(subject)[:200],
        detail=detail,
    )
