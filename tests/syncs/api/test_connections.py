"""Connections and admin links over the HTTP API."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.models import AdminLink, Connection
from syncs.models import Lane
from tenants import walls
from tenants.apikeys import ALL_SCOPES, make_key
from tenants.models import AuditEntry, Tenant
from tests.connections.conftest import ORG
from tests.connections.scripted import Answer, Script, scripted_server
from tests.connections.sign_in_host import introduction, refused, tokens

SANDBOX = {"name": "UAT", "environment": "sandbox"}
OWN_APP = {"consumer_key": "3MVG9key", "client_secret": "s3cret-value"}
OTHER_ORG = "00DKB0000004VwYAAU"


class Api:
    """A key with these scopes."""

    def __init__(self, tenant: Tenant, *scopes: str) -> None:
        _, self.text = make_key(tenant, "Partner", scopes=scopes or ALL_SCOPES)

    def __call__(self, method: str, path: str = "", body: Any = None) -> Any:
        return Client(raise_request_exception=False).generic(
            method,
            f"/api/v1/connections{path}",
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}"},
        )

    def make(self, **body: Any) -> str:
        answer = self("POST", "", {**SANDBOX, **body})
        assert answer.status_code == 201, answer.content
        return str(answer.json()["id"])


@pytest.fixture
def api(tenant: Tenant) -> Api:
    return Api(tenant)


def row_of(tenant: Tenant, key: str) -> Connection:
    with walls.inside(tenant):
        return Connection.objects.get(pk=key)


def audited(tenant: Tenant) -> list[tuple[str, str]]:
    with walls.inside(tenant):
        return list(AuditEntry.objects.order_by("at", "id").values_list("actor", "action"))


def test_a_connection_is_added_listed_and_read(api: Api, tenant: Tenant) -> None:
    answer = api("POST", "", SANDBOX)
    assert answer.status_code == 201
    body = answer.json()
    assert {**body, "id": "…", "created_at": "…"} == {
        "id": "…", "name": "UAT", "environment": "sandbox", "flow": "web_server", "state": "new",
        "problem": "", "notice": "", "login_url": "https://test.salesforce.com",
        "instance_url": "", "org_id": "", "org_name": "", "refused_org_id": "", "username": "",
        "display_name": "", "has_certificate": False, "api_used": None, "api_allowed": None,
        "api_share": 50, "streams": 1, "api_calls": {
            "ours": 0, "others": 0, "allowed": None, "limit": 0, "left": 0, "told_at": None,
            "waits": "", "free_at": None, "lasts_until": None,
        },
        "ends_at": None, "created_at": "…",
    }  # fmt: skip
    assert api("GET").json() == {"connections": [body]}
    assert api("GET", f"/{body['id']}").json() == body
    assert audited(tenant) == [("API key Partner", "connection.added")]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"login_url": "https://acme.my.salesforce.com.evil.example"}, "login_url", "isn't one of"),
        ({"login_url": "http://acme.my.salesforce.com"}, "login_url", "isn't one of"),
        ({"flow": "client_credentials", **OWN_APP}, "login_url", "My Domain"),
        ({"flow": "jwt_bearer", "login_user": "a@b.c"}, "consumer_key", "External Client App"),
        ({"flow": "jwt_bearer", **OWN_APP}, "login_user", "user name"),
        ({"flow": "password", **OWN_APP, "login_user": "a@b.c"}, "password", "security token"),
        ({"flow": "soap"}, "flow", "not a valid choice"),
        ({"environment": "practice"}, "environment", "not a valid choice"),
        ({"instance_url": "https://evil.example"}, "instance_url", "no such field"),
    ],
)
def test_what_can_not_work_is_told_by_field(
    api: Api, tenant: Tenant, changes: dict[str, str], field: str, said: str
) -> None:
    answer = api("POST", "", {**SANDBOX, **changes})
    assert answer.status_code == 400
    (problem,) = answer.json()["errors"]
    assert problem["field"] == field
    assert said in problem["message"]
    assert api("GET").json() == {"connections": []}


def test_a_name_is_taken_once(api: Api) -> None:
    api.make()
    answer = api("POST", "", SANDBOX)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "name")


def test_no_secret_comes_out_again(api: Api, tenant: Tenant) -> None:
    key = api.make(
        flow="password",
        login_user="a@b.c",
        password="pa55-token",
        login_url="acme.my.salesforce.com",
        **OWN_APP,
    )
    row = row_of(tenant, key)
    assert (row.client_secret, row.password, row.login_url) == (
        "s3cret-value", "pa55-token", "https://acme.my.salesforce.com",
    )  # fmt: skip
    for answer in (api("GET"), api("GET", f"/{key}")):
        assert not any(word in answer.content.decode() for word in ("s3cret", "pa55"))


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("connections:write", "GET", ""),
        ("connections:read", "POST", ""),
        ("connections:read", "POST", "/{}/disconnect"),
        ("connections:read", "POST", "/{}/connect"),
        ("connections:read", "POST", "/{}/links"),
        ("leads:write", "GET", "/{}"),
    ],
)
def test_a_key_needs_the_scope(tenant: Tenant, scope: str, method: str, path: str) -> None:
    answer = Api(tenant, scope)(method, path.format(uuid.uuid4()), {})
    assert answer.status_code == 403
    assert "lacks the scope connections:" in answer.json()["detail"]


def test_another_client_finds_nothing(api: Api, outsider: Tenant) -> None:
    key = api.make(flow="jwt_bearer", login_user="a@b.c", **OWN_APP)
    theirs = Api(outsider)
    calls = [
        ("GET", ""), ("POST", "/connect"), ("POST", "/disconnect"), ("GET", "/certificate"),
        ("POST", "/certificate"), ("GET", "/links"), ("POST", "/links"),
        ("DELETE", f"/links/{uuid.uuid4()}"),
    ]  # fmt: skip
    found = [theirs(method, f"/{key}{path}", {}).status_code for method, path in calls]
    confirm = theirs("POST", f"/{key}/confirm-org", {"org_id": OTHER_ORG})
    assert [*found, confirm.status_code] == [404] * 9


def test_the_certificate_is_told_and_renewed(api: Api, tenant: Tenant) -> None:
    key = api.make(flow="jwt_bearer", login_user="a@b.c", **OWN_APP)
    first, again = (api("GET", f"/{key}/certificate").json() for _ in range(2))
    assert first == again
    assert first["certificate"].startswith("-----BEGIN CERTIFICATE-----")
    assert len(first["fingerprint"].split(":")) == 32
    second = api("POST", f"/{key}/certificate").json()
    assert second["fingerprint"] != first["fingerprint"]
    assert "PRIVATE" not in second["certificate"] and row_of(tenant, key).private_key
    assert api("GET", f"/{api.make(name='Other')}/certificate").status_code == 404


@pytest.fixture
def script() -> Any:
    with scripted_server() as running:
        yield running


@pytest.fixture
def alone(api: Api, tenant: Tenant, script: Script, settings: Any) -> str:
    """A connection by client credentials, whose host is the scripted one."""
    settings.PRACTICE_URL = script.url
    key = api.make(flow="client_credentials", login_url="https://acme.my.salesforce.com", **OWN_APP)
    with walls.inside(tenant):
        Connection.objects.update(environment="practice", login_url=script.url)
    return key


def test_a_machine_connects_and_the_leads_go_on(
    api: Api, tenant: Tenant, alone: str, script: Script
) -> None:
    with walls.inside(tenant):
        Lane.objects.create(
            tenant=tenant, connection_id=alone, troubles=3, trouble="Away.",
            paused_until=timezone.now() + timedelta(hours=1),
        )  # fmt: skip
    script.say(tokens(script, 1, refresh_token=None), *introduction())
    body = api("POST", f"/{alone}/connect").json()
    assert (body["state"], body["org_name"], body["username"]) == (
        "connected", "Acme", "sync@acme.example",
    )  # fmt: skip
    assert script.seen[0].form == {
        "grant_type": "client_credentials", "client_id": "3MVG9key",
        "client_secret": "s3cret-value",
    }  # fmt: skip
    with walls.inside(tenant):
        lane = Lane.objects.get()
    assert (lane.paused_until, lane.troubles, lane.trouble) == (None, 0, "")
    assert audited(tenant)[-1] == ("API key Partner", "connection.connected")


def test_a_refusal_says_what_to_do_and_who(api: Api, alone: str, script: Script) -> None:
    script.say(refused("invalid_client", "app must be installed into org"))
    answer = api("POST", f"/{alone}/connect")
    body = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        409, "application/problem+json",
    )  # fmt: skip
    assert (body["reason"], body["needs_admin"], body["setup"]) == (
        "app_not_installed", True, "Setup → Connected Apps OAuth Usage",
    )  # fmt: skip
    assert len(body["steps"]) == 3


def test_a_person_s_flow_is_not_for_machines(api: Api) -> None:
    answer = api("POST", f"/{api.make()}/connect")
    assert (answer.status_code, answer.json()["reason"]) == (409, "needs_person")


def test_disconnecting_tells_whether_salesforce_knows(
    api: Api, tenant: Tenant, alone: str, script: Script
) -> None:
    script.say(tokens(script, 1, refresh_token=None), *introduction())
    api("POST", f"/{alone}/connect")
    script.say(Answer(b"", kind=""))
    body = api("POST", f"/{alone}/disconnect").json()
    assert (body["connection"]["state"], body["ended_at_salesforce"]) == ("disconnected", True)
    assert script.seen[-1].form == {"token": "a1"}


def test_another_org_is_confirmed_only_if_somebody_signed_in_to_it(
    api: Api, tenant: Tenant, alone: str, script: Script
) -> None:
    script.say(tokens(script, 1), *introduction())
    api("POST", f"/{alone}/connect")
    unseen = api("POST", f"/{alone}/confirm-org", {"org_id": OTHER_ORG})
    assert (unseen.status_code, unseen.json()["reason"]) == (409, "other_org")
    script.say(tokens(script, 2, org=OTHER_ORG), Answer(b"", kind=""))
    assert api("POST", f"/{alone}/connect").json()["reason"] == "other_org"
    assert api("GET", f"/{alone}").json()["refused_org_id"] == OTHER_ORG
    script.say(Answer(b"", kind=""))
    body = api("POST", f"/{alone}/confirm-org", {"org_id": OTHER_ORG}).json()
    assert (body["state"], body["org_id"], body["org_name"], body["refused_org_id"]) == (
        "needs_reconnect", OTHER_ORG, "", "",
    )  # fmt: skip
    row = row_of(tenant, alone)
    assert (row.previous_org_id, row.access_token, row.user_id) == (ORG, "", "")
    assert audited(tenant)[-1] == ("API key Partner", "connection.moved")


def test_a_link_is_made_listed_and_ended(api: Api, tenant: Tenant) -> None:
    key = api.make()
    made = api("POST", f"/{key}/links", {"recipient": "Owen Price"})
    body = made.json()
    assert (made.status_code, body["state"], body["made_by"], body["recipient"]) == (
        201, "open", "API key Partner", "Owen Price",
    )  # fmt: skip
    assert body["url"].startswith("http://127.0.0.1:8000/connect/")
    del body["url"]
    assert api("GET", f"/{key}/links").json() == {"links": [body]}
    ended = api("DELETE", f"/{key}/links/{body['id']}")
    assert (ended.status_code, ended.json()["state"]) == (200, "revoked")
    assert api("DELETE", f"/{key}/links/{uuid.uuid4()}").status_code == 404
    assert [action for _, action in audited(tenant)][-2:] == ["link.made", "link.revoked"]
    with walls.inside(tenant):
        assert AdminLink.objects.get().token_hash not in ended.content.decode()


def test_a_link_ends_after_a_week(api: Api) -> None:
    key = api.make()
    api("POST", f"/{key}/links", {})
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        (link,) = api("GET", f"/{key}/links").json()["links"]
    assert link["state"] == "expired"
