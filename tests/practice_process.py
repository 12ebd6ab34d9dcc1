"""The practice org as a process of its own, on this test run's database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlencode

import requests
from django.db import connections

from tests.stack import free_port


def _app_url() -> str:
    """The address of this test run's own database, as the app role; the host may be a socket."""
    reach = connections["default"].get_connection_params()
    user, password = quote(reach["user"], safe=""), quote(reach["password"], safe="")
    query = urlencode({"host": reach["host"], "port": reach.get("port") or 5432})
    return f"postgres://{user}:{password}@/{reach['dbname']}?{query}"


@contextmanager
def practice_org_process() -> Iterator[str]:
    """Its address, while it runs."""
    url = f"http://127.0.0.1:{free_port()}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.practice",
        "DATABASE_APP_URL": _app_url(),
        "PRACTICE_URL": url,
    }
    command = [sys.executable, "-m", "gunicorn", "config.practice_wsgi", "-k", "gthread"]
    command += ["--threads", "4", "-b", url.removeprefix("http://"), "--log-level", "warning"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            _wait(f"{url}/healthz")
            yield url
        finally:
            process.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(requests.RequestException):
            if requests.get(address, timeout=5).ok:
                return
        time.sleep(0.05)
    raise TimeoutError(address)
