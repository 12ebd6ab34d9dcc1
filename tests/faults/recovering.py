"""How long the leads that a killed worker had in hand wait until they are worked again."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet

from connections.models import Connection
from syncs.models import InboundLead, Stream

from .world import World


@dataclass(slots=True)
class Recovery:
    """`waiting`: leads of killed workers, by when and under which fence; `seconds` of the rest."""

    world: World
    waiting: dict[uuid.UUID, tuple[float, int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def killed(self, group: int, kill: Callable[[], None]) -> None:
        """Kill a worker, and note the leads that it had in hand then."""
        members = _members(group)
        kill()
        now = time.monotonic()
        for lead, fence in self.world.ask(lambda: self._held_by(members)).items():
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

    def _held_by(self, members: set[str]) -> dict[uuid.UUID, int]:
        """The leads in the hands of these processes, with the fences of their streams."""
        found = {}
        for stream in Stream.objects.exclude(owner=""):
            if stream.owner.partition("-")[0] in members:
                rows = _leads(state="pending", fence=stream.fence)
                mine = rows.filter(hashed=stream.number).values_list("pk", "fence")
                found.update(mine)
        return found


def _leads(**which: Any) -> QuerySet[InboundLead]:
    streams = Connection.objects.values("streams")[:1]
    return InboundLead.objects.filter(**which).annotate(hashed=F("person_hash") % streams)


def _members(group: int) -> set[str]:
    """The numbers of all processes of a group."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(ValueError, ProcessLookupError):
            if os.getpgid(int(entry.name)) == group:
                found.add(entry.name)
    return found
