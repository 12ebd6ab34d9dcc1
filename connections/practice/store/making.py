"""A new record, not stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.models import PracticeRecord

from .orgs import Session


def new_record(
    session: Session, sobject: str, values: Mapping[str, Any] | None = None
) -> PracticeRecord:
    """A record with an id of its own, made and owned by the session's user, now."""
    user = session.user.id
    return PracticeRecord(
        tenant_id=session.org.tenant_id,
        org=session.org,
        sobject=sobject,
        sf_id=session.mint(sobject),
        values=dict(values or {}),
        owner=user,
        created_at=session.now,
        created_by=user,
        modified_at=session.now,
        modified_by=user,
    )
