"""What a step of a load is done with: the hold on it, and its org."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import F
from django.utils import timezone

from connections.bulk_port import BulkCrm
from connections.crm import Crm
from syncs.engine import spending
from syncs.models import BulkLoad

from .holds import Hold


class Org(BulkCrm, Protocol):
    """An org's bulk jobs, and the org for every other call."""

    @property
    def crm(self) -> Crm:
        """The same org."""
        ...


# Raises CrmError where the org can't even be called.
Opened = Callable[[Hold, BulkLoad], Org]


@dataclass(slots=True)
class Mover:
    """One worker with one load."""

    hold: Hold
    opened: Opened
    told: int = 0
    _org: Org | None = None

    def org(self, load: BulkLoad) -> Org:
        """The load's org, opened when it is first needed."""
        if self._org is None:
            self._org = self.opened(self.hold, load)
        return self._org

    @property
    def now(self) -> datetime:
        """The time."""
        return timezone.now()

    def count(self) -> None:
        """Keep, at the end of a turn that went well, how many calls it made."""
        self.hold.keep(calls=F("calls") + self.uncounted(), troubles=0, trouble="")

    def note(self) -> None:
        """Count all calls of this turn among the connection's."""
        if self._org is not None:
            spending.note(self._org.crm, self.hold.connection_id, self.hold.tenant_id)

    def uncounted(self) -> int:
        """How many calls were made since the last time somebody asked this."""
        made = self._org.crm.calls if self._org else 0
        new, self.told = made - self.told, made
        return new
