"""The page on which a user of the org logs in and approves."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from connections.practice.models import PracticeCode, PracticeOrg
from connections.practice.oauth.token import challenge_of
from connections.practice.opening import Credentials, allow_redirects, change_org
from connections.practice.rules.changes import with_user_active
from tenants import walls

from .conftest import CALLBACK

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
PAGE = "/services/oauth2/authorize"


@pytest.fixture
def asked(credentials: Credentials) -> dict[str, str]:
    """What an app asks for."""
    return {
        "response_type": "code",
        "client_id": credentials.consumer_key,
        "redirect_uri": CALLBACK,
        "state": "a&b=c",
        "code_challenge": challenge_of("v" * 64),
        "code_challenge_method": "S256",
    }


@pytest.fixture
def login(credentials: Credentials) -> dict[str, str]:
    """What a person fills in."""
    return {"username": credentials.username, "password": credentials.password}


def returned(reply: Any) -> tuple[str, dict[str, str]]:
    """Where the browser is sent, and with what."""
    assert reply.status_code == 302, reply.content
    address, _, query = reply["Location"].partition("?")
    return address, {name: values[0] for name, values in parse_qs(query).items()}


def test_the_page_names_the_org_and_loads_nothing_from_elsewhere(
    client: Client, asked: dict[str, str]
) -> None:
    reply = client.get(PAGE, {**asked, "login_hint": 'x"<b>'})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "Allow access to Solvane Energy?" in page
    assert 'value="x&quot;&lt;b&gt;"' in page
    assert not [mark for mark in ("http:", "https:", "src=", "<script", "<link") if mark in page]
    assert "default-src 'none'" in reply["Content-Security-Policy"]


def test_approval_returns_a_code_and_the_state(
    client: Client, asked: dict[str, str], login: dict[str, str]
) -> None:
    address, values = returned(client.post(PAGE, login, query_params=asked))
    assert (address, sorted(values), values["state"]) == (CALLBACK, ["code", "state"], "a&b=c")


def test_denial_is_told_to_the_app(client: Client, asked: dict[str, str]) -> None:
    assert returned(client.post(PAGE, {"deny": "1"}, query_params=asked)) == (
        CALLBACK,
        {
            "error": "access_denied",
            "error_description": "end-user denied authorization",
            "state": "a&b=c",
        },
    )


@pytest.mark.parametrize(
    "wrong",
    [{"password": "x"}, {"username": "nobody"}, {"username": "tom.reyes@solvane-energy.practice"}],
)
def test_a_wrong_login_asks_again_and_gives_no_code(
    client: Client,
    asked: dict[str, str],
    login: dict[str, str],
    wrong: dict[str, str],
    org: PracticeOrg,
) -> None:
    reply = client.post(PAGE, {**login, **wrong}, query_params=asked)
    assert reply.status_code == 422
    assert "This user name and password don&#x27;t belong together." in reply.content.decode()
    with walls.inside(org.tenant_id):
        assert PracticeCode.objects.count() == 0


def test_an_inactive_user_can_not_log_in(
    client: Client, asked: dict[str, str], login: dict[str, str], org: PracticeOrg
) -> None:
    change_org(org, lambda setup: with_user_active(setup, "Inlet Integration", active=False))
    assert client.post(PAGE, login, query_params=asked).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client_id"),
        ({"redirect_uri": f"{CALLBACK}/x"}, "redirect_uri_mismatch"),
        ({"redirect_uri": ""}, "redirect_uri_mismatch"),
    ],
)
def test_a_stranger_is_shown_the_error_and_sent_nowhere(
    client: Client, asked: dict[str, str], wrong: dict[str, str], error: str
) -> None:
    for reply in (
        client.get(PAGE, {**asked, **wrong}),
        client.post(PAGE, {"approve": "1"}, query_params={**asked, **wrong}),
    ):
        assert (reply.status_code, f"error={error}&amp;" in reply.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_a_wish_without_pkce_goes_back_with_an_error(
    client: Client, asked: dict[str, str], login: dict[str, str], wrong: dict[str, str], error: str
) -> None:
    for reply in (
        client.get(PAGE, {**asked, **wrong}),
        client.post(PAGE, login, query_params={**asked, **wrong}),
    ):
        address, values = returned(reply)
        assert (address, values["error"], values["state"]) == (CALLBACK, error, "a&b=c")


def test_a_callback_with_a_query_of_its_own_keeps_it(
    client: Client, asked: dict[str, str], login: dict[str, str], org: PracticeOrg
) -> None:
    callback = f"{CALLBACK}?tenant=1"
    allow_redirects(org, [callback])
    reply = client.post(PAGE, login, query_params={**asked, "redirect_uri": callback})
    query = parse_qs(urlsplit(reply["Location"]).query)
    assert (query["tenant"], sorted(query)) == (["1"], ["code", "state", "tenant"])
