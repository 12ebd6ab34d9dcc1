"""What is measured: two servers with the same gunicorn settings, and something to send to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests

from tests.stack import free_port

GUNICORN = ("-k", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning")
YARDSTICK = "tests.bench.intake.yardstick"


@dataclass(frozen=True)
class Ground:
    """The ports of both servers, and what opens them."""

    ours: int
    bare: int
    key: str
    token: str


@contextmanager
def ground() -> Iterator[Ground]:
    """Both servers, on tables that are there but empty."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], check=True
    )
    settings = {"DJANGO_SETTINGS_MODULE": f"{YARDSTICK}.settings", "YARDSTICK_URL": _database()}
    django = [sys.executable, "-m", "django"]
    subprocess.run(
        [*django, "migrate", "--run-syncdb", "-v0"], check=True, env=os.environ | settings
    )
    with (
        _served("config.wsgi", {}) as ours,
        _served(f"{YARDSTICK}.wsgi", settings) as bare,
    ):
        yield Ground(ours, bare, key=_key(), token=_token(settings))


def _database() -> str:
    """A database of the yardstick's own on the same server."""
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as owner:
        there = owner.execute("SELECT 1 FROM pg_database WHERE datname = 'yardstick'").fetchone()
        if there is None:
            owner.execute("CREATE DATABASE yardstick")
    return urlunsplit(urlsplit(address)._replace(path="/yardstick"))


def _key() -> str:
    """The key of a source whose connection nobody works."""
    from tests.bench.intake.world import open_source

    return open_source()


def _token(settings: dict[str, str]) -> str:
    made = subprocess.run(
        [sys.executable, "-c", _MAKE_TOKEN],
        check=True, capture_output=True, text=True, env=os.environ | settings,
    )  # fmt: skip
    return made.stdout.strip()


_MAKE_TOKEN = """
import django
django.setup()
from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
user, _ = User.objects.get_or_create(username="bench")
print(Token.objects.get_or_create(user=user)[0].key)
"""


@contextmanager
def _served(application: str, settings: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}", *GUNICORN]
    process = subprocess.Popen(
        [*command, "--no-control-socket", "--keep-alive", "30"], env=os.environ | settings
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(requests.RequestException):
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not answer.")
