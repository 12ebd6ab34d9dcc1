"""One history with a crash: leads come in, a process dies at a step, others go on in its place."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from connections.errors import ConfigurationError
from connections.models import State as ConnectionState
from connections.practice.admin.sessions import expire_access
from connections.rehearsal import connect_practice
from syncs import connecting
from syncs.models import InboundLead
from syncs.waking import WORK

from . import kinds, nursery, picture
from .events import LANDS
from .ground import Ground
from .oracle import unbalanced
from .picture import Picture
from .time_passing import pass_time
from .world import World

PHASES = ("accept", "work", "expired", "sweep")
# Longer than any quarantine or pause, and than the longest wait for another try.
LONG = 86_400.0
ROUNDS = 12
# Time is moved here, so that a slow machine must not reach the end of a quarantine by itself.
QUARANTINE = 900.0
# For one task, in seconds.
PATIENCE = 40.0


@dataclass(slots=True)
class History:
    """`run` names its people. `step`: where the process of `phase` died, "" if it lived.

    With `stalls` it does not die, but stands still until all the others have ended. `without`
    is a safety that no process has.
    """

    ground: Ground
    world: World
    run: str
    phase: str
    stalls: bool = False
    without: str = ""
    reconnects: int = 0
    step: str = ""
    notes: list[str] = field(default_factory=list)
    still: int = 0

    def play(self, at: int) -> Picture:
        """Play it with a death at the step of this number, 0 for none; what came of it."""
        for name in ("journal", f"journal{LANDS}", "wakes"):
            self._file(name).unlink(missing_ok=True)
        self._people()
        ids = self._begin({"crash": {"at": at, "journal": str(self._file("journal")),
                                     "stalls": self.stalls}})  # fmt: skip
        self.step = self._died_at(at)
        self._settle()
        if self._land():
            self._settle()
        if self.still:
            if not nursery.go_on(self.still, PATIENCE):
                self.notes.append("the one that stood still did not end")
            self._settle()
        self.notes += unbalanced(self.world)
        return self._picture(ids)

    def _begin(self, watched: dict[str, Any]) -> list[str]:
        """Take the leads in and work them, one process being watched; their ids."""
        payloads = kinds.payloads(self.run)
        self._accept(payloads, watched if self.phase == "accept" else {})
        ids = self._accept(payloads, {})
        if self.phase == "expired":
            expire_access(self.world.workshop().org)
        if self.phase == "sweep":
            self._task("syncs.tasks.sweep", [], watched)
        elif self.phase != "accept":
            self._task(WORK, self._first(), watched)
        return ids

    def _picture(self, ids: Sequence[str]) -> Picture:
        try:
            return picture.take(self.world, self.run, ids)
        except ConfigurationError:
            # A refresh that landed late used its token up behind the next one's, and ended both.
            self._reconnect()
            return picture.take(self.world, self.run, ids)

    def steps(self) -> list[str]:
        """The steps that the watched process took."""
        lines = self._lines("journal")
        return [line.partition(" ")[2] for line in lines if line[0].isdigit()]

    def pending(self) -> int:
        """How many leads have not ended."""
        return self.world.states()["pending"]

    def _people(self) -> None:
        hand = self.world.hand("Tom Reyes")
        for sobject, fields, is_converted in kinds.residents(self.run):
            made = hand.create(sobject, fields)
            if is_converted:
                hand.convert(made)

    def _accept(self, payloads: Sequence[Any], mischief: dict[str, Any]) -> list[str]:
        """The ids of the leads; with mischief the process may die of it, and sent again it is."""
        order = {"leads": payloads, "key": self.run, "tenant": str(self.world.tenant.pk)}
        self._do("accept", mischief, **order)
        return self.world.ask(self._ids)

    def _ids(self) -> list[str]:
        rows = InboundLead.objects.filter(email__endswith=f"@{self.run}.example")
        return [str(one) for one in rows.values_list("pk", flat=True)]

    def _settle(self) -> None:
        """Sweep and work, as time goes by, until every lead has ended."""
        for turn in range(ROUNDS):
            if not self.pending():
                return
            pass_time(self.world, LONG if turn > 1 else settings.INLET_LEASE + 1)
            if turn == 1:
                self._land()
            self._reconnect()
            self._task("syncs.tasks.sweep", [], {})
            self._work_off()

    def _work_off(self) -> None:
        """Do what was asked for, and what is asked for by that."""
        asked = self._wakes()
        for _ in range(ROUNDS):
            if not asked:
                return
            name, arguments = asked.pop(0)
            if name == WORK:
                self._task(name, arguments, {})
                asked += self._wakes()

    def _land(self) -> bool:
        """Let the call reach the org that was under way at the death, once; whether there is one.

        By then others have looked the people up, and worked them if they believed they may.
        """
        going = self._file(f"journal{LANDS}")
        if not self.step.startswith("during") or self.stalls or going.exists():
            return False
        going.touch()
        until = time.monotonic() + PATIENCE
        while not any(line.startswith("landed") for line in self._lines("journal")):
            if time.monotonic() > until:
                self.notes.append("the late call never reached the org")
                break
            time.sleep(0.01)
        return True

    def _reconnect(self) -> None:
        """What a person does when the product says that they have to."""
        found = self.world.connection()
        if found.state == ConnectionState.NEEDS_RECONNECT:
            connecting.connected(connect_practice(found), actor="Somebody")
            self.reconnects += 1

    def _first(self) -> list[Any]:
        """What the first wake-up said; if it never came, what the sweeper's says."""
        if not self._wakes():
            self._task("syncs.tasks.sweep", [], {})
        return next(arguments for name, arguments in self._wakes() if name == WORK)

    def _task(self, name: str, arguments: Sequence[Any], mischief: dict[str, Any]) -> None:
        self._file("wakes").unlink(missing_ok=True)
        self._do("task", mischief, task=name, arguments=list(arguments))

    def _do(self, what: str, mischief: dict[str, Any], **order: Any) -> None:
        done = self._file("done")
        told: dict[str, Any] = {**mischief, "wakes": str(self._file("wakes"))}
        told["settings"] = {"INLET_GATHER": 0.0, "INLET_QUARANTINE": QUARANTINE}
        if self.without:
            told["without"] = self.without
        done.unlink(missing_ok=True)
        pid = self.ground.nursery.start("history", do=what, mischief=told, done=str(done), **order)
        if not nursery.wait(pid, PATIENCE):
            self.notes.append(f"{what} did not end")
            nursery.end(pid, signal.SIGKILL)
        if nursery.is_still(pid):
            self.still = pid
        elif not done.exists() and not mischief.get("crash", {}).get("at"):
            self.notes.append(f"{what} failed, see history.log")

    def _wakes(self) -> list[tuple[str, list[Any]]]:
        return [tuple(json.loads(line)) for line in dict.fromkeys(self._lines("wakes"))]

    def _died_at(self, at: int) -> str:
        steps = self.steps()
        return steps[at - 1] if 0 < at <= len(steps) else ""

    def _file(self, name: str) -> Path:
        return self.ground.folder / f"{self.run}.{name}"

    def _lines(self, name: str) -> list[str]:
        path = self._file(name)
        return path.read_text().splitlines() if path.exists() else []
