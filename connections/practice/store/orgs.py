"""The org itself: a call to it, and its row locked."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from connections.practice.models import PracticeOrg
from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.setup import Setup, User

# A call's records are numbered within its own range, so that no two calls wait for each other.
IDS_PER_SERIAL = 1 << 14


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
