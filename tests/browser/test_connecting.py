"""From "Connect" to a green checklist, in a real browser, at both widths; clicks are counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from connections.models import Connection
from syncs.demo.building import Built
from syncs.demo.scenes import SOLVANE
from syncs.preflight.running import run_preflight
from tenants import walls

from .conftest import NARROW, WIDE, Screen, open_screen
from .test_pages import AXE, RULES, check


class Clicks:
    """A page whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, selector: str) -> None:
        """Click it."""
        self.count += 1
        self.page.click(selector)


def sign_in_at_the_practice_org(click: Clicks, user: str, password: str) -> None:
    """The practice org's own page: log in, allow."""
    page = click.page
    page.wait_for_url("**/services/oauth2/authorize**")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    click("button[name=approve], button[type=submit]:not([name=deny])")


def checked(built: Built) -> Connection:
    """The settings checked, as the worker does after connecting."""
    source, _ = built.doors[SOLVANE]
    with walls.inside(source.tenant_id):
        row = Connection.objects.select_related("tenant").get(pk=source.connection_id)
    run_preflight(row, "connect")
    return row


@pytest.mark.parametrize(("size", "name"), [(WIDE, "wide"), (NARROW, "narrow")])
def test_a_member_connects_and_the_checklist_is_green(
    demo: Built, product: str, chromium: Browser, size: Any, name: str
) -> None:
    slug = demo.doors[SOLVANE][0].tenant.slug
    screen = open_screen(chromium, product, size=size)
    screen.sign_in()
    page = screen.open(f"/c/{slug}/connect/")
    screen.picture(f"connect-{name}")
    click = Clicks(page)
    click("input[value=practice]")
    click("text=Sign in with Salesforce")
    page.wait_for_selector("#practice-password")
    screen.picture(f"rehearse-{name}")
    options = {"runOnly": {"type": "tag", "values": RULES}}
    assert AXE.run(page, options=options).response["violations"] == []
    user, password = page.inner_text("#practice-user"), page.inner_text("#practice-password")
    click("text=Go to the sign-in")
    sign_in_at_the_practice_org(click, user, password)
    page.wait_for_url(re.compile("/salesforce/[0-9a-f-]{36}/"))
    assert "Salesforce is connected" in page.inner_text("main")
    checked(demo)
    page.reload()
    screen.picture(f"connected-{name}")
    assert "Nothing blocks leads" in page.inner_text("main")
    assert "Blocks leads" not in page.inner_text(".in-checks")
    print(f"connected and green after {click.count} clicks ({name})")
    assert click.count <= 5


def admin_link(screen: Screen, slug: str) -> str:
    """A link for the client's admin, made by a member."""
    page = screen.open(f"/c/{slug}/connect/")
    page.fill("#ask-name", "Owen Price")
    page.select_option("#ask-where", "practice")
    page.click("text=Make the link")
    page.wait_for_selector("#link")
    screen.picture("asked-wide")
    return page.inner_text("#link")


def test_somebody_without_an_account_connects_by_a_link_and_it_works_once(
    demo: Built, product: str, chromium: Browser
) -> None:
    slug = demo.doors[SOLVANE][0].tenant.slug
    member = open_screen(chromium, product)
    member.sign_in()
    link = admin_link(member, slug)
    page = member.open(f"/c/{slug}/connect/")
    page.click("input[value=practice]")
    page.click("text=Sign in with Salesforce")
    page.wait_for_selector("#practice-password")
    user, password = page.inner_text("#practice-user"), page.inner_text("#practice-password")
    member.page.context.close()
    for size, name in ((NARROW, "narrow"), (WIDE, "wide")):
        guest = open_screen(chromium, product, size=size)
        assert check(guest, "admin link", link.removeprefix(product)) == []
        guest.picture(f"guest-open-{name}")
    text = guest.page.inner_text("main")
    assert all(part in text for part in ("Lead", "Contact", "Read, create, edit", "Calls a day"))
    click = Clicks(guest.page)
    click("text=Sign in with Salesforce")
    sign_in_at_the_practice_org(click, user, password)
    guest.page.wait_for_url("**/connect/*/")
    checked(demo)
    guest.page.reload()
    guest.picture("guest-connected-wide")
    assert check(guest, "guest", guest.page.url.removeprefix(product)) == []
    assert "Nothing is missing" in guest.page.inner_text("h1")
    print(f"connected by link after {click.count} clicks")
    stranger = open_screen(chromium, product)
    stranger.open(link.removeprefix(product))
    assert stranger.page.query_selector("form[action*='sign-in']") is None
