"""Faults as they are on the wire: real connections to a real server."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from connections.practice.browsing import calls, counts
from connections.practice.faulting import add_fault
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, find_org, open_practice_org
from connections.practice.rules.faults import Fault
from tenants.models import Tenant

from .conftest import VERSION

LEAD = {"LastName": "Ruiz", "Company": "Acme"}


class Wire:
    """The org at its address, one connection for each call."""

    def __init__(self, address: str, org: PracticeOrg, credentials: Credentials) -> None:
        self.address, self.org = address, org
        form = {
            "grant_type": "client_credentials",
            "client_id": credentials.consumer_key,
            "client_secret": credentials.consumer_secret,
        }
        answer = requests.post(f"{address}/services/oauth2/token", form, timeout=30)
        self.token = answer.json()["access_token"]

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=20)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, f"{VERSION}/{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def create(self) -> tuple[int, bytes]:
        return self.call("POST", "sobjects/Lead", LEAD)

    def leads(self) -> int:
        return counts(self.org)["Lead"]


@pytest.fixture
def wire(transactional_db: None, tenant: Tenant, practice_process: str) -> Wire:
    """A new org, logged in to over HTTP."""
    credentials = open_practice_org(tenant, name="Solvane Energy")
    org = find_org(tenant)
    assert org is not None
    return Wire(practice_process, org, credentials)


@pytest.mark.parametrize(("kind", "made"), [("reset_before", 0), ("reset_after", 1)])
def test_the_connection_is_reset(wire: Wire, kind: str, made: int) -> None:
    add_fault(wire.org, Fault(kind, "writes", limit=1))
    with pytest.raises(ConnectionResetError):
        wire.create()
    assert wire.leads() == made
    assert wire.create()[0] == 201
    assert calls(wire.org, 2)[1].fault == kind


def test_half_a_body_comes_with_its_full_length(wire: Wire) -> None:
    add_fault(wire.org, Fault("cut", "writes"))
    with pytest.raises(http.client.IncompleteRead) as cut:
        wire.create()
    came, still_expected = len(cut.value.partial), cut.value.expected
    assert 0 < came <= (still_expected or 0) <= came + 1
    assert wire.leads() == 1


def test_a_hanging_call_ends_without_an_answer(wire: Wire) -> None:
    add_fault(wire.org, Fault("hang", "writes", seconds=0.5))
    began = time.monotonic()
    with pytest.raises(ConnectionResetError):
        wire.create()
    assert 0.5 <= time.monotonic() - began < 10
    assert wire.leads() == 0


def test_an_answer_trickles_in(wire: Wire) -> None:
    add_fault(wire.org, Fault("trickle", "GET sobjects", seconds=0.5))
    began = time.monotonic()
    status, content = wire.call("GET", "sobjects")
    assert status == 200
    assert json.loads(content)["sobjects"]
    assert time.monotonic() - began >= 0.4


def test_the_token_endpoint_can_lose_its_answer(wire: Wire, tenant: Tenant) -> None:
    add_fault(wire.org, Fault("reset_after", "token"))
    form = {"grant_type": "client_credentials", "client_id": wire.org.consumer_key}
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{wire.address}/services/oauth2/token", form, timeout=20)
    assert calls(wire.org, 1)[0].sentence == "Ask for a token; answer lost after the write"
