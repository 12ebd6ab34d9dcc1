"""The practice org's own pages: logging in and approving, refused, not installed."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from connections.practice.admitting import change_access
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, find_org, open_practice_org
from connections.practice.rules import app_switches, login_changes
from tenants.models import Tenant

from .conftest import WIDE, Screen, open_screen
from .test_pages import RULES

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Axe()
NARROW = {"width": 360, "height": 740}
LOOKS = [
    (size, theme, f"{name}-{theme}")
    for name, size in (("wide", WIDE), ("narrow", NARROW))
    for theme in ("light", "dark")
]


@pytest.fixture
def credentials(tenant: Tenant, practice_process: str, settings: Any) -> Credentials:
    """An org whose app comes back to an address that answers."""
    # As the org's own process has it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return open_practice_org(
        tenant, name="Solvane Energy", redirect_uris=[f"{practice_process}/healthz"]
    )


@pytest.fixture
def org(tenant: Tenant, credentials: Credentials) -> PracticeOrg:
    """The same org."""
    found = find_org(tenant)
    assert found is not None
    return found


def address(base: str, credentials: Credentials, **more: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": credentials.consumer_key,
        "redirect_uri": f"{base}/healthz",
        "state": "s-1",
        "scope": "api refresh_token id",
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
        **more,
    }
    return f"/services/oauth2/authorize?{urlencode(asked)}"


def fill(screen: Screen, username: str, password: str) -> None:
    screen.page.fill("#username", username)
    screen.page.fill("#password", password)
    screen.page.click("button.primary")


def wrong_with(screen: Screen, name: str) -> list[str]:
    """What axe and the window's width say against the page."""
    screen.picture(f"practice-{name}")
    found = AXE.run(screen.page, options={"runOnly": {"type": "tag", "values": RULES}})
    wrong = [f"{name}: axe {one['id']}: {one['nodes'][0]['html']}"
             for one in found.response["violations"]]  # fmt: skip
    wide = screen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wrong + ([f"{name}: scrolls sideways"] if wide else [])


@pytest.mark.parametrize(("size", "theme", "name"), LOOKS)
def test_the_pages_look_right(
    chromium: Browser,
    practice_process: str,
    credentials: Credentials,
    org: PracticeOrg,
    *,
    size: Any,
    theme: str,
    name: str,
) -> None:
    screen = open_screen(chromium, practice_process, size=size, theme=theme)
    screen.open(address(practice_process, credentials))
    wrong = wrong_with(screen, f"login-{name}")
    assert screen.complaints == []
    fill(screen, "nobody@" + "long-" * 12 + "name.practice", "guess")
    wrong += wrong_with(screen, f"login-wrong-{name}")
    assert screen.page.get_by_role("alert").is_visible()
    screen.open(address(practice_process, credentials, redirect_uri="https://elsewhere.example/"))
    wrong += wrong_with(screen, f"refused-{name}")
    change_access(org, lambda access: login_changes.with_policy(access, uninstalled_page=True))
    change_access(org, lambda access: app_switches.with_installed(access, installed=False))
    screen.open(address(practice_process, credentials))
    fill(screen, credentials.username, credentials.password)
    assert "OAUTH_APPROVAL_ERROR_GENERIC" in screen.page.content()
    wrong += wrong_with(screen, f"uninstalled-{name}")
    assert wrong == []


def test_a_person_allows_or_denies_by_keyboard(
    chromium: Browser, practice_process: str, credentials: Credentials, org: PracticeOrg
) -> None:
    screen = open_screen(chromium, practice_process)
    page = screen.open(address(practice_process, credentials, login_hint=credentials.username))
    assert page.title() == "Inlet asks for access to Solvane Energy"
    assert page.locator("dd").all_inner_texts() == [
        "Inlet",
        f"Solvane Energy\n{org.org_id}",
        credentials.username,
    ]
    assert page.get_by_role("listitem").all_inner_texts() == [
        "read and write records through the API",
        "go on until access is ended, also while you are away",
        "see your name and user name",
    ]
    page.keyboard.type(credentials.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/healthz?*")
    assert sorted(parse_qs(urlsplit(page.url).query)) == ["code", "state"]
    screen.open(address(practice_process, credentials))
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url("**/healthz?*")
    assert parse_qs(urlsplit(page.url).query)["error"] == ["access_denied"]
