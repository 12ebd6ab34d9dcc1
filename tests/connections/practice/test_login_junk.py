"""Whatever is sent to the login endpoints, they answer in their own words and never break."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from connections.practice.admitting import change_access
from connections.practice.models import PracticeOrg
from connections.practice.oauth.flows import GRANT_TYPES
from connections.practice.opening import Credentials
from connections.practice.rules import app_changes, login_changes

from .conftest import CALLBACK
from .logging_in import log_in
from .test_assertions import certificate, key

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
CALLS = 300
VALUES = [
    "", " ", "x", "\x00", "a\x00b", "é" * 300, "%", "-" * 5000, "a.b.c", "..",
    "eyJhbGciOiJub25lIn0.e30.", "00D000000000000!x", "5Aep00D000000000000", "S256", "none", "code",
    "\u2028", "😀", "[]", "{}",
]  # fmt: skip
NAMES = [
    "grant_type", "client_id", "client_secret", "code", "code_verifier", "redirect_uri", "format",
    "refresh_token", "assertion", "username", "password", "token", "oauth_token", "scope", "state",
    "code_challenge", "code_challenge_method", "response_type", "prompt", "nonce", "login_hint",
]  # fmt: skip
PATHS = [
    "/services/oauth2/token", "/services/oauth2/authorize", "/services/oauth2/revoke",
    "/services/oauth2/introspect", "/services/oauth2/userinfo", "/id/{}/{}", "/id/{}/keys",
    "/id/{}/.well-known/openid-configuration",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_nothing_breaks_a_login(
    client: Client, credentials: Credentials, org: PracticeOrg, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    pem = certificate(key())
    change_access(org, lambda it: app_changes.with_app(it, certificate=pem, pkce_required=False))
    change_access(org, lambda it: login_changes.with_policy(it, password_flow=True))
    good = {
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
        "username": credentials.username,
        "password": credentials.password,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        **log_in(client, credentials),
    }

    def sent() -> dict[str, str]:
        chosen = {name: good.get(name, chance.choice(VALUES)) for name in chance.sample(NAMES, 12)}
        spoilt = {name: chance.choice(VALUES) for name in chance.sample(NAMES, 2)}
        return {"grant_type": chance.choice([*GRANT_TYPES]), **chosen, **spoilt}

    statuses = set()
    for _ in range(CALLS):
        values = (chance.choice([org.org_id, org.org_id[:15], "x", "é"]) for _ in range(2))
        path = chance.choice(PATHS).format(*values)
        headers = {"Authorization": chance.choice(["", "Basic x", "Basic w6k6", "Bearer x"])}
        sending = chance.choice([client.get, client.post])
        query = sent() if sending == client.post else None
        reply = sending(path, sent(), headers=headers, query_params=query)
        statuses.add(reply.status_code)
    assert statuses <= {200, 302, 400, 403, 404, 422}
    assert {200, 302, 400} <= statuses
