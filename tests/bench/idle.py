"""What a thousand connected orgs cost while nothing happens.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.idle

Row 13 of the goals: processor time of both workers, beat and PostgreSQL over `--seconds`, as a
share of one core (at most 5 %), and every attempt to reach an org (none).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_server
from typing import Any

import django

from config.embedded.programs import Program, programs
from tests.bench.reach.resources import cpu_seconds, family, parent

GOAL = 0.05
WARM = 50.0  # seconds; starting up is not idling


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orgs", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    orgs, seconds = min(given.orgs, 20_000), min(given.seconds, 3600.0)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], check=True
    )
    django.setup()
    with ExitStack() as ending:
        calls = ending.enter_context(_salesforce())
        _connect(orgs, calls.port)
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        ours = [
            ending.enter_context(_running(program))
            for program in programs(port=1, practice_port=2, data=folder)
            if program.name.startswith(("worker", "beat"))
        ]
        groups = {"workers and beat": ours, "PostgreSQL": [_postgres()]}
        time.sleep(WARM)
        before = {name: _used(pids) for name, pids in groups.items()}
        time.sleep(seconds)
        shares = {name: (_used(groups[name]) - before[name]) / seconds for name in groups}
    print(f"{orgs:,} connected orgs, {seconds:.0f} s without a lead, of one core:")
    for name, share in shares.items():
        print(f"  {name}: {share:.1%}")
    total = sum(shares.values())
    print(f"  together {total:.1%} (goal {GOAL:.0%}), calls to Salesforce: {calls.made}")
    return 0


def _used(pids: list[int]) -> float:
    return sum(cpu_seconds(family(pid)) for pid in pids)


def _postgres() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent(int(cursor.fetchone()[0]))


@contextmanager
def _running(program: Program) -> Iterator[int]:
    process = subprocess.Popen(program.command, stdin=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


class _Calls:
    """How often somebody came to the door of any org."""

    def __init__(self, door: Any) -> None:
        self.port: int = door.getsockname()[1]
        self.made = 0
        self._door = door

    def count(self) -> None:
        """Until the door is closed."""
        try:
            while True:
                self._door.accept()[0].close()
                self.made += 1
        except OSError:
            return


@contextmanager
def _salesforce() -> Iterator[_Calls]:
    with create_server(("127.0.0.1", 0)) as door:
        calls = _Calls(door)
        threading.Thread(target=calls.count, daemon=True).start()
        yield calls


def _connect(orgs: int, port: int) -> None:
    """So many clients, each with a connected org behind that port."""
    from django.utils import timezone

    from connections.models import Connection, Environment, State
    from tenants import walls
    from tenants.identifiers import uuid7
    from tenants.models import Agency, Tenant

    agency = Agency.objects.create(name="Bench")
    tenants = Tenant.objects.bulk_create(
        Tenant(agency=agency, name=f"Client {number}", slug=f"idle-{uuid7().hex[:20]}")
        for number in range(orgs)
    )
    for tenant in tenants:
        with walls.inside(tenant):
            Connection.objects.create(
                tenant=tenant,
                name="Org",
                environment=Environment.PRODUCTION,
                login_url=f"http://127.0.0.1:{port}",
                instance_url=f"http://127.0.0.1:{port}",
                state=State.CONNECTED,
                refresh_token_sealed="sealed",
                refreshed_at=timezone.now(),
            )


if __name__ == "__main__":
    raise SystemExit(main())
