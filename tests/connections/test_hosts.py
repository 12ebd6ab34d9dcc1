"""A token goes to Salesforce, or to the practice org, or nowhere (reliability.md 3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.hosts import (
    ForbiddenHost,
    extra_hosts,
    origin,
    origin_of,
    practice_origin,
    salesforce_origin,
)

from .host_corpus import BAD, GOOD


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


def test_the_whole_corpus_comes_out_right(capsys: Any) -> None:
    refused = 0
    for url in BAD:
        try:
            salesforce_origin(url)
        except ForbiddenHost:
            refused += 1
    accepted = sum(salesforce_origin(url) == expected for url, expected in GOOD)
    with capsys.disabled():
        print(f"\nhosts: {accepted}/{len(GOOD)} good accepted, {refused}/{len(BAD)} bad refused")
    assert len(set(BAD)) == len(BAD) >= 150
    assert (accepted, refused) == (len(GOOD), len(BAD))


@given(st.text(max_size=60))
def test_whatever_is_typed_before_a_real_host_is_never_part_of_the_origin(noise: str) -> None:
    for url in (f"https://{noise}@login.salesforce.com", f"https://login.salesforce.com{noise}"):
        try:
            found = salesforce_origin(url)
        except ForbiddenHost:
            continue
        assert found == "https://login.salesforce.com"


EXTRA = extra_hosts(["login.example.mil", ".my.salesforce.mil"])


@pytest.mark.parametrize(
    "host",
    ["login.example.mil", "acme.my.salesforce.mil", "acme--uat.sandbox.my.salesforce.mil"],
)
def test_more_hosts_are_allowed_by_the_servers_owner(host: str) -> None:
    assert salesforce_origin(f"https://{host}", EXTRA) == f"https://{host}"
    with pytest.raises(ForbiddenHost):
        salesforce_origin(f"https://{host}")


@pytest.mark.parametrize(
    "url",
    [
        "https://my.salesforce.mil",
        "https://a.b.my.salesforce.mil",
        "https://x.login.example.mil",
        "https://login.example.mil.evil.example",
        "https://evilmy.salesforce.mil",
        "https://acme.my.salesforce.mil.",
        "http://acme.my.salesforce.mil",
        "https://xn--acme.my.salesforce.mil",
    ],
)
def test_and_nothing_beside_them(url: str) -> None:
    with pytest.raises(ForbiddenHost):
        salesforce_origin(url, EXTRA)


@pytest.mark.parametrize(
    "entry",
    ["", ".", "mil", ".mil", "*.my.salesforce.mil", "https://x.mil", "A.MIL", "a..b", "a.b."],
)
def test_a_setting_that_would_open_too_much_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="neither a host nor"):
        extra_hosts([entry])


@pytest.mark.parametrize("url", ["https://[/id/x", "https://[::1/id/x"])
def test_what_is_no_address_has_no_origin(url: str) -> None:
    with pytest.raises(ForbiddenHost):
        origin_of(url)
