"""The steps of a lead's way as a process takes them: commits, calls, wake-ups, each by its name.

A process that watches itself writes every step into a journal, and at the one it was told, before
it, after it, or, for a call, while the call is under way, it ends itself with SIGKILL, or stands
still until it is continued: then it believes that no time has passed.
"""

from __future__ import annotations

import inspect
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import requests
from celery import Celery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from requests.adapters import HTTPAdapter

_CHANGES = re.compile(r"(?<!FOR )(?<!FOR NO KEY )\b(INSERT INTO|UPDATE|DELETE FROM)\b")
_OURS = re.compile(r"^(syncs|connections|mappings)\.(?!practice)")
_ENGINE = re.compile(r"^syncs\.")
# A call that was under way when its process died reaches the org when the file named like the
# journal with this at its end is there, or after so many seconds.
LANDS, LATEST = ".lands", 60.0


@dataclass(slots=True)
class Watch:
    """Which step ends or stalls the process, counted from 1 (0: none); where steps are noted."""

    at: int
    journal: str
    stalls: bool = False
    met: int = 0

    def meet(self, step: str) -> bool:
        """Note the step; whether it is the one."""
        self.met += 1
        self.note(f"{self.met} {step}")
        return self.met == self.at

    def note(self, line: str) -> None:
        """A line in the journal, which outlives the process."""
        descriptor = os.open(self.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(descriptor, f"{line}\n".encode())
        os.close(descriptor)

    def step(self, name: str) -> None:
        """Die here or stand still, if this is the step."""
        if self.meet(name):
            if not self.stalls:
                die()
            os.kill(os.getpid(), signal.SIGSTOP)


def die() -> NoReturn:
    """End this process and its children as a power cut does."""
    os.killpg(os.getpgrp(), signal.SIGKILL)
    raise AssertionError("It lives on.")


def watch(at: int, journal: str, *, stalls: bool) -> None:
    """Watch this process from now on."""
    one = Watch(at, journal, stalls)
    _watch_commits(one)
    _watch_calls(one)
    _watch_wakes(one)


def place(modules: re.Pattern[str]) -> str:
    """The function of these modules that does it: the innermost that is no context manager."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name, code = frame.f_globals.get("__name__", ""), frame.f_code
        if modules.match(name) and not code.co_flags & inspect.CO_GENERATOR:
            return f"{name}.{code.co_qualname}"
        frame = frame.f_back
    return "?"


def _watch_commits(one: Watch) -> None:
    """Commits of transactions that changed something."""
    execute, commit = CursorWrapper.execute, BaseDatabaseWrapper._commit
    changed: set[int] = set()

    def executed(self: CursorWrapper, sql: Any, *args: Any, **kwargs: Any) -> Any:
        if _CHANGES.search(str(sql)):
            changed.add(id(self.db))
        return execute(self, sql, *args, **kwargs)

    def committed(self: BaseDatabaseWrapper) -> None:
        if id(self) not in changed:
            return commit(self)
        changed.discard(id(self))
        name = place(_OURS)
        one.step(f"before the commit of {name}")
        commit(self)
        return one.step(f"after the commit of {name}")

    CursorWrapper.execute = executed  # type: ignore[method-assign]
    BaseDatabaseWrapper._commit = committed  # type: ignore[method-assign]


def _watch_calls(one: Watch) -> None:
    send = HTTPAdapter.send

    def sent(self: HTTPAdapter, request: requests.PreparedRequest, **kwargs: Any) -> Any:
        name = f"call of {place(_ENGINE)} ({(request.url or '').split('/services/')[-1]})"
        one.step(f"before the {name}")
        if one.meet(f"during the {name}") and not one.stalls:
            _send_from_the_grave(one, lambda: send(HTTPAdapter(), request, timeout=LATEST))
        answer = send(self, request, **kwargs)
        one.step(f"after the {name}")
        return answer

    HTTPAdapter.send = sent  # type: ignore[method-assign]


def _send_from_the_grave(one: Watch, send: Callable[[], Any]) -> NoReturn:
    """Die, and let the request reach the org a while afterwards, as networks do."""
    ready, told = os.pipe()
    if os.fork():
        os.read(ready, 1)
        die()
    os.setsid()
    os.write(told, b".")
    # With the dead one's sockets its transactions would live on, and the locks they hold.
    os.closerange(3, 4096)
    try:
        until = time.monotonic() + LATEST
        while not Path(f"{one.journal}{LANDS}").exists() and time.monotonic() < until:
            time.sleep(0.01)
        answer = send()
        one.note(f"landed {answer.status_code}")
    finally:
        os._exit(0)


def _watch_wakes(one: Watch) -> None:
    send = Celery.send_task

    def sent(self: Celery, name: str, *args: Any, **kwargs: Any) -> Any:
        one.step(f"before the wake-up {name}")
        found = send(self, name, *args, **kwargs)
        one.step(f"after the wake-up {name}")
        return found

    Celery.send_task = sent
