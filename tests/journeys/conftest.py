"""Whole stories: the practice org as a process of its own, met over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import requests
from django.db import connections

from connections.clients import open_crm
from connections.crm import Crm
from connections.models import Connection
from syncs.engine.running import run
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.models import Agency, Tenant
from tenants.opening import add_tenant
from tests.stack import free_port


def _app_url() -> str:
    """The address of this test run's own database, as the app role; the host may be a socket."""
    reach = connections["default"].get_connection_params()
    user, password = quote(reach["user"], safe=""), quote(reach["password"], safe="")
    query = urlencode({"host": reach["host"], "port": reach.get("port") or 5432})
    return f"postgres://{user}:{password}@/{reach['dbname']}?{query}"


@pytest.fixture(scope="session")
def practice_process(django_db_setup: None) -> Iterator[str]:
    """The practice org's process on this run's database; its address."""
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


class Story:
    """A tenant furnished as by sign-up, and what a story does with it."""

    def __init__(self, tenant: Tenant, key: str) -> None:
        self.tenant, self.key = tenant, key
        with walls.inside(tenant):
            self.source = Source.objects.select_related("connection").get()

    @property
    def connection(self) -> Connection:
        """The connection as it stands."""
        with walls.inside(self.tenant):
            return Connection.objects.get()

    def crm(self) -> Crm:
        """The org."""
        return open_crm(self.source.connection_id, self.tenant.pk)

    def work(self) -> bool:
        """What a worker does on a wake-up."""
        return run(self.tenant.pk, self.source.connection_id)

    def leads(self) -> list[InboundLead]:
        """All leads, in the order they came."""
        with walls.inside(self.tenant):
            return list(InboundLead.objects.order_by("received_at", "id"))

    def states(self) -> list[str]:
        """Where they stand."""
        return [lead.state for lead in self.leads()]


@pytest.fixture
def story(practice_process: str, transactional_db: None, settings: Any) -> Story:
    """A fresh tenant, connected to its practice org."""
    settings.PRACTICE_URL = practice_process
    # The other process checks the password, with the hasher of production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    opened = add_tenant(Agency.objects.create(name="Journey"), "Journey", user=None)
    return Story(opened.tenant, opened.first_key)
