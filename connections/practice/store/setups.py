"""The setup of an org: read once for each version of it, and changed under a lock."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from connections.practice.models import PracticeOrg
from connections.practice.rules.seeing import seen_by
from connections.practice.rules.setup import Setup, read_setup
from connections.practice.standard.marketing import completed
from tenants import walls

from .orgs import locked


@dataclass(frozen=True)
class _Kept:
    stamp: uuid.UUID
    org: PracticeOrg = field(compare=False)


@lru_cache(maxsize=64)
def _read(kept: _Kept) -> Setup:
    # A call's org comes without its setup, which is read here if need be (see entering).
    with walls.inside(kept.org.tenant_id):
        return completed(read_setup(kept.org.setup))


@lru_cache(maxsize=256)
def _view(kept: _Kept, user_id: str) -> Setup:
    return seen_by(_read(kept), user_id)


def setup_of(org: PracticeOrg) -> Setup:
    """The org's setup; read anew only when its stamp has changed."""
    return _read(_Kept(org.stamp, org))


def view_of(org: PracticeOrg, user_id: str) -> Setup:
    """The org's setup as one of its users sees it; made anew only when its stamp has changed."""
    return _view(_Kept(org.stamp, org), user_id)


def change_setup(org_pk: uuid.UUID, change: Callable[[Setup], Setup], *, now: datetime) -> Setup:
    """Replace the setup by `change` of what it is now, under a lock; returns the new one."""
    org = locked(org_pk)
    changed = change(setup_of(org))
    # Clients ask by the second whether their describe is old: no two setups share one.
    at = max(now, org.setup_changed_at + timedelta(seconds=1))
    org.setup, org.stamp, org.setup_changed_at = changed.document(), uuid.uuid4(), at
    org.save(update_fields=["setup", "stamp", "setup_changed_at"])
    return changed
