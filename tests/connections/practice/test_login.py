"""The token endpoint: every flow, every refusal, and what ends a family of tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, change_org, end_sessions
from connections.practice.rules.changes import with_switches, with_user_active

from .conftest import CALLBACK, VERSION, Api, token_for
from .logging_in import (
    EXPIRED,
    ask,
    authorize,
    by_code,
    error_of,
    log_in,
    refresh,
    status_of,
)

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")


def test_a_code_becomes_tokens(client: Client, credentials: Credentials, org: PracticeOrg) -> None:
    body = log_in(client, credentials)
    identity = f"http://testserver/id/{org.org_id}/{org.setup['api_user']}"
    signed = hmac.new(
        credentials.consumer_secret.encode(),
        (identity + body["issued_at"]).encode(),
        hashlib.sha256,
    )
    tokens = {name: body.pop(name) for name in ("access_token", "refresh_token", "issued_at")}
    assert body == {
        "scope": "api refresh_token id",
        "instance_url": "http://testserver",
        "id": identity,
        "token_type": "Bearer",
        "signature": base64.b64encode(signed.digest()).decode(),
    }
    assert tokens["access_token"].startswith(f"{org.org_id[:15]}!")
    assert len(tokens["issued_at"]) == 13
    assert status_of(client, tokens["access_token"]) == 200


def test_id_and_secret_may_come_as_basic(client: Client, credentials: Credentials) -> None:
    pair = f"{credentials.consumer_key}:{credentials.consumer_secret}".encode()
    reply = client.post(
        "/services/oauth2/token",
        {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {base64.b64encode(pair).decode()}"},
    )
    assert reply.status_code == 200
    assert "refresh_token" not in reply.json()


def test_client_credentials_run_as_the_integration_user(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    token = token_for(client, credentials)
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/services/oauth2/userinfo", headers=headers).json()["name"] == (
        "Inlet Integration"
    )


@pytest.mark.parametrize(
    ("form", "error", "description"),
    [
        ({"grant_type": "device"}, "unsupported_grant_type", "grant type not supported"),
        # Blocked by default, and the endpoint doesn't say so (salesforce-facts 1.6).
        ({"grant_type": "password"}, "invalid_grant", "authentication failure"),
        ({}, "unsupported_grant_type", "grant type not supported"),
        (
            {"grant_type": "client_credentials", "client_id": "nobody"},
            "invalid_client_id",
            "client identifier invalid",
        ),
        (
            {"grant_type": "client_credentials", "client_id": "a\x00b"},
            "invalid_client_id",
            "client identifier invalid",
        ),
        (
            {"grant_type": "client_credentials", "client_secret": "wrong"},
            "invalid_client",
            "invalid client credentials",
        ),
        (
            {"grant_type": "refresh_token", "refresh_token": "unknown"},
            "invalid_grant",
            "expired access/refresh token",
        ),
        (
            {"grant_type": "authorization_code", "code": "unknown"},
            "invalid_grant",
            "invalid authorization code",
        ),
    ],
)
def test_refusals(
    client: Client, credentials: Credentials, form: dict[str, str], error: str, description: str
) -> None:
    assert error_of(ask(client, credentials, **form)) == (400, error, description)


def test_tokens_are_asked_for_by_post(client: Client) -> None:
    assert error_of(client.get("/services/oauth2/token"))[1] == "invalid_request"


@pytest.mark.parametrize(
    ("more", "error", "description"),
    [
        ({"code_verifier": "x" * 64}, "invalid_grant", "invalid code verifier"),
        ({"code_verifier": ""}, "invalid_grant", "invalid code verifier"),
        (
            {"redirect_uri": f"{CALLBACK}/"},
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ),
    ],
)
def test_a_code_is_bound_to_its_request(
    client: Client, credentials: Credentials, more: dict[str, str], error: str, description: str
) -> None:
    code = authorize(client, credentials)["code"]
    assert error_of(by_code(client, credentials, code, **more)) == (400, error, description)
    # A mistake doesn't use it up.
    assert by_code(client, credentials, code).status_code == 200


def test_a_code_ages(client: Client, credentials: Credentials) -> None:
    code = authorize(client, credentials)["code"]
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert error_of(by_code(client, credentials, code)) == (
            400,
            "invalid_grant",
            "expired authorization code",
        )


def test_a_code_that_comes_twice_ends_what_it_led_to(
    client: Client, credentials: Credentials
) -> None:
    code = authorize(client, credentials)["code"]
    body = by_code(client, credentials, code).json()
    assert error_of(by_code(client, credentials, code)) == (
        400,
        "invalid_grant",
        "invalid authorization code",
    )
    assert status_of(client, body["access_token"]) == 401
    assert error_of(refresh(client, credentials, body["refresh_token"])) == EXPIRED


def test_a_refresh_rotates_the_token_and_its_replay_ends_the_family(
    client: Client, credentials: Credentials
) -> None:
    first = log_in(client, credentials)
    second = refresh(client, credentials, first["refresh_token"]).json()
    third = refresh(client, credentials, second["refresh_token"]).json()
    assert len({one["refresh_token"] for one in (first, second, third)}) == 3
    assert [status_of(client, one["access_token"]) for one in (first, second, third)] == [200] * 3
    assert error_of(refresh(client, credentials, first["refresh_token"])) == EXPIRED
    assert [status_of(client, one["access_token"]) for one in (first, second, third)] == [401] * 3
    assert error_of(refresh(client, credentials, third["refresh_token"])) == EXPIRED


def test_another_family_is_left_alone(client: Client, credentials: Credentials) -> None:
    one, other = log_in(client, credentials), log_in(client, credentials)
    for _ in range(2):
        refresh(client, credentials, one["refresh_token"])
    assert status_of(client, one["access_token"]) == 401
    assert status_of(client, other["access_token"]) == 200


def test_without_rotation_the_token_stays(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_org(org, lambda setup: with_switches(setup, rotate_refresh_tokens=False))
    first = log_in(client, credentials)
    replies = [refresh(client, credentials, first["refresh_token"]) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert "refresh_token" not in replies[0].json()


def test_a_sixth_approval_ends_the_oldest(client: Client, credentials: Credentials) -> None:
    logins = [log_in(client, credentials) for _ in range(6)]
    statuses = [
        refresh(client, credentials, login["refresh_token"]).status_code for login in logins
    ]
    assert statuses == [400, 200, 200, 200, 200, 200]


def test_an_idle_refresh_token_dies_after_30_days(client: Client, credentials: Credentials) -> None:
    body = log_in(client, credentials)
    start = timezone.now()
    with time_machine.travel(start + timedelta(days=29), tick=False):
        body = refresh(client, credentials, body["refresh_token"]).json()
    with time_machine.travel(start + timedelta(days=58), tick=False):
        body = refresh(client, credentials, body["refresh_token"]).json()
    with time_machine.travel(start + timedelta(days=89), tick=False):
        assert error_of(refresh(client, credentials, body["refresh_token"])) == EXPIRED


def test_an_access_token_lives_as_long_as_it_is_used(
    client: Client, credentials: Credentials
) -> None:
    token, start = token_for(client, credentials), timezone.now()
    for minutes, status in ((90, 200), (200, 200), (330, 401)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert status_of(client, token) == status


def test_without_the_scope_there_is_no_refresh_token_and_no_api(
    client: Client, credentials: Credentials
) -> None:
    code = authorize(client, credentials, scope="id openid nonsense")["code"]
    body = by_code(client, credentials, code).json()
    assert (body["scope"], "refresh_token" in body) == ("id openid", False)
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    reply = client.get(f"{VERSION}/limits", headers=headers)
    assert (reply.status_code, reply.json()) == (
        401,
        [
            {
                "errorCode": "INVALID_SESSION_ID",
                "message": "This session is not valid for use with the REST API",
            }
        ],
    )


def test_an_inactive_user_gets_nothing(api: Api, client: Client, credentials: Credentials) -> None:
    body = log_in(client, credentials)
    api.change(lambda setup: with_user_active(setup, "Inlet Integration", active=False))
    assert status_of(client, body["access_token"]) == 401
    assert error_of(refresh(client, credentials, body["refresh_token"])) == (
        400,
        "inactive_user",
        "user is inactive",
    )


def test_an_admin_ends_all_sessions(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    body = log_in(client, credentials)
    end_sessions(org)
    assert status_of(client, body["access_token"]) == 401
    assert error_of(refresh(client, credentials, body["refresh_token"])) == EXPIRED


@pytest.mark.parametrize(
    ("which", "ended"),
    [("access_token", (401, 200)), ("refresh_token", (401, 400))],
)
def test_revoking(
    client: Client, credentials: Credentials, which: str, ended: tuple[int, int]
) -> None:
    body = log_in(client, credentials)
    reply = client.post("/services/oauth2/revoke", {"token": body[which], "revoke_reason": "x"})
    assert (reply.status_code, reply.content) == (200, b"")
    refreshed = refresh(client, credentials, body["refresh_token"]).status_code
    assert (status_of(client, body["access_token"]), refreshed) == ended


@pytest.mark.parametrize("token", ["", "unknown", "5Aep00D000000000000x"])
def test_an_unknown_token_is_not_revoked(client: Client, token: str) -> None:
    reply = client.post("/services/oauth2/revoke", {"token": token})
    assert (reply.status_code, reply.json()["error"]) == (400, "unsupported_token_type")
