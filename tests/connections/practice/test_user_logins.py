"""Users and what keeps them out: passwords, locks, hours, addresses, limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.practice.admitting import change_access, login_history, unlock_user
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, change_org, credentials_for, reset
from connections.practice.rules import app_switches, login_changes
from connections.practice.rules.access import Access
from connections.practice.rules.app_options import PASSWORD
from connections.practice.rules.changes import with_user_active

from .conftest import token_for
from .logging_in import (
    approve,
    as_user,
    ask,
    authorize,
    error_of,
    log_in,
    refresh,
)

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
FAILURE = (400, "invalid_grant", "authentication failure")
Change = Callable[[Access], Access]


@pytest.fixture
def allowed(org: PracticeOrg) -> PracticeOrg:
    """The org, with the username-password flow switched on."""
    change_access(org, lambda access: login_changes.with_policy(access, password_flow=True))
    return org


def by_password(client: Client, credentials: Credentials, **more: str) -> Any:
    form = {"username": credentials.username, "password": credentials.password, **more}
    return ask(client, credentials, grant_type="password", **form)


def test_any_user_can_be_given_a_password(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    for name in ("Maya", "Tom"):
        body = log_in(client, as_user(org, credentials, name))
        headers = {"Authorization": f"Bearer {body['access_token']}"}
        said = client.get("/services/oauth2/userinfo", headers=headers).json()
        assert said["given_name"] == name
    assert token_for(client, credentials)
    with pytest.raises(KeyError):
        credentials_for(org, "nobody@nowhere.practice")


def test_a_reset_keeps_everybodys_password(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    maya = as_user(org, credentials, "Maya")
    reset(org)
    assert "code" in authorize(client, maya)


def test_a_password_alone_or_with_the_security_token_gives_an_access_token(
    client: Client, credentials: Credentials, allowed: PracticeOrg
) -> None:
    login = credentials_for(allowed, credentials.username)
    for password in (login.password, login.password + login.security_token):
        body = by_password(client, credentials, password=password).json()
        assert sorted(body) == [
            "access_token", "id", "instance_url", "issued_at", "scope", "signature", "token_type",
        ]  # fmt: skip
    other = by_password(client, credentials, password=login.password + "x" * 24)
    assert error_of(other) == FAILURE


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"username": "nobody"}, {"password": ""}, {"username": ""}]
)
def test_a_wrong_password_is_a_failure(
    client: Client, credentials: Credentials, allowed: PracticeOrg, wrong: dict[str, str]
) -> None:
    assert error_of(by_password(client, credentials, **wrong)) == FAILURE


def test_the_password_flow_is_off_unless_the_org_and_the_app_have_it(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    assert error_of(by_password(client, credentials)) == FAILURE
    change_access(org, lambda access: login_changes.with_policy(access, password_flow=True))
    assert by_password(client, credentials).status_code == 200
    change_access(org, lambda access: app_switches.with_flow(access, flow=PASSWORD, enabled=False))
    assert error_of(by_password(client, credentials)) == FAILURE


def test_an_inactive_users_password_fails(
    client: Client, credentials: Credentials, allowed: PracticeOrg
) -> None:
    change_org(allowed, lambda setup: with_user_active(setup, "Inlet Integration", active=False))
    assert error_of(by_password(client, credentials)) == FAILURE


def _freeze(user: str) -> Change:
    return lambda access: login_changes.with_frozen(access, user, frozen=True)


def _bind(user: str, **bounds: Any) -> Change:
    return lambda access: login_changes.with_user(access, user, **bounds)


def _for_all(**policy: Any) -> Callable[[str], Change]:
    return lambda _user: lambda access: login_changes.with_policy(access, **policy)


CONDITIONS = [
    (_freeze, "invalid_grant", "authentication failure"),
    (lambda user: _bind(user, ip_ranges=("10.0.0.0/8",)), "invalid_grant", "ip restricted"),
    (lambda user: _bind(user, login_from=0, login_until=0), "invalid_grant", "invalid login hours"),
    (_for_all(org_active=False), "inactive_org", "organization is inactive"),
    (_for_all(troubled=True), "unknown_error", "retry your request"),
    (_for_all(logins_per_hour=0), "rate_limit_exceeded", "login rate exceeded"),
]


@pytest.mark.parametrize(("condition", "error", "description"), CONDITIONS)
@pytest.mark.parametrize("flow", ["refresh", "client credentials", "password"])
def test_an_admin_keeps_a_user_or_everybody_out(
    client: Client,
    credentials: Credentials,
    allowed: PracticeOrg,
    *,
    condition: Callable[[str], Change],
    error: str,
    description: str,
    flow: str,
) -> None:
    token = log_in(client, credentials)["refresh_token"]
    change_access(allowed, condition(allowed.setup["api_user"]))
    replies: dict[str, Callable[[], Any]] = {
        "refresh": lambda: refresh(client, credentials, token),
        "client credentials": lambda: ask(client, credentials, grant_type="client_credentials"),
        "password": lambda: by_password(client, credentials),
    }
    assert error_of(replies[flow]()) == (400, error, description)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (_freeze, "don&#x27;t belong together"),
        (lambda user: _bind(user, ip_ranges=("10.0.0.0/8",)), "may not log in from your network"),
        (lambda user: _bind(user, login_from=0, login_until=0), "may not log in at this hour"),
        (_for_all(logins_per_hour=0), "logged in too often"),
    ],
)
def test_the_page_says_why_after_the_right_password_only(
    client: Client,
    credentials: Credentials,
    org: PracticeOrg,
    condition: Callable[[str], Change],
    words: str,
) -> None:
    change_access(org, condition(org.setup["api_user"]))
    reply = approve(client, credentials)
    assert (reply.status_code, words in reply.content.decode()) == (422, True)
    guess = approve(client, replace(credentials, password="guess")).content.decode()
    assert "don&#x27;t belong together" in guess


def test_an_inactive_org_shows_its_refusal(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(org, lambda access: login_changes.with_policy(access, org_active=False))
    reply = approve(client, credentials)
    assert (reply.status_code, "error=inactive_org" in reply.content.decode()) == (400, True)


def test_logins_are_limited_per_user_and_hour(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(org, lambda access: login_changes.with_policy(access, logins_per_hour=3))
    body = log_in(client, credentials)
    body = refresh(client, credentials, body["refresh_token"]).json()
    assert token_for(client, credentials)
    exceeded = refresh(client, credentials, body["refresh_token"])
    assert error_of(exceeded) == (400, "rate_limit_exceeded", "login rate exceeded")
    # Another user has a count of its own, and an hour later it begins anew.
    assert "code" in authorize(client, as_user(org, credentials, "Tom"))
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert refresh(client, credentials, body["refresh_token"]).status_code == 200


def guess(client: Client, credentials: Credentials, times: int) -> list[int]:
    wrong = replace(credentials, password="guess")
    return [approve(client, wrong).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["", "nobody@nowhere.practice"])
def test_ten_wrong_passwords_lock_a_user_for_a_quarter_of_an_hour(
    client: Client, credentials: Credentials, org: PracticeOrg, username: str
) -> None:
    asked = replace(credentials, username=username or credentials.username)
    assert guess(client, asked, 10) == [422] * 10
    locked = approve(client, asked)
    assert (locked.status_code, "locked for 15 minutes" in locked.content.decode()) == (422, True)
    if not username:
        with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
            assert "code" in authorize(client, credentials)
        assert [one.status for one in login_history(org)].count("wrong password") == 10


def test_the_lock_is_set_and_lifted_by_the_admin(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    change_access(
        org, lambda access: login_changes.with_policy(access, wrong_passwords=2, locked_minutes=60)
    )
    guess(client, credentials, 2)
    assert "locked for 60 minutes" in approve(client, credentials).content.decode()
    unlock_user(org, credentials.username)
    assert "code" in authorize(client, credentials)


def test_a_right_password_forgives_the_wrong_ones(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    for _ in range(2):
        guess(client, credentials, 9)
        assert "code" in authorize(client, credentials)
