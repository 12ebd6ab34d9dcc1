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
    """The product's processes; use as a context. `workers` is how many worker processes run."""

    def __init__(self, folder: Path, *, workers: int = 1) -> None:
        self.folder = folder
        self.workers = workers
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = 0
        ports = free_port(), free_port()
        self.base_url, self.practice_url = (f"http://127.0.0.1:{port}" for port in ports)
        os.environ |= {"BASE_URL": self.base_url, "PRACTICE_URL": self.practice_url}
        self._ports = ports

    def __enter__(self) -> Stack:
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "--database", "owner", "-v0"], check=True)
        web, practice = self._ports
        self._start("web", _gunicorn("config.wsgi", web))
        self._start("practice", _gunicorn("config.practice_wsgi", practice))
        self._start("beat", [*_celery(), "beat", "-s", str(self.folder / "beat")])
        for number in range(self.workers):
            self.start_worker(number)
        for url in (self.base_url, self.practice_url):
            self._wait(f"{url}/healthz")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self.running):
            self._end(name, signal.SIGTERM)

    def start_worker(self, number: int = 0) -> None:
        """Start a worker process with one child."""
        name = f"worker{number}"
        self._start(name, [*_celery(), "worker", "-c", "1", "-n", name, "-l", "warning"])

    def kill_worker(self, number: int = 0) -> None:
        """End a worker and its children as a power cut would."""
        self.kills += 1
        self._end(f"worker{number}", signal.SIGKILL)

    def _start(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def _end(self, name: str, how: signal.Signals) -> None:
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)

    def _wait(self, address: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                if requests.get(address, timeout=5).ok:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"{address} did not answer; its log is in {self.folder}.")


def _gunicorn(app: str, port: int) -> list[str]:
    options = ["-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "1", "--threads", "8"]
    return [sys.executable, "-m", "gunicorn", app, *options, "--log-level", "warning"]


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "config.celery"]
