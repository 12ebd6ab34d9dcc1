"""What an app does to get tokens, step by step, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from connections.practice.models import PracticeOrg
from connections.practice.oauth.token import challenge_of
from connections.practice.opening import Credentials, credentials_for

from .conftest import CALLBACK, VERSION

VERIFIER = "v" * 64
TOKEN = "/services/oauth2/token"
EXPIRED = (400, "invalid_grant", "expired access/refresh token")


def wish(credentials: Credentials, **more: str) -> dict[str, str]:
    """What an app asks the authorization endpoint for."""
    asked = {
        "response_type": "code",
        "client_id": credentials.consumer_key,
        "redirect_uri": CALLBACK,
        "state": "s-1",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **more,
    }
    return {name: value for name, value in asked.items() if value}


def approve(client: Client, credentials: Credentials, **more: str) -> Any:
    """Log in and approve; returns the answer to the form."""
    form = {"username": credentials.username, "password": credentials.password, "approve": "1"}
    asked = wish(credentials, **more)
    return client.post("/services/oauth2/authorize", form, query_params=asked)


def carried(reply: Any) -> dict[str, str]:
    """What the callback is given."""
    assert reply.status_code == 302, reply.content
    return {name: values[0] for name, values in parse_qs(urlsplit(reply["Location"]).query).items()}


def authorize(client: Client, credentials: Credentials, **more: str) -> dict[str, str]:
    """Log in and approve; returns what the callback is given."""
    return carried(approve(client, credentials, **more))


def ask(client: Client, credentials: Credentials, **form: str) -> Any:
    """A token request with the right id and secret, unless `form` says otherwise."""
    known = {"client_id": credentials.consumer_key, "client_secret": credentials.consumer_secret}
    return client.post(TOKEN, {**known, **form})


def by_code(client: Client, credentials: Credentials, code: str, **more: str) -> Any:
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **more}
    return ask(client, credentials, grant_type="authorization_code", **form)


def log_in(client: Client, credentials: Credentials, **more: str) -> dict[str, str]:
    """The tokens of one approval."""
    body: dict[str, str] = by_code(
        client, credentials, authorize(client, credentials, **more)["code"]
    ).json()
    return body


def refresh(client: Client, credentials: Credentials, token: str) -> Any:
    return ask(client, credentials, grant_type="refresh_token", refresh_token=token)


def status_of(client: Client, access_token: str) -> int:
    headers = {"Authorization": f"Bearer {access_token}"}
    return client.get(f"{VERSION}/limits", headers=headers).status_code


def error_of(reply: Any) -> tuple[int, str, str]:
    body = reply.json()
    return reply.status_code, body["error"], body["error_description"]


def as_user(org: PracticeOrg, credentials: Credentials, first_name: str) -> Credentials:
    """The same app, with the password of another user of the org."""
    users = {user["first_name"]: user["username"] for user in org.setup["users"]}
    login = credentials_for(org, users[first_name])
    return replace(credentials, username=login.username, password=login.password)
