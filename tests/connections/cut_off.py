"""A process that dies after Salesforce has answered and before the answer is stored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings as configured
from django.db import connections as databases

from connections.models import Connection
from tests.conftest import owner_connection
from tests.practice_process import app_url

CHILD = """
import sys, uuid, django
django.setup()
from connections import oauth
tenant, connection, generation = sys.argv[1:]
oauth.refresh(uuid.UUID(connection), uuid.UUID(tenant), seen_generation=int(generation))
"""


@contextmanager
def nobody_can_write(table: str) -> Iterator[None]:
    """Rows can be read and locked, but not changed: what would store them waits."""
    with owner_connection(configured.DATABASES["default"]["NAME"]) as owner:
        owner.execute("BEGIN")
        owner.execute(f'LOCK TABLE "{table}" IN SHARE MODE')
        try:
            yield
        finally:
            owner.execute("ROLLBACK")


def wait_until(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def somebody_waits_to_write() -> bool:
    with databases["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted "
            "AND relation = 'connections_connection'::regclass AND mode = 'RowExclusiveLock'"
        )
        return bool(cursor.fetchone()[0])


def die_between_answer_and_commit(connection: Connection, practice_url: str) -> None:
    """A process refreshes; it is killed when it has the new token but hasn't stored it."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_APP_URL": app_url(),
        "PRACTICE_URL": practice_url,
    }
    names = [str(connection.tenant_id), str(connection.pk), str(connection.generation)]
    with nobody_can_write("connections_connection"):
        child = subprocess.Popen([sys.executable, "-c", CHILD, *names], env=environment)
        try:
            wait_until(somebody_waits_to_write)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait(timeout=20)
    wait_until(lambda: not somebody_waits_to_write())
