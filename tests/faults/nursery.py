"""Where processes of the product are born, already loaded: a fork is quicker than a start.

It reads orders from its standard input, a line of JSON each, and answers with the number of the
process that carries it out. When its input ends, so do they.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_BEGIN = "import django; django.setup(); from tests.faults import orders; orders.main()"


class Nursery:
    """The harness's end of it; a context. An order is for ``orders.ORDERS``.

    Logs go into the folder; `environment` is had in addition to this process's own.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, **self.environment},
        )
        self._line()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)

    def start(self, name: str, **order: Any) -> int:
        """Begin a process that carries out the order; its number, and that of its group."""
        told = {**order, "log": str(self.folder / f"{name}.log")}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The nursery ended.")
        return line


def lives(pid: int) -> bool:
    """Whether this process of the nursery still runs."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def end(pid: int, how: signal.Signals, *, patience: float = 40.0) -> None:
    """End a process of the nursery and all of its group; after `patience` by SIGKILL."""
    for number in (how, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(pid, number)
        if wait(pid, patience):
            return


def go_on(pid: int, patience: float) -> bool:
    """Continue a process that stands still; whether it ended within so many seconds."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
    until = time.monotonic() + patience
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not lives(pid)


def is_still(pid: int) -> bool:
    """Whether the process was stopped and can be continued."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    return False


def wait(pid: int, patience: float) -> bool:
    """Whether the process ended, or stopped, within so many seconds."""
    until = time.monotonic() + patience
    while lives(pid) and not is_still(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
