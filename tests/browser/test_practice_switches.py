"""The switches of the practice page, pressed in a browser: in place, and without a script."""

from __future__ import annotations

from playwright.sync_api import Browser

from syncs.demo.building import Built
from syncs.demo.scenes import SOLVANE

from .conftest import WIDE, Screen, open_screen


def test_a_switch_is_pressed_in_place_and_keeps_the_focus(
    demo: Built, product: str, chromium: Browser
) -> None:
    screen = open_screen(chromium, product)
    screen.sign_in()
    tenant = demo.doors[SOLVANE][0].tenant
    page = screen.open(f"/c/{tenant.slug}/practice/")
    page.wait_for_selector("#h-tw")
    page.focus("#s-no_edit")
    page.keyboard.press("Space")
    page.wait_for_selector("#s-no_edit[aria-checked=true]")
    assert "Inlet may only read Webinar Score." in page.inner_text("#misbehave [role=status]")
    assert page.evaluate("document.activeElement.id") == "s-no_edit"
    page.click("#s-no_edit")
    page.wait_for_selector("#s-no_edit[aria-checked=false]")
    page.click("text=Make a login")
    page.wait_for_selector("h1:has-text('Copy this login now')")
    screen.picture("practice-login")
    assert screen.complaints == []
    page.context.close()


def test_without_a_script_a_switch_and_the_menus_work_too(
    demo: Built, product: str, chromium: Browser
) -> None:
    tenant = demo.doors[SOLVANE][0].tenant
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    screen = Screen(context.new_page(), product)
    screen.sign_in()
    page = screen.open(f"/c/{tenant.slug}/practice/")
    page.click("#s-no_owner")
    page.wait_for_selector("#s-no_owner[aria-checked=true]")
    assert "Tom Reyes is switched off." in page.inner_text("main")
    page.click("text=5 more")
    page.click("text=Opportunities")
    page.wait_for_url("**/practice/Opportunity/")
    page.goto(f"{product}/c/{tenant.slug}/practice/setup/")
    assert "1 thing differs from the first day." in page.inner_text("main")
    screen.picture("practice-setup-differs")
    page.click("button:has-text('Switch on: Tom Reyes')")
    page.wait_for_selector("text=Everything is as on the first day.")
    context.close()
