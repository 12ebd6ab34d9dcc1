"""The processes that ship, as `make run` starts them, and what each kind of them uses.

Runs within `python -m config.embedded -- …`, which gives the servers and their addresses. Each
is started in a session of its own and ended by its own pid.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import requests
from celery import current_app
from django.db import connection

from config.embedded.programs import Program, programs, shared_environment

from . import resources

PATIENCE = 90.0


@dataclass(frozen=True)
class Use:
    """Processor seconds by kind of process, and the most memory of a worker in MB."""

    cpu: dict[str, float]
    memory: float = 0.0

    def __sub__(self, earlier: Use) -> Use:
        return Use(
            {name: spent - earlier.cpu.get(name, 0.0) for name, spent in self.cpu.items()},
            self.memory,
        )


class Processes:
    """Web, practice org, beat and worker; use as a context."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.addresses = os.environ["BASE_URL"], os.environ["PRACTICE_URL"]
        self._environment: dict[str, str] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Processes:
        manage = [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"]
        subprocess.run(manage, check=True)
        web, practice = (urlsplit(address).port or 0 for address in self.addresses)
        self._environment = shared_environment(os.environ, port=web, practice_port=practice)
        for one in programs(port=web, practice_port=practice, data=self.folder):
            self._start(one)
        for address in self.addresses:
            self._wait(f"{address}/healthz")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def use(self) -> Use:
        """What each kind has used since it began."""
        families: dict[str, list[int]] = {}
        for name, process in self._running.items():
            # Several workers are one kind.
            families.setdefault(name.partition("-")[0], []).extend(resources.family(process.pid))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = int(cursor.fetchone()[0])
        families["postgres"] = resources.family(resources.parent(backend))
        workers = [resources.memory_mb(pid) for pid in families["worker"]]
        spent = {name: resources.cpu_seconds(pids) for name, pids in families.items()}
        return Use(spent | {"broker": _broker_seconds()}, max(workers))

    def _start(self, program: Program) -> None:
        with (self.folder / f"{program.name}.log").open("ab") as log:
            self._running[program.name] = subprocess.Popen(
                program.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True, env=self._environment,
            )  # fmt: skip

    def _wait(self, address: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                if requests.get(address, timeout=5).ok:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"{address} did not answer; its log is in {self.folder}.")


def _broker_seconds() -> float:
    with current_app.connection_for_read() as broker:
        told = broker.default_channel.client.info("cpu")
    return float(told["used_cpu_sys"]) + float(told["used_cpu_user"])
