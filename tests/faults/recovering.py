"""How long the leads that a killed worker had in hand wait until they are worked again.

Without a unique key, those that it may have created are left alone on purpose, and don't count.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from connections.models import Connection
from syncs.models import InboundLead, Stream

from .world import World


@dataclass(slots=True)
class Recovery:
    """`waiting`: leads of killed workers, by when and under which fence; `seconds` of the rest."""

    world: World
    is_keyless: bool
    waiting: dict[uuid.UUID, tuple[float, int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def busy(self, workers: Mapping[int, int]) -> list[int]:
        """Which of the workers (number to process) have leads in hand now."""
        owners = self.world.ask(lambda: set(Stream.objects.values_list("owner", flat=True)))
        pids = {owner.partition("-")[0] for owner in owners}
        return [number for number, pid in sorted(workers.items()) if str(pid) in pids]

    def killed(self, pid: int) -> None:
        """Note the leads that a worker had in hand when it was killed, just now."""
        now = time.monotonic()
        for lead, fence in self.world.ask(lambda: self._held_by(str(pid))).items():
            self.waiting.setdefault(lead, (now, fence))

    def look(self) -> None:
        """Note who of them is being worked again, or has ended."""
        if not self.waiting:
            return
        ids = list(self.waiting)
        found = dict(self.world.ask(lambda: list(_leads(pk__in=ids).values_list("pk", "fence"))))
        for lead, (since, fence) in list(self.waiting.items()):
            if found.get(lead) != fence:
                self.seconds.append(time.monotonic() - since)
                del self.waiting[lead]

    def _held_by(self, pid: str) -> dict[uuid.UUID, int]:
        """The leads in the hands of this process, with the fences of their streams."""
        found: dict[uuid.UUID, int] = {}
        for stream in Stream.objects.filter(owner__startswith=f"{pid}-"):
            rows = _leads(state="pending", fence=stream.fence).filter(hashed=stream.number)
            if self.is_keyless:
                rows = rows.filter(intent_at__isnull=True)
            found.update(rows.values_list("pk", "fence"))
        return found


def _leads(**which: Any) -> QuerySet[InboundLead]:
    streams = Connection.objects.values("streams")[:1]
    return InboundLead.objects.filter(**which).annotate(hashed=F("person_hash") % streams)
