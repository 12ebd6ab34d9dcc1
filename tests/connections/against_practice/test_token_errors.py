"""Every error of the token endpoint (salesforce-facts 1.8): given by the practice org, understood
by the client, with a cause and something to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.errors import (
    ConfigurationError,
    CrmError,
    PermanentError,
    TransientError,
    as_error,
    explain,
    parse_errors,
)
from connections.practice.admitting import change_access
from connections.practice.models import PracticeOrg
from connections.practice.oauth.flows import BEARER_ASSERTION
from connections.practice.opening import Credentials, change_org, find_org, open_practice_org
from connections.practice.rules import app_changes, login_changes, oauth_errors
from connections.practice.rules.changes import with_user_active
from connections.practice.rules.oauth_errors import Fault
from tenants.models import Tenant
from tests.connections.practice.conftest import CALLBACK
from tests.connections.practice.logging_in import TOKEN, approve, ask, authorize, by_code, refresh
from tests.connections.practice.test_assertions import certificate, key

FAULTS = {name: one for name, one in vars(oauth_errors).items() if isinstance(one, Fault)}


class World:
    """An org and the app that calls it."""

    def __init__(self, client: Client, credentials: Credentials, org: PracticeOrg) -> None:
        self.client = client
        self.credentials = credentials
        self.org = org

    def app(self, **changes: Any) -> World:
        change_access(self.org, lambda access: app_changes.with_app(access, **changes))
        return self

    def policy(self, **changes: Any) -> World:
        change_access(self.org, lambda access: login_changes.with_policy(access, **changes))
        return self

    def user(self, **changes: Any) -> World:
        user = self.org.setup["api_user"]
        change_access(self.org, lambda access: login_changes.with_user(access, user, **changes))
        return self

    def off(self) -> World:
        change_org(self.org, lambda it: with_user_active(it, "Inlet Integration", active=False))
        return self

    def approved(self) -> World:
        approve(self.client, self.credentials)
        return self.app(certificate=certificate(key()))

    def alone(self, **more: str) -> Any:
        form = {"grant_type": "client_credentials", **more}
        return ask(self.client, self.credentials, **form)

    def code(self, **more: str) -> Any:
        code = authorize(self.client, self.credentials)["code"]
        return by_code(self.client, self.credentials, **{"code": code, **more})

    def late(self) -> Any:
        code = authorize(self.client, self.credentials)["code"]
        with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
            return by_code(self.client, self.credentials, code)

    def refresh(self) -> Any:
        return refresh(self.client, self.credentials, "5Aep-no-such-token")

    def password(self) -> Any:
        form = {"username": self.credentials.username, "password": "x"}
        return self.alone(grant_type="password", **form)

    def signed(self, **more: Any) -> Any:
        claims = {
            "iss": self.credentials.consumer_key,
            "sub": self.credentials.username,
            "aud": "http://testserver",
            "exp": int(timezone.now().timestamp()) + 60,
            **more,
        }
        assertion = jwt.encode(claims, key(), "RS256")
        return self.client.post(TOKEN, {"grant_type": BEARER_ASSERTION, "assertion": assertion})


@pytest.fixture
def world(client: Client, tenant: Tenant, settings: Any) -> World:
    """A newly opened org, called at its own address."""
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "config.practice_urls", []
    settings.ALLOWED_HOSTS = ["*"]
    credentials = open_practice_org(tenant, name="Solvane Energy", redirect_uris=[CALLBACK])
    org = find_org(tenant)
    assert org is not None
    return World(client, credentials, org)


WAYS: dict[str, Callable[[World], Any]] = {
    "EXPIRED_TOKEN": lambda it: it.refresh(),
    "AUTHENTICATION_FAILURE": lambda it: it.password(),
    "NOT_APPROVED": lambda it: it.app(certificate=certificate(key())).signed(),
    "EXPIRED_CODE": lambda it: it.late(),
    "BAD_CODE": lambda it: it.code(code="another"),
    "BAD_VERIFIER": lambda it: it.code(code_verifier="another"),
    "BAD_AUDIENCE": lambda it: it.approved().signed(aud="https://test.salesforce.com"),
    "BAD_ASSERTION": lambda it: it.signed(),
    "IP_RESTRICTED": lambda it: it.user(ip_ranges=("10.0.0.0/8",)).alone(),
    "LOGIN_HOURS": lambda it: it.user(login_from=0, login_until=0).alone(),
    "NO_RUN_AS": lambda it: it.app(run_as="").alone(),
    "NOT_ADMIN_APPROVED": lambda it: it.approved().app(admin_approved_only=True).signed(),
    "BAD_SECRET": lambda it: it.alone(client_secret="wrong"),
    "NOT_INSTALLED": lambda it: it.app(installed=False).alone(),
    "UNKNOWN_APP": lambda it: it.alone(client_id="nobody"),
    "BAD_REDIRECT": lambda it: it.code(redirect_uri="https://elsewhere.example/"),
    "BAD_GRANT_TYPE": lambda it: it.alone(grant_type="device"),
    "INACTIVE_USER": lambda it: it.off().alone(),
    "INACTIVE_ORG": lambda it: it.policy(org_active=False).alone(),
    "TOO_MANY_LOGINS": lambda it: it.policy(logins_per_hour=0).alone(),
    "TROUBLED": lambda it: it.policy(troubled=True).alone(),
}
# What isn't up to the settings: two pass by themselves, one would be a mistake of ours.
OTHERS: dict[str, type[CrmError]] = {
    "TOO_MANY_LOGINS": TransientError,
    "TROUBLED": TransientError,
    "BAD_GRANT_TYPE": PermanentError,
}


def test_the_list_is_complete() -> None:
    assert sorted(WAYS) == sorted(FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_is_given_and_understood(world: World, name: str) -> None:
    reply = WAYS[name](world)
    body = reply.json()
    fault = FAULTS[name]
    assert (reply.status_code, body) == (
        400,
        {"error": fault.error, "error_description": fault.description},
    )
    (failure,) = parse_errors(body, reply.status_code)
    assert failure.code == fault.error
    assert type(as_error(failure)) is OTHERS.get(name, ConfigurationError)
    cause, fix = explain(failure, {})
    assert cause
    assert fix
