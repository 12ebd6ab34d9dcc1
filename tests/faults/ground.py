"""Everything that a scenario stands on: servers, proxies, web, practice orgs, workers, tenants."""

from __future__ import annotations

import os
import random
import shutil
import signal
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import django

from tests.stack import Stack, free_port

from . import nursery
from .figures import Book
from .nursery import Nursery
from .proxy import Proxy, whatever_comes, whole_request
from .servers import Servers

# In the proportion of the product's own, but quick: no call outlives a lease, none a quarantine.
TIMES = {
    "INLET_LEASE": "8",
    "INLET_QUARANTINE": "20",
    "SALESFORCE_CONNECT_TIMEOUT": "2",
    "SALESFORCE_READ_TIMEOUT": "5",
    "SALESFORCE_TOTAL_TIMEOUT": "6",
}
OPTIONS = ["-c", "1", "-l", "warning", "--without-gossip", "--without-mingle"]


@dataclass(slots=True)
class Ground:
    """What runs; use as a context. `through_proxy`: product and PostgreSQL meet in a proxy."""

    data: Path
    book: Book
    through_proxy: bool = False
    workers: dict[int, int] = field(default_factory=dict)
    kills: int = 0
    servers: Servers = field(init=False)
    stack: Stack = field(init=False)
    nursery: Nursery = field(init=False)
    org: Proxy = field(init=False)
    database: Proxy = field(init=False)
    folder: Path = field(init=False)
    _ending: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Ground:
        with ExitStack() as ending:
            self.servers = ending.enter_context(Servers(self.data))
            self.folder = self.data / "logs"
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            os.environ |= TIMES | self.servers.variables
            os.environ |= {"INLET_EMBEDDED": "1", "LOG_LEVEL": "WARNING"}
            self.database = ending.enter_context(
                Proxy(self.servers.database_socket, whatever_comes)
            )
            front = free_port()
            through = self._through_proxy() if self.through_proxy else ""
            self.stack = Stack(
                self.folder, workers=0, web_workers=2, front=front, database=through
            )
            upstream = ("127.0.0.1", self.stack.ports[1])
            self.org = ending.enter_context(Proxy(upstream, whole_request, port=front))
            ending.enter_context(self.stack)
            os.environ |= self.stack.ours
            self.nursery = ending.enter_context(Nursery(self.folder))
            os.environ |= self.servers.variables
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
            django.setup()
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_workers(signal.SIGKILL)
        self._ending.close()

    def _through_proxy(self) -> str:
        """The app's address of the database, by way of the proxy."""
        parts = urlsplit(self.servers.variables["DATABASE_APP_URL"])
        place = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{self.database.port}"
        return urlunsplit(parts._replace(netloc=place, query=f"sslmode={quote('disable')}"))

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
