"""A token goes to Salesforce, or to the practice org, or nowhere."""

from __future__ import annotations

import pytest

from connections.hosts import ForbiddenHost, origin, practice_origin, salesforce_origin

GOOD = [
    ("https://login.salesforce.com", "https://login.salesforce.com"),
    ("https://test.salesforce.com/", "https://test.salesforce.com"),
    ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com"),
    ("https://ACME-Demo.My.Salesforce.com", "https://acme-demo.my.salesforce.com"),
    ("https://acme.my.salesforce.com:443", "https://acme.my.salesforce.com"),
    (
        "https://acme--uat.sandbox.my.salesforce.com",
        "https://acme--uat.sandbox.my.salesforce.com",
    ),
    (
        "https://acme-dev-ed.develop.my.salesforce.com",
        "https://acme-dev-ed.develop.my.salesforce.com",
    ),
    ("https://a1.scratch.my.salesforce.com", "https://a1.scratch.my.salesforce.com"),
    ("https://x.trailblaze.my.salesforce.com", "https://x.trailblaze.my.salesforce.com"),
]

BAD = [
    "",
    "login.salesforce.com",
    "//login.salesforce.com",
    "http://login.salesforce.com",
    "ftp://login.salesforce.com",
    "https://login.salesforce.com.evil.example",
    "https://evil.example/login.salesforce.com",
    "https://evil.example#login.salesforce.com",
    "https://evil.example?login.salesforce.com",
    "https://login.salesforce.com@evil.example",
    "https://user:pass@login.salesforce.com",
    "https://@login.salesforce.com",
    "https://evil.example\\.my.salesforce.com",
    "https://evil.example\\@acme.my.salesforce.com",
    "https://acme.my.salesforce.com\\",
    "https://acme.my.salesforce.com\n",
    "\nhttps://acme.my.salesforce.com",
    " https://acme.my.salesforce.com",
    "https://acme.my.sales force.com",
    "https://acme.my.salesforce.com\t.evil.example",
    "https://acme.my.salesforce.com:8443",
    "https://acme.my.salesforce.com:",
    "https://acme.my.salesforce.com:443:443",
    "https://acme.my.salesforce.com.",
    "https://acme.my.salesforce.com/path",
    "https://acme.my.salesforce.com//",
    "https://acme.my.salesforce.com?x=1",
    "https://acme.my.salesforce.com#x",
    "https://acme.my.salesforce.com%00.evil.example",
    "https://acme.my.salesforce.com%2eevil.example",
    "https://my.salesforce.com",
    "https://.my.salesforce.com",
    "https://-a.my.salesforce.com",
    "https://a-.my.salesforce.com",
    "https://a.b.my.salesforce.com",
    "https://a.sandbox.develop.my.salesforce.com",
    "https://evilmy.salesforce.com",
    "https://acme-my.salesforce.com",
    "https://acme.my.salesforce.com.co",
    "https://acme.my.salesforсe.com",
    "https://acme.my.salesforce。com",
    "https://аcme.my.salesforce.com",
    "https://acme_x.my.salesforce.com",
    "https://" + "a" * 64 + ".my.salesforce.com",
    "https://127.0.0.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://[::1]",
    "https://localhost",
    "https://acme.my.site.com",
    "https://acme.my.salesforce-sites.com",
    "https://na1.salesforce.com",
    "https://webto.salesforce.com",
    "https://acme.my.salesforce.mil",
    "javascript:https://login.salesforce.com",
    "https:/login.salesforce.com",
    "https:login.salesforce.com",
]


@pytest.mark.parametrize(("url", "expected"), GOOD)
def test_salesforces_own_addresses_are_rebuilt_from_their_host(url: str, expected: str) -> None:
    assert salesforce_origin(url) == expected


@pytest.mark.parametrize("url", BAD)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenHost):
        salesforce_origin(url)


PRACTICE = "http://127.0.0.1:8001"


@pytest.mark.parametrize(
    ("url", "practice"),
    [
        (PRACTICE, PRACTICE),
        (f"{PRACTICE}/", PRACTICE),
        ("http://LOCALHOST:1", "http://localhost:1"),
        ("https://practice.inlet.example", "https://practice.inlet.example"),
    ],
)
def test_the_practice_org_is_where_the_settings_say(url: str, practice: str) -> None:
    assert practice_origin(url, practice) == practice


@pytest.mark.parametrize(
    ("url", "practice"),
    [
        ("http://127.0.0.1:8002", PRACTICE),
        ("https://127.0.0.1:8001", PRACTICE),
        ("http://127.0.0.1:8001/x", PRACTICE),
        ("http://127.0.0.1:8001@evil.example", PRACTICE),
        ("http://127.0.0.1", PRACTICE),
        ("https://acme.my.salesforce.com", PRACTICE),
        # Without TLS nowhere but on this machine, whatever the settings say.
        ("http://practice.inlet.example", "http://practice.inlet.example"),
        ("http://10.0.0.1:80", "http://10.0.0.1:80"),
    ],
)
def test_the_practice_org_is_nowhere_else(url: str, practice: str) -> None:
    with pytest.raises(ForbiddenHost):
        practice_origin(url, practice)


def test_only_a_practice_connection_reaches_the_practice_org() -> None:
    assert origin(PRACTICE, practice_url=PRACTICE) == PRACTICE
    with pytest.raises(ForbiddenHost):
        origin(PRACTICE)
    with pytest.raises(ForbiddenHost):
        origin("https://login.salesforce.com", practice_url=PRACTICE)
