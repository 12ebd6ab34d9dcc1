"""Starting embedded stacks in tests: in processes of their own, seen from outside."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
# As a new shell would have it: nothing of this test run's own database leaks in.
PLAIN = {n: os.environ[n] for n in ("PATH", "HOME", "PYTHONPATH") if n in os.environ}
# Says what it got, so that a test can count the signals; ends with standard input.
LISTENER = """
import os, signal, sys
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, frame: os.write(1, f"{number}\\n".encode()))
os.write(1, b"ready\\n")
sys.stdin.read()
sys.exit(7)
"""


def wrapper(data: Path, *arguments: str) -> list[str]:
    """The command line that starts a stack on a data folder."""
    return [sys.executable, "-m", "config.embedded", "--data", str(data), *arguments]


def run(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a stack, run its command to the end, and return what came of it."""
    return subprocess.run(
        wrapper(data, *arguments),
        cwd=PROJECT,
        env=PLAIN | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@dataclass(frozen=True)
class Running:
    """A stack that waits: its wrapper process and the variables that it published."""

    process: subprocess.Popen[str]
    variables: dict[str, str]

    def sql(self, statement: str, *, role: str = "DATABASE_URL") -> list[Any]:
        """The rows of one statement, run by the role of the named variable."""
        with psycopg.connect(self.variables[role], autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def end(self) -> int:
        """Let the command end; returns the wrapper's exit code."""
        if self.process.stdin:
            self.process.stdin.close()
        return self.process.wait(60)


@contextmanager
def started(data: Path, *options: str, **variables: str) -> Iterator[Running]:
    """A stack whose command waits until it is told to end."""
    command = wrapper(data, *options, "--", sys.executable, "-c", LISTENER)
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=PLAIN | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield Running(process, published(data))
        finally:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def published(data: Path) -> dict[str, str]:
    """The variables that a running stack keeps for commands beside it."""
    lines = shlex.split((data / "environment").read_text())
    return dict(line.split("=", 1) for line in lines)


def processes_in(data: Path) -> set[int]:
    """The processes that work in a data folder: all of the servers do."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if (entry / "cwd").readlink().is_relative_to(data):
                found.add(int(entry.name))
    return found


def kill(pids: Iterable[int]) -> None:
    """End processes as a power cut would; one may have ended with another."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def opened_in(data: Path) -> dict[int, set[str]]:
    """What each server process of a data folder has open; a connection's may end meanwhile."""
    found = {}
    for pid in processes_in(data):
        with suppress(OSError):
            found[pid] = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    return found


def soon(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition holds within some seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
