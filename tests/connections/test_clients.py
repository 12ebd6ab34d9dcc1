"""The one door to an org: it opens for its own tenant, with living tokens, and keeps them alive."""

from __future__ import annotations

import base64
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections

from connections import oauth, soql
from connections.clients import open_crm, stop_calling
from connections.crm import Usage
from connections.errors import NOT_CONNECTED, VAULT_CLOSED, ConfigurationError, failure
from connections.models import Connection, State
from tenants import walls
from tenants.models import Tenant

from .conftest import ORG, USER, stored
from .scripted import Answer, Script, Seen

LEADS = soql.select("Lead", ["Id"])
NO_ROWS = {"referenceId": "part0", "httpStatusCode": 200, "body": {"done": True, "records": []}}


class RotatingHost:
    """Salesforce with rotation on: each refresh token works once, and its reuse ends them all."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pair = 1
        self.refreshes = 0
        self.revoked = False
        self._lock = threading.Lock()

    def __call__(self, seen: Seen) -> Answer:
        with self._lock:
            return self._token(seen) if seen.path.endswith("/token") else self._api(seen)

    def _token(self, seen: Seen) -> Answer:
        self.refreshes += 1
        self.revoked = self.revoked or seen.form["refresh_token"] != f"r{self.pair}"
        if self.revoked:
            return Answer({"error": "invalid_grant"}, status=400)
        self.pair += 1
        return Answer(
            {
                "access_token": f"a{self.pair}",
                "refresh_token": f"r{self.pair}",
                "instance_url": self.url,
                "id": f"{self.url}/id/{ORG}/{USER}",
            }
        )

    def _api(self, seen: Seen) -> Answer:
        # The first access token has ended.
        if (
            self.pair == 1
            or self.revoked
            or seen.headers["Authorization"] != f"Bearer a{self.pair}"
        ):
            ended = {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}
            return Answer([ended], status=401)
        return Answer({"compositeResponse": [NO_ROWS]})


def test_the_door_opens(connected: Connection, script: Script) -> None:
    script.say(
        Answer({"compositeResponse": [NO_ROWS]}, headers={"Sforce-Limit-Info": "api-usage=5/15000"})
    )
    crm = open_crm(connected.pk, connected.tenant_id)
    assert crm.find([LEADS]) == [[]]
    assert script.seen[0].headers["Authorization"] == "Bearer a1"
    assert crm.usage == Usage(5, 15000)


def test_a_connection_that_is_always_refused_waits_for_a_person(connected: Connection) -> None:
    refused = ConfigurationError(failure("API_DISABLED_FOR_ORG", "The REST API is not enabled."))
    stop_calling(connected.pk, connected.tenant_id, refused)
    row = stored(connected)
    assert row.state == State.NEEDS_RECONNECT
    assert row.problem.startswith("The org, or our user, may not use the API.")


def test_it_opens_for_its_own_tenant_only(
    connected: Connection, outsider: Tenant, script: Script
) -> None:
    for connection_id, tenant_id in (
        (connected.pk, outsider.pk),
        (uuid.uuid4(), connected.tenant_id),
    ):
        with pytest.raises(Connection.DoesNotExist):
            open_crm(connection_id, tenant_id)
    assert script.seen == []


@pytest.mark.parametrize("state", [State.NEW, State.NEEDS_RECONNECT, State.DISCONNECTED])
def test_it_stays_shut_without_living_tokens(connected: Connection, state: State) -> None:
    with walls.inside(connected.tenant_id):
        Connection.objects.update(state=state, problem="Salesforce ended our access.")
    with pytest.raises(ConfigurationError) as caught:
        open_crm(connected.pk, connected.tenant_id)
    assert (caught.value.code, caught.value.message) == (
        NOT_CONNECTED, "Salesforce ended our access.",
    )  # fmt: skip


def test_it_stays_shut_if_the_vault_cannot_open_the_token(
    connected: Connection, settings: Any
) -> None:
    settings.VAULT_KEYS = "k9:" + base64.b64encode(bytes(32)).decode()
    with pytest.raises(ConfigurationError) as caught:
        open_crm(connected.pk, connected.tenant_id)
    assert caught.value.code == VAULT_CLOSED
    row = stored(connected)
    assert (row.state, row.problem) == (
        State.NEEDS_RECONNECT,
        "Inlet can no longer read the tokens of this connection. Connect the org again. The "
        "leads wait meanwhile.",
    )


def test_an_ended_session_is_renewed_as_often_as_it_ends(
    connected: Connection, script: Script
) -> None:
    host = RotatingHost(script.url)
    script.otherwise = host
    crm = open_crm(connected.pk, connected.tenant_id)
    crm.find([LEADS])
    host.pair += 1  # somebody ended the session of the second pair
    with walls.inside(connected.tenant_id):
        row = Connection.objects.get()
        row.refresh_token = f"r{host.pair}"
        row.save()
    crm.find([LEADS])
    row = stored(connected)
    assert (host.refreshes, row.access_token, row.refresh_token) == (2, "a4", "r4")
    assert not host.revoked


@pytest.mark.django_db(transaction=True)
def test_leads_are_taken_in_while_a_refresh_waits_for_salesforce(
    connected: Connection, script: Script
) -> None:
    host = RotatingHost(script.url)
    script.say(lambda seen: replace(host(seen), delay=2.5))

    def refresh() -> int:
        try:
            return oauth.refresh(connected.pk, connected.tenant_id, seen_generation=1).generation
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        running = worker.submit(refresh)
        while not script.seen:
            time.sleep(0.01)
        started = time.monotonic()
        # A row that points at the connection, as every lead does.
        oauth.begin(connected, redirect_uri="https://inlet.example/back", user_id=None)
        assert time.monotonic() - started < 2
        assert running.result() == 2


@pytest.mark.django_db(transaction=True)
def test_eight_workers_with_an_ended_session_refresh_it_once(
    connected: Connection, script: Script
) -> None:
    host = RotatingHost(script.url)
    script.otherwise = host
    together = threading.Barrier(8)

    def work(_: int) -> list[list[Any]]:
        try:
            crm = open_crm(connected.pk, connected.tenant_id)
            together.wait(timeout=10)
            return [list(rows) for rows in crm.find([LEADS])]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as workers:
        found = list(workers.map(work, range(8)))
    row = stored(connected)
    assert found == [[[]]] * 8
    assert (host.refreshes, host.revoked) == (1, False)
    assert (row.state, row.generation, row.access_token) == (State.CONNECTED, 2, "a2")
