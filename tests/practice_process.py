"""The practice org as a process of its own, on this test run's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import requests
from django.db import connections

from tests.stack import free_port


def app_url() -> str:
    """The address of this test run's own database, as the app role; the host may be a socket."""
    reach = connections["default"].get_connection_params()
    user, password = quote(reach["user"], safe=""), quote(reach["password"], safe="")
    query = urlencode({"host": reach["host"], "port": reach.get("port") or 5432})
    return f"postgres://{user}:{password}@/{reach['dbname']}?{query}"


@dataclass(frozen=True)
class Tls:
    """Files for serving https: the certificate's chain, its key, the authority that made it."""

    certificate: str
    key: str
    authority: str


@contextmanager
def practice_org_process(tls: Tls | None = None, *, workers: int = 1) -> Iterator[str]:
    """Its address, while it runs. With `tls` it answers at names of Salesforce's too."""
    url = f"{'https' if tls else 'http'}://127.0.0.1:{free_port()}"
    with _served(url, tls, workers=workers) as process:
        try:
            _wait(f"{url}/healthz", tls)
            yield url
        finally:
            process.terminate()


class Mortal:
    """A practice org that can be killed, as a whole, at any moment; use as a context."""

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.start()

    def __enter__(self) -> Mortal:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Begin, at the same address as before; it answers when this returns."""
        self._process = _served(self.url, None, workers=2)
        _wait(f"{self.url}/healthz", None)

    def kill(self) -> None:
        """SIGKILL to the server and its workers, which are a group of their own."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=20)


def _served(url: str, tls: Tls | None, *, workers: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.practice",
        "DATABASE_APP_URL": app_url(),
        "PRACTICE_URL": "https://login.salesforce.com" if tls else url,
        "PRACTICE_HOSTS": "127.0.0.1,localhost,.salesforce.com",
    }
    command = [sys.executable, "-m", "gunicorn", "config.practice_wsgi", "-k", "gthread"]
    # Calls that are made to wait need threads too.
    command += ["--workers", str(workers), "--threads", "16"]
    # The org itself says when an address is too long (salesforce-facts 3.2).
    command += ["--limit-request-line", "0"]
    command += ["-b", url.partition("://")[2], "--log-level", "warning"]
    if tls:
        command += ["--certfile", tls.certificate, "--keyfile", tls.key]
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _wait(address: str, tls: Tls | None) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(requests.RequestException):
            if requests.get(address, timeout=5, verify=tls.authority if tls else None).ok:
                return
        time.sleep(0.05)
    raise TimeoutError(address)
