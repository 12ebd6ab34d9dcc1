"""What the admin set about an app decides at the door: installed, approved, flows, policies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.practice.admitting import change_access, revoke_user
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, change_org
from connections.practice.rules import app_changes, app_switches, login_changes
from connections.practice.rules.app_options import (
    AFTER,
    CREDENTIALS,
    IMMEDIATELY,
    REFRESH,
    UNTIL_REVOKED,
    WEB_SERVER,
)

from .conftest import token_for
from .logging_in import (
    EXPIRED,
    approve,
    as_user,
    ask,
    authorize,
    by_code,
    error_of,
    log_in,
    refresh,
    status_of,
)
from .people import with_profile

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
NOT_INSTALLED = {
    "error": "invalid_client",
    "error_description": "app must be installed into org",
    "state": "s-1",
}


def set_app(org: PracticeOrg, **changes: Any) -> None:
    change_access(org, lambda access: app_changes.with_app(access, **changes))


def test_an_uninstalled_app_is_kept_out(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, installed=False)
    assert authorize(client, credentials) == NOT_INSTALLED
    assert error_of(ask(client, credentials, grant_type="client_credentials")) == (
        400,
        "invalid_client",
        "app must be installed into org",
    )


def test_or_it_ends_on_the_orgs_own_page(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, installed=False)
    change_access(org, lambda access: login_changes.with_policy(access, uninstalled_page=True))
    reply = approve(client, credentials)
    assert reply.status_code == 403
    assert "OAUTH_APPROVAL_ERROR_GENERIC" in reply.content.decode()
    assert "Inlet isn't installed in Solvane Energy" in reply.content.decode()


def test_an_administrator_may_let_an_uninstalled_app_in(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, installed=False)
    change_org(org, lambda setup: with_profile(setup, "Maya", "System Administrator"))
    change_org(org, lambda setup: with_profile(setup, "Tom", "Standard User"))
    assert "code" in authorize(client, as_user(org, credentials, "Maya"))
    assert authorize(client, as_user(org, credentials, "Tom")) == NOT_INSTALLED


def test_who_let_the_app_in_before_keeps_it_when_it_is_uninstalled(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    body = log_in(client, credentials)
    set_app(org, installed=False)
    assert refresh(client, credentials, body["refresh_token"]).status_code == 200
    assert "code" in authorize(client, credentials)
    revoke_user(org, org.setup["api_user"])
    assert authorize(client, credentials) == NOT_INSTALLED


def test_only_users_whom_the_admin_approved(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, admin_approved_only=True, approved_profiles=("Sales",))
    refused = {
        "error": "invalid_app_access",
        "error_description": "user is not admin approved to access this app",
        "state": "s-1",
    }
    assert authorize(client, credentials) == refused
    change_org(org, lambda setup: with_profile(setup, "Tom", "Sales"))
    assert "code" in authorize(client, as_user(org, credentials, "Tom"))
    # The run-as user needs no approval (1.5).
    assert token_for(client, credentials)


def test_without_required_pkce_an_app_may_leave_it_out(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, pkce_required=False)
    bare = {"code_challenge": "", "code_challenge_method": ""}
    code = authorize(client, credentials, **bare)["code"]
    reply = by_code(client, credentials, code, code_verifier="")
    assert reply.status_code == 200
    # Whoever brings a challenge is still held to it, and to S256.
    code = authorize(client, credentials)["code"]
    assert error_of(by_code(client, credentials, code, code_verifier=""))[2] == (
        "invalid code verifier"
    )
    plain = authorize(client, credentials, code_challenge_method="plain")
    assert plain["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("flow", "grant_type", "error"),
    [
        (REFRESH, "refresh_token", ("unsupported_grant_type", "grant type not supported")),
        (
            CREDENTIALS,
            "client_credentials",
            ("invalid_grant", "no client credentials user enabled"),
        ),
        (WEB_SERVER, "authorization_code", ("unsupported_grant_type", "grant type not supported")),
    ],
)  # fmt: skip
def test_a_flow_that_is_off(
    client: Client,
    credentials: Credentials,
    org: PracticeOrg,
    flow: str,
    grant_type: str,
    error: tuple[str, str],
) -> None:
    change_access(org, lambda access: app_switches.with_flow(access, flow=flow, enabled=False))
    assert error_of(ask(client, credentials, grant_type=grant_type)) == (400, *error)


def test_a_web_server_flow_that_is_off_is_told_to_the_app(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(
        org, lambda access: app_switches.with_flow(access, flow=WEB_SERVER, enabled=False)
    )
    assert authorize(client, credentials)["error"] == "unsupported_response_type"


def test_client_credentials_need_a_user_to_run_as(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, run_as="")
    assert error_of(ask(client, credentials, grant_type="client_credentials")) == (
        400,
        "invalid_grant",
        "no client credentials user enabled",
    )
    tom = org.setup["users"][0]["id"]
    set_app(org, run_as=tom)
    body = ask(client, credentials, grant_type="client_credentials").json()
    assert body["id"].endswith(f"/{tom}")


def test_an_app_of_its_own_rotation(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(org, lambda access: app_switches.with_rotation(access, rotates=False))
    first = log_in(client, credentials)["refresh_token"]
    replies = [refresh(client, credentials, first) for _ in range(2)]
    assert [(one.status_code, "refresh_token" in one.json()) for one in replies] == [
        (200, False), (200, False),
    ]  # fmt: skip


def test_a_public_app_brings_no_secret(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    code = authorize(client, credentials)["code"]
    assert error_of(by_code(client, credentials, code, client_secret=""))[1] == "invalid_client"
    set_app(org, secret_required=False)
    body = by_code(client, credentials, code, client_secret="")
    assert body.status_code == 200
    token = body.json()["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_secret": ""}
    assert ask(client, credentials, **form).status_code == 200
    # A wrong secret is wrong all the same, and client credentials are nothing without one.
    wrong = ask(client, credentials, grant_type="client_credentials", client_secret="")
    assert error_of(wrong)[1] == "invalid_client"


@pytest.mark.parametrize(
    ("policy", "uses"),
    [
        # (policy, days, rotation), then (day of use, status)
        ((UNTIL_REVOKED, 30, True), [(400, 200), (1_200, 200)]),
        ((AFTER, 40, True), [(20, 200), (39, 200), (41, 400)]),
        ((AFTER, 40, False), [(20, 200), (39, 200), (41, 400)]),
        (("idle", 10, False), [(9, 200), (18, 200), (29, 400)]),
        ((IMMEDIATELY, 30, True), [(0, 400)]),
    ],
)
def test_refresh_tokens_live_by_the_apps_policy(
    client: Client,
    credentials: Credentials,
    org: PracticeOrg,
    policy: tuple[str, int, bool],
    uses: list[tuple[int, int]],
) -> None:
    kind, days, rotates = policy
    set_app(org, refresh_policy=kind, refresh_days=days, rotates=rotates)
    token, start = log_in(client, credentials)["refresh_token"], timezone.now()
    for day, status in uses:
        with time_machine.travel(start + timedelta(days=day), tick=False):
            reply = refresh(client, credentials, token)
            assert reply.status_code == status, day
            token = reply.json().get("refresh_token", token)


def test_a_new_policy_holds_for_old_tokens_too(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    body = log_in(client, credentials)
    set_app(org, refresh_policy=IMMEDIATELY)
    assert error_of(refresh(client, credentials, body["refresh_token"])) == EXPIRED
    assert status_of(client, body["access_token"]) == 200


def test_a_session_lasts_as_long_as_the_app_says_and_slides(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(org, lambda access: app_switches.with_session_timeout(access, minutes=15))
    token, start = token_for(client, credentials), timezone.now()
    for minutes, status in ((10, 200), (24, 200), (38, 200), (54, 401)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert status_of(client, token) == status, minutes


def test_tokens_come_only_from_the_apps_addresses(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    body = log_in(client, credentials)
    set_app(org, ip_ranges=("10.0.0.0/8",))
    assert error_of(refresh(client, credentials, body["refresh_token"])) == (
        400,
        "invalid_grant",
        "ip restricted",
    )
    set_app(org, ip_ranges=("127.0.0.1",))
    # The refused one wasn't used up.
    assert refresh(client, credentials, body["refresh_token"]).status_code == 200


def test_scopes_that_the_app_may_not_have_are_left_out(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    set_app(org, scopes=("api", "id"))
    body = log_in(client, credentials, scope="api refresh_token full")
    assert (body["scope"], "refresh_token" in body) == ("api", False)


@pytest.mark.parametrize(
    ("prompt", "error"),
    [
        ("login consent", None),
        ("consent", None),
        ("none", "login_required"),
        ("dance", "invalid_request"),
    ],
)
def test_prompts(client: Client, credentials: Credentials, prompt: str, error: str | None) -> None:
    assert authorize(client, credentials, prompt=prompt).get("error") == error
