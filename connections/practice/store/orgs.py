"""The org itself: found by its address, its setup read once, its calls counted."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count

from connections.practice.models import PracticeAddress, PracticeOrg
from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.seeing import seen_by
from connections.practice.rules.setup import Setup, User, read_setup
from connections.practice.standard.marketing import completed
from tenants import walls

# A call's records are numbered within its own range, so that no two calls wait for each other.
IDS_PER_SERIAL = 1 << 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where an org is: its tenant, its row."""

    tenant_id: uuid.UUID
    org_pk: uuid.UUID


@dataclass(frozen=True)
class Session:
    """One call to the org, by one of its users. `now` has whole seconds.

    `setup`: as that user sees it (`view_of`), or whole where the org itself works.
    `base`: "/services/data/vXX.0", in the version that the client speaks.
    """

    org: PracticeOrg
    setup: Setup
    user: User
    serial: int
    now: datetime
    base: str = "/services/data/v66.0"
    # Who writes, in the log of writes.
    source: str = "api"
    # Which places, of so many records, find their row locked: for rehearsing that.
    locks: Callable[[int], Collection[int]] = lambda _count: ()
    numbers: Iterator[int] = field(default_factory=count)

    def mint(self, sobject: str) -> str:
        """A new id. RuntimeError when the call makes more records than its range holds."""
        number = next(self.numbers)
        if number >= IDS_PER_SERIAL:
            raise RuntimeError("The call makes more records than it has numbers for.")
        whole = self.serial * IDS_PER_SERIAL + number
        return mint(sobject, pod=pod_of(self.setup.org_id), number=whole)


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


def locked(org_pk: uuid.UUID) -> PracticeOrg:
    """The org, its row locked until the transaction ends."""
    # Not a full lock: records that are being written point at this row.
    return PracticeOrg.objects.select_for_update(no_key=True).get(pk=org_pk)


def take_serial(org_pk: uuid.UUID) -> PracticeOrg:
    """Take a serial number for work that is no API call."""
    org = locked(org_pk)
    org.serial += 1
    org.save(update_fields=["serial"])
    return org


def change_setup(org_pk: uuid.UUID, change: Callable[[Setup], Setup], *, now: datetime) -> Setup:
    """Replace the setup by `change` of what it is now, under a lock; returns the new one."""
    org = locked(org_pk)
    changed = change(setup_of(org))
    org.setup, org.stamp, org.setup_changed_at = changed.document(), uuid.uuid4(), now
    org.save(update_fields=["setup", "stamp", "setup_changed_at"])
    return changed
