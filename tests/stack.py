"""Real processes for tests that kill some: web, practice org, beat and workers, by hand.

Runs within `python -m config.embedded -- …`, which gives the servers and their addresses.
Everything is started in a session of its own and ended by its own pid.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import requests

PATIENCE = 90.0


def free_port() -> int:
    """A port of the loopback address that nobody listens at now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Stack:
    """The product's processes; use as a context. `workers` is how many worker processes run.

    `front`: the port at which the practice org is reached, if something stands before it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 1,
        web_workers: int = 1,
        front: int = 0,
    ) -> None:
        self.folder = folder
        self.workers, self.web_workers = workers, web_workers
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = 0
        self.ports = free_port(), free_port()
        self.base_url = f"http://127.0.0.1:{self.ports[0]}"
        self.practice_url = f"http://127.0.0.1:{front or self.ports[1]}"
        os.environ |= {"BASE_URL": self.base_url, "PRACTICE_URL": self.practice_url}

    def __enter__(self) -> Stack:
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "--database", "owner", "-v0"], check=True)
        self.start_web()
        self.start_practice()
        beat = [*celery(), "beat", "-s", str(self.folder / "beat"), "--pidfile="]
        self.start("beat", beat)
        for number in range(self.workers):
            self.start_worker(number)
        for port in self.ports:
            self.wait(f"http://127.0.0.1:{port}/healthz")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self.running):
            self.end(name, signal.SIGTERM)

    def start_web(self, environment: Mapping[str, str] | None = None) -> None:
        """Start the product's web server, with more in its environment."""
        web = _gunicorn("config.wsgi", self.ports[0], self.web_workers)
        self.start("web", web, environment)

    def start_practice(self) -> None:
        """Start the practice orgs."""
        self.start("practice", _gunicorn("config.practice_wsgi", self.ports[1], 1))

    def start_worker(self, number: int = 0) -> None:
        """Start a worker process."""
        name = f"worker{number}"
        options = ["worker", "-n", f"{name}@%h", "-l", "warning"]
        self.start(name, [*celery(), *options])

    def kill_worker(self, number: int = 0) -> None:
        """End a worker and its children as a power cut would."""
        self.kills += 1
        self.end(f"worker{number}", signal.SIGKILL)

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        """Start a process under this name, with more in its environment."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, **(environment or {})},
            )

    def end(self, name: str, how: signal.Signals) -> None:
        """End a process and its children; after 20 seconds as a power cut would."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)

    def wait(self, address: str) -> None:
        """Return once the address answers well. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                if requests.get(address, timeout=5).ok:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"{address} did not answer; its log is in {self.folder}.")


def _gunicorn(app: str, port: int, workers: int) -> list[str]:
    options = ["-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", str(workers), "--threads", "8"]
    return [sys.executable, "-m", "gunicorn", app, *options, "--log-level", "warning"]


def celery() -> list[str]:
    """The command line of Celery up to its own commands."""
    return [sys.executable, "-m", "celery", "-A", "config.celery"]
