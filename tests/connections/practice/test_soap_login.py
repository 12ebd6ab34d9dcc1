"""SOAP login() and logout(): off by default, gone from version 65.0 on (salesforce-facts 1.6)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, allow_soap_login
from connections.practice.rules.changes import with_user_active
from connections.practice.rules.setup import Setup
from connections.practice.store.setups import setup_of

from .conftest import Api

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")


def envelope(inner: str, header: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8" ?>'
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:p="urn:partner.soap.sforce.com"><e:Header>{header}</e:Header>'
        f"<e:Body>{inner}</e:Body></e:Envelope>"
    )


def login(username: str, password: str) -> str:
    return (
        f"<p:login><p:username>{username}</p:username><p:password>{password}</p:password></p:login>"
    )


def post(body: str, path: str = "62.0") -> tuple[int, dict[str, str], str]:
    """Status, the texts of the answer by local name, the answer."""
    reply = Client().post(f"/services/Soap/u/{path}", body, content_type="text/xml")
    text = reply.content.decode()
    found = {
        one.tag.rpartition("}")[2]: one.text or ""
        for one in ElementTree.fromstring(text).iter()  # noqa: S314
    }
    return reply.status_code, found, text


def test_a_login_gives_a_session_that_a_logout_ends(
    org: PracticeOrg, credentials: Credentials, api: Api
) -> None:
    allow_soap_login(org)
    status, found, _ = post(envelope(login(credentials.username.upper(), credentials.password)))
    assert status == 200
    key = org.org_id[:15]
    assert found["serverUrl"] == f"http://testserver/services/Soap/u/62.0/{key}"
    assert (found["organizationId"], found["userId"]) == (org.org_id, setup_of(org).api_user)
    assert (found["userName"], found["sessionSecondsValid"]) == (credentials.username, "7200")
    api.token = found["sessionId"]
    assert api.get("limits").status == 200
    session = f"<p:SessionHeader><p:sessionId>{api.token}</p:sessionId></p:SessionHeader>"
    assert post(envelope("<p:logout/>", session))[0] == 200
    assert api.get("limits").status == 401
    _, found, _ = post(envelope("<p:logout/>", session.replace("00D", "00X")))
    assert found["exceptionCode"] == "INVALID_SESSION_ID"


def test_the_org_may_be_named_too(org: PracticeOrg, credentials: Credentials) -> None:
    allow_soap_login(org)
    named = f"<p:organizationId>{org.org_id}</p:organizationId>"
    scope = f"<p:LoginScopeHeader>{named}</p:LoginScopeHeader>"
    body = login(credentials.username, credentials.password)
    assert post(envelope(body, scope))[0] == 200
    assert post(envelope(body), f"62.0/{org.org_id[:15]}")[0] == 200


@pytest.mark.parametrize("name", ["", "nobody@x.example", "00D000000000001", "a\x7f@b"])
def test_wrong_credentials_are_refused_alike(
    org: PracticeOrg, credentials: Credentials, name: str
) -> None:
    allow_soap_login(org)
    name = name or credentials.username
    status, _, text = post(envelope(login(name.replace("\x7f", ""), "wrong")))
    message = "Invalid username, password, security token; or user locked out."
    assert status == 500
    assert f"<faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: {message}" in text
    assert (
        f"<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>{message}" in text
    )
    assert '<sf:LoginFault xsi:type="sf:LoginFault">' in text


def test_it_is_off_until_it_is_allowed(org: PracticeOrg, credentials: Credentials) -> None:
    body = envelope(login(credentials.username, credentials.password))
    assert post(body)[1]["exceptionCode"] == "INVALID_LOGIN"
    _, found, _ = post(body, f"62.0/{org.org_id}")
    assert found["exceptionCode"] == "INVALID_OPERATION"
    allow_soap_login(org)
    allow_soap_login(org, allowed=False)
    assert post(body)[1]["exceptionMessage"] == (
        "SOAP API login() is disabled by default in this org."
    )


@pytest.mark.parametrize(("version", "ok"), [("64.0", True), ("31.0", True), ("65.0", False),
                                             ("30.0", False)])  # fmt: skip
def test_versions_without_a_login(
    org: PracticeOrg, credentials: Credentials, version: str, *, ok: bool
) -> None:
    allow_soap_login(org)
    status, found, _ = post(envelope(login(credentials.username, credentials.password)), version)
    assert (status == 200) is ok
    assert found.get("exceptionCode", "") == ("" if ok else "UNSUPPORTED_API_VERSION")


def test_an_inactive_user_stays_out(api: Api, org: PracticeOrg, credentials: Credentials) -> None:
    def locked_out(setup: Setup) -> Setup:
        return with_user_active(setup, setup.users_by_id[setup.api_user].name, active=False)

    allow_soap_login(org)
    api.change(locked_out)
    _, found, _ = post(envelope(login(credentials.username, credentials.password)))
    assert found["exceptionCode"] == "INVALID_LOGIN"


@pytest.mark.parametrize(
    "body",
    ["", "no xml", "<a/>", envelope(""), envelope("<p:query/>"), envelope("<login/>"),
     '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "x" * 70_000],
)  # fmt: skip
def test_what_is_no_login_is_a_fault_of_the_client(body: str) -> None:
    status, _, text = post(body)
    assert status == 500
    assert re.search("<faultcode>soapenv:Client</faultcode><faultstring>[^<]", text)
