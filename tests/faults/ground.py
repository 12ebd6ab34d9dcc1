"""Everything that a scenario stands on: servers, proxies, web, practice orgs, workers, tenants."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django

from tests.stack import Stack, free_port

from . import nursery
from .figures import Book
from .nursery import Nursery
from .proxy import Proxy, whatever_comes, whole_request
from .servers import Servers

# In the proportion of the product's own, but quick: no call outlives a lease, none a quarantine.
TIMES = {
    "INLET_LEASE": "6",
    "INLET_QUARANTINE": "16",
    "INLET_GATHER": "0.2",
    "SALESFORCE_CONNECT_TIMEOUT": "2",
    "SALESFORCE_READ_TIMEOUT": "3.5",
    "SALESFORCE_TOTAL_TIMEOUT": "4.5",
}
OPTIONS = ["-l", "warning", "--without-gossip", "--without-mingle"]


class Ground:
    """What runs; use as a context. Calls to orgs always pass the proxy `org`."""

    def __init__(self, data: Path, book: Book) -> None:
        self.data, self.book = data, book
        self.folder = data / "logs"
        self.workers: dict[int, int] = {}
        self.kills = 0
        self._ending = ExitStack()

    def __enter__(self) -> Ground:
        with ExitStack() as ending:
            self.servers = ending.enter_context(Servers(self.data))
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            os.environ |= TIMES | self.servers.variables
            os.environ |= {"INLET_EMBEDDED": "1", "LOG_LEVEL": "WARNING"}
            front = free_port()
            self.stack = Stack(self.folder, workers=0, web_workers=2, front=front)
            upstream = ("127.0.0.1", self.stack.ports[1])
            self.org = ending.enter_context(Proxy(upstream, whole_request, port=front))
            self.database = ending.enter_context(
                Proxy(self.servers.database_socket, whatever_comes)
            )
            ending.enter_context(self.stack)
            self.nursery = ending.enter_context(Nursery(self.folder, {}))
            django.setup()
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_workers(signal.SIGKILL)
        self._ending.close()

    @contextmanager
    def through_proxy(self) -> Iterator[Proxy]:
        """Web and new workers reach PostgreSQL by way of a proxy, meanwhile."""
        parts = urlsplit(self.servers.variables["DATABASE_APP_URL"])
        place = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{self.database.port}"
        url = urlunsplit(parts._replace(netloc=place, query="sslmode=disable"))
        usual = self.nursery
        with Nursery(self.folder, {"DATABASE_APP_URL": url}) as self.nursery:
            self._restart_web({"DATABASE_APP_URL": url})
            try:
                yield self.database
            finally:
                self.database.rules.clear()
                self.stop_workers()
                self._restart_web({})
                self.nursery = usual

    def _restart_web(self, environment: Mapping[str, str]) -> None:
        self.stack.end("web", signal.SIGTERM)
        self.stack.start_web(environment)
        self.stack.wait(f"{self.stack.base_url}/healthz")

    def start_workers(self, count: int, **mischief: Any) -> None:
        """Let so many workers run, each with this done to it (``mischief``)."""
        for number in range(count):
            self.start_worker(number, **mischief)

    def start_worker(self, number: int, **mischief: Any) -> None:
        """Start one worker under this number."""
        name = f"worker{number}"
        options = [*OPTIONS, "-n", f"{name}@%h"]
        self.workers[number] = self.nursery.start(
            name, do="worker", options=options, mischief=mischief
        )

    def end_worker(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End one worker, by SIGKILL as a power cut does."""
        self.kills += how is signal.SIGKILL
        nursery.end(self.workers.pop(number), how)

    def stop_workers(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End all workers that are left."""
        for number in list(self.workers):
            nursery.end(self.workers.pop(number), how)

    def restart_the_dead(self, **mischief: Any) -> int:
        """Start workers again that ended by themselves, as a supervisor does; how many."""
        dead = [number for number, pid in self.workers.items() if not nursery.lives(pid)]
        for number in dead:
            self.start_worker(number, **mischief)
        return len(dead)

    def kill_web_worker(self, chance: random.Random) -> bool:
        """Kill one of the web server's workers; the server starts another. False without one."""
        found = _children(self.stack.running["web"].pid)
        if not found:
            return False
        os.kill(chance.choice(found), signal.SIGKILL)
        return True


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sorted(int(one) for one in found)
