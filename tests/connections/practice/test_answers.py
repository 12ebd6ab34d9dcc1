"""The shapes of answers, introspection, revocation by GET, OpenID."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs
from xml.etree.ElementTree import fromstring

import jwt
import pytest
from django.test import Client

from connections.practice.admitting import add_app, remove_app, renew_app_secret
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, end_sessions
from connections.practice.rules.apps import App

from .conftest import CALLBACK, token_for
from .logging_in import EXPIRED, ask, authorize, by_code, error_of, log_in, refresh, status_of

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
CREDENTIALS = {"grant_type": "client_credentials"}
KEYS = ["access_token", "id", "instance_url", "issued_at", "scope", "signature", "token_type"]


def read(reply: Any) -> dict[str, str]:
    """The body, whatever its format."""
    kind, text = reply["Content-Type"].partition(";")[0], reply.content.decode()
    if kind == "application/xml":
        root = fromstring(text)  # noqa: S314
        assert root.tag == "OAuth"
        return {one.tag: one.text or "" for one in root}
    if kind == "application/json":
        body: dict[str, str] = reply.json()
        return body
    return {name: values[0] for name, values in parse_qs(text, strict_parsing=True).items()}


@pytest.mark.parametrize(
    ("form", "accept", "kind"),
    [
        ({}, "", "application/json"),
        ({}, "*/*", "application/json"),
        ({"format": "json"}, "application/xml", "application/json"),
        ({"format": "xml"}, "", "application/xml"),
        ({"format": "urlencoded"}, "", "application/x-www-form-urlencoded"),
        ({"format": "yaml"}, "", "application/json"),
        ({}, "application/xml", "application/xml"),
        ({}, "application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ({}, "application/json;q=0.9, application/xml", "application/json"),
    ],
)
def test_tokens_and_errors_come_in_the_shape_that_is_asked_for(
    client: Client, credentials: Credentials, form: dict[str, str], accept: str, kind: str
) -> None:
    known = {"client_id": credentials.consumer_key, "client_secret": credentials.consumer_secret}
    sent = {"Accept": accept}
    good = client.post(
        "/services/oauth2/token", {**CREDENTIALS, **known, **form, "x": "y"}, headers=sent
    )
    bad = client.post("/services/oauth2/token", {**known, **form}, headers=sent)
    assert [one["Content-Type"].partition(";")[0] for one in (good, bad)] == [kind, kind]
    assert sorted(read(good)) == KEYS
    assert status_of(client, read(good)["access_token"]) == 200
    assert read(bad) == {
        "error": "unsupported_grant_type",
        "error_description": "grant type not supported",
    }
    assert [one["Cache-Control"] for one in (good, bad)] == ["no-store"] * 2


def introspect(client: Client, credentials: Credentials, token: str, **more: str) -> Any:
    known = {"client_id": credentials.consumer_key, "client_secret": credentials.consumer_secret}
    return client.post("/services/oauth2/introspect", {**known, "token": token, **more})


def test_an_app_asks_whether_its_tokens_live(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    body = log_in(client, credentials)
    said = introspect(client, credentials, body["access_token"]).json()
    times = {name: said.pop(name) for name in ("exp", "iat", "nbf")}
    assert said == {
        "active": True,
        "scope": "api refresh_token id",
        "client_id": credentials.consumer_key,
        "username": credentials.username,
        "sub": body["id"],
        "token_type": "access_token",
    }
    assert (times["exp"] - times["iat"], times["nbf"]) == (7200, times["iat"])
    kind = introspect(client, credentials, body["refresh_token"]).json()["token_type"]
    assert kind == "refresh_token"
    end_sessions(org)
    assert introspect(client, credentials, body["access_token"]).json() == {"active": False}
    assert introspect(client, credentials, "unknown").json() == {"active": False}


def test_nobody_else_asks(client: Client, credentials: Credentials, org: PracticeOrg) -> None:
    token = token_for(client, credentials)
    wrong = introspect(client, credentials, token, client_secret="x")
    assert error_of(wrong) == (400, "invalid_client", "invalid client credentials")
    other = second_app(org, credentials)
    assert introspect(client, other, token).json() == {"active": False}


def second_app(org: PracticeOrg, credentials: Credentials) -> Credentials:
    """Another app of the same org."""
    made = add_app(org, App("Other", "", redirect_uris=(CALLBACK,)))
    return replace(
        credentials, consumer_key=made.consumer_key, consumer_secret=made.consumer_secret
    )


def test_an_org_has_several_apps_that_share_no_token(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    other = second_app(org, credentials)
    page = client.get(
        "/services/oauth2/authorize",
        {
            "client_id": other.consumer_key,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "code_challenge": "x" * 43,
            "code_challenge_method": "S256",
        },
    )
    assert "<dd>Other</dd>" in page.content.decode()
    code = authorize(client, other)["code"]
    assert error_of(by_code(client, credentials, code))[2] == "invalid authorization code"
    body = by_code(client, other, code).json()
    assert error_of(refresh(client, credentials, body["refresh_token"])) == EXPIRED
    assert refresh(client, other, body["refresh_token"]).status_code == 200


def test_five_approvals_are_counted_for_each_app(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    first = log_in(client, credentials)
    other = second_app(org, credentials)
    for _ in range(5):
        log_in(client, other)
    assert refresh(client, credentials, first["refresh_token"]).status_code == 200


def test_an_app_is_renewed_and_removed(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    other = second_app(org, credentials)
    body = log_in(client, other)
    fresh = renew_app_secret(org, other.consumer_key)
    old = ask(client, other, **CREDENTIALS)
    assert error_of(old)[1] == "invalid_client"
    renewed = replace(other, consumer_secret=fresh.consumer_secret)
    assert ask(client, renewed, **CREDENTIALS).status_code == 200
    remove_app(org, other.consumer_key)
    assert status_of(client, body["access_token"]) == 401
    assert error_of(ask(client, renewed, **CREDENTIALS))[1] == "invalid_client_id"
    assert ask(client, credentials, **CREDENTIALS).status_code == 200


def test_the_own_apps_secret_is_renewed_like_any_other(
    client: Client, credentials: Credentials, org: PracticeOrg
) -> None:
    fresh = renew_app_secret(org)
    assert fresh.consumer_key == credentials.consumer_key
    renewed = replace(credentials, consumer_secret=fresh.consumer_secret)
    assert ask(client, renewed, **CREDENTIALS).status_code == 200


def test_an_orgs_id_is_no_consumer_key(client: Client, credentials: Credentials) -> None:
    wrong = ask(client, credentials, **CREDENTIALS, client_id=credentials.org_id[:15])
    assert error_of(wrong) == (400, "invalid_client_id", "client identifier invalid")


def test_a_token_is_revoked_by_get_too(client: Client, credentials: Credentials) -> None:
    body = log_in(client, credentials)
    reply = client.get("/services/oauth2/revoke", {"token": body["access_token"]})
    assert (reply.status_code, reply.content) == (200, b"")
    assert status_of(client, body["access_token"]) == 401
    assert refresh(client, credentials, body["refresh_token"]).status_code == 200


def test_openid_says_who_logged_in_with_a_signature_that_can_be_checked(
    client: Client, credentials: Credentials
) -> None:
    body = log_in(client, credentials, scope="openid api", nonce="n-\x001")
    issuer = body["id"].rpartition("/")[0]
    found = client.get(f"{issuer}/.well-known/openid-configuration").json()
    assert found["issuer"] == issuer
    (key,) = client.get(found["jwks_uri"]).json()["keys"]
    assert "d" not in key
    claims = jwt.decode(
        body["id_token"],
        jwt.PyJWK(key),
        algorithms=["RS256"],
        audience=credentials.consumer_key,
        issuer=found["issuer"],
    )
    assert (claims["sub"], claims["nonce"]) == (body["id"], "n-1")
    # The org keeps its key.
    assert client.get(found["jwks_uri"]).json()["keys"] == [key]


def test_without_openid_there_is_no_id_token(client: Client, credentials: Credentials) -> None:
    assert "id_token" not in log_in(client, credentials)


def test_the_server_describes_itself(client: Client) -> None:
    found = client.get("/.well-known/openid-configuration").json()
    assert found["token_endpoint"] == "http://testserver/services/oauth2/token"
    assert "jwks_uri" not in found
    assert client.get("/id/00D000000000000/keys").status_code == 404
