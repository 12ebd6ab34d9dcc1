"""Where an org is: its tenant and its row, by an address or a key."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache

from connections.practice.models import PracticeAddress
from tenants import walls


@dataclass(frozen=True, slots=True)
class Place:
    """Where an org is: its tenant, its row."""

    tenant_id: uuid.UUID
    org_pk: uuid.UUID


def find_place(key: str) -> Place | None:
    """The org of a consumer key or a 15-character org id. Opens a transaction of its own."""
    if not key.isprintable():
        return None
    try:
        return _place(key)
    except LookupError:
        return None


@lru_cache(maxsize=1024)
def _place(key: str) -> Place:
    # An address never changes hands; one that isn't there raises, and is not remembered.
    with walls.looking_up(key):
        found = PracticeAddress.unscoped.filter(key=key).values_list("tenant_id", "org_id").first()
    if found is None:
        raise LookupError(key)
    return Place(*found)
