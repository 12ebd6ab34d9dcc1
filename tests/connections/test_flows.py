"""What each way to connect needs."""

from __future__ import annotations

import pytest

from connections.flows import FLOWS, Wish, problems
from connections.models import Flow

MY_DOMAIN, LOGIN, TEST = (
    "https://acme.my.salesforce.com",
    "https://login.salesforce.com",
    "https://test.salesforce.com",
)


def test_every_flow_of_a_connection_has_its_rule() -> None:
    assert list(FLOWS) == Flow.values
    assert [one.name for one in FLOWS.values() if one.legacy] == ["password"]
    assert [one.name for one in FLOWS.values() if one.refreshes] == ["web_server"]


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        (Wish("web_server", LOGIN, has_key=False), set()),
        (Wish("web_server", MY_DOMAIN, has_key=True), set()),
        (Wish("jwt_bearer", LOGIN, has_key=True, login_user="a@b.c"), set()),
        (Wish("jwt_bearer", TEST, has_key=False), {"consumer_key", "login_user"}),
        (Wish("client_credentials", MY_DOMAIN, has_key=True, has_secret=True), set()),
        (Wish("client_credentials", LOGIN, has_key=True, has_secret=True), {"login_url"}),
        (
            Wish("client_credentials", TEST, has_key=False),
            {"login_url", "consumer_key", "client_secret"},
        ),
        (Wish("client_credentials", LOGIN, has_key=True, has_secret=True, practice=True), set()),
        (
            Wish("password", LOGIN, has_key=True, has_secret=True, login_user="a@b.c"),
            {"password"},
        ),
    ],
)
def test_what_stands_in_the_way(wish: Wish, fields: set[str]) -> None:
    found = problems(wish)
    assert set(found) == fields
    assert all(sentence.endswith(".") for sentence in found.values())
