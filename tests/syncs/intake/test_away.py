"""The web process while its database or its broker is away, and when the database is back."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

import pytest
import requests
from django.db import connection

from syncs.models import InboundLead
from tenants import walls
from tests.faults.proxy import Proxy, whatever_comes
from tests.faults.trouble_rules import Rule
from tests.stack import free_port
from tests.syncs.conftest import Door

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
LEAD = {"person": {"email": "ada@example.com", "last_name": "Byrne"}}


@contextmanager
def _web(database: Proxy, broker: str) -> Iterator[str]:
    """A web process whose database is behind the proxy; its address."""
    reach = connection.get_connection_params()
    user, password = quote(reach["user"], safe=""), quote(reach["password"], safe="")
    address = f"postgres://{user}:{password}@127.0.0.1:{database.port}/{reach['dbname']}"
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}"]
    command += ["-k", "gthread", "-w", "1", "--threads", "8", "--no-control-socket"]
    changed = {"DATABASE_APP_URL": address, "BROKER_URL": broker}
    changed |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    process = subprocess.Popen([*command, "--log-level", "critical"], env=os.environ | changed)
    try:
        _wait(f"http://127.0.0.1:{port}/favicon.ico")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(requests.RequestException):
            requests.get(address, timeout=5)
            return
        time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture
def database() -> Iterator[Proxy]:
    """The way to this test run's PostgreSQL, which can be cut."""
    reach = connection.get_connection_params()
    host, port = reach["host"], reach.get("port") or 5432
    upstream = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, int(port))
    with Proxy(upstream, whatever_comes) as proxy:
        yield proxy


def _send(address: str, door: Door, key: str = "") -> tuple[requests.Response, float]:
    headers = {"Authorization": f"Bearer {door.text}", "Idempotency-Key": key}
    began = time.monotonic()
    answer = requests.post(f"{address}/api/v1/leads", json=LEAD, headers=headers, timeout=60)
    return answer, time.monotonic() - began


def _stored(door: Door) -> set[str]:
    with walls.inside(door.tenant):
        return {str(lead) for lead in InboundLead.objects.values_list("pk", flat=True)}


def test_a_broker_that_never_answers_delays_no_lead(door: Door, database: Proxy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        broker = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        with _web(database, broker) as address:
            _send(address, door)
            sent = [_send(address, door) for _ in range(20)]
    assert {answer.status_code for answer, _ in sent} == {202}
    assert max(seconds for _, seconds in sent) < 2
    assert {answer.json()["id"] for answer, _ in sent} < _stored(door)


def test_a_database_that_is_away_is_a_503_and_is_found_again(door: Door, database: Proxy) -> None:
    away = Rule("reset_before", is_on=False)
    database.rules = [away]
    with _web(database, "redis://127.0.0.1:1/0") as address:
        acknowledged = {_send(address, door, f"before {number}")[0].json()["id"] for number in "12"}
        away.is_on = True
        for _ in range(3):
            answer, seconds = _send(address, door, "while")
            assert answer.status_code == 503, answer.text
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["Retry-After"] == "1"
            assert "Send the same again" in answer.json()["detail"]
            assert seconds < 10
        assert requests.get(f"{address}/healthz", timeout=30).status_code == 503
        away.is_on = False
        acknowledged.add(_until_taken(address, door))
        assert requests.get(f"{address}/healthz", timeout=30).status_code == 200
    assert _stored(door) == acknowledged


def _until_taken(address: str, door: Door) -> str:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        answer, _ = _send(address, door, "while")
        if answer.status_code == 202:
            return str(answer.json()["id"])
        assert answer.status_code == 503
        time.sleep(0.2)
    raise TimeoutError("The database was not found again.")


def test_an_answer_lost_at_the_commit_counts_once(door: Door, database: Proxy) -> None:
    lost = Rule("reset_after", match=b"syncs_accept", limit=1)
    database.rules = [lost]
    with _web(database, "redis://127.0.0.1:1/0") as address:
        first, _ = _send(address, door, "k")
        again, _ = _send(address, door, "k")
    assert (lost.fired, first.status_code, again.status_code) == (1, 503, 202)
    assert _stored(door) == {again.json()["id"]}
