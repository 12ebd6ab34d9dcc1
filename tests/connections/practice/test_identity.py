"""Who a token belongs to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from .conftest import Api


def ask(api: Api, path: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {api.token if token is None else token}"}
    return api.client.get(path, headers=headers)


def test_the_identity_has_salesforces_keys(api: Api) -> None:
    org_id, user_id = api.org.org_id, api.org.setup["api_user"]
    body = ask(api, f"/id/{org_id}/{user_id}").json()
    assert body == {
        "id": f"http://testserver/id/{org_id}/{user_id}",
        "asserted_user": True,
        "user_id": user_id,
        "organization_id": org_id,
        "username": "integration@solvane-energy.practice",
        "nick_name": "integration",
        "display_name": "Inlet Integration",
        "email": "integration@solvane-energy.practice",
        "email_verified": True,
        "first_name": "Inlet",
        "last_name": "Integration",
        "timezone": "America/New_York",
        "photos": {"picture": "http://testserver/photo", "thumbnail": "http://testserver/photo"},
        "addr_street": None,
        "addr_city": None,
        "addr_state": None,
        "addr_country": None,
        "addr_zip": None,
        "mobile_phone": None,
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
        "urls": {
            "enterprise": f"http://testserver/services/Soap/c/{{version}}/{org_id[:15]}",
            "rest": "http://testserver/services/data/v{version}/",
            "sobjects": "http://testserver/services/data/v{version}/sobjects/",
            "query": "http://testserver/services/data/v{version}/query/",
            "custom_domain": "http://testserver",
        },
        "active": True,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": body["utcOffset"],
        "last_modified_date": "2026-01-05T09:00:00Z",
    }
    assert body["utcOffset"] in {-18_000_000, -14_400_000}


def test_both_lengths_of_ids_are_taken_and_no_call_is_counted(api: Api) -> None:
    org_id, user_id = api.org.org_id[:15], api.org.setup["api_user"][:15]
    body = ask(api, f"/id/{org_id}/{user_id}?version=latest").json()
    assert body["urls"]["rest"] == "http://testserver/services/data/v66.0/"
    assert api.get("limits").headers["Sforce-Limit-Info"] == "api-usage=1/15000"


def test_userinfo_speaks_openid(api: Api) -> None:
    body = ask(api, "/services/oauth2/userinfo").json()
    assert (body["sub"], body["preferred_username"], body["zoneinfo"]) == (
        f"http://testserver/id/{api.org.org_id}/{api.org.setup['api_user']}",
        "integration@solvane-energy.practice",
        "America/New_York",
    )


@pytest.mark.parametrize(
    ("path", "token", "word"),
    [
        ("/services/oauth2/userinfo", "", "Missing_OAuth_Token"),
        ("/services/oauth2/userinfo", "00D000000000000!x", "Bad_OAuth_Token"),
        ("/id/00D000000000000AAA/005000000000000AAA", None, "Wrong_Org"),
        ("/id/what/ever", None, "Wrong_Org"),
    ],
)
def test_denials_are_words(api: Api, path: str, token: str | None, word: str) -> None:
    reply = ask(api, path, token)
    assert (reply.status_code, reply.content.decode()) == (403, word)


def test_the_process_says_that_it_lives(at_practice_address: None, client: Client) -> None:
    reply = client.get("/healthz")
    assert (reply.status_code, reply.content) == (200, b"ok")
