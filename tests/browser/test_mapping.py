"""The mapping editor in a browser: a rule changed beside its plan, with code and without."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from syncs.demo.building import Built
from syncs.demo.scenes import SOLVANE

from .conftest import NARROW, WIDE, Screen, open_screen


def editor(built: Built, screen: Screen, rest: str = "") -> Page:
    """The editor of Solvane's mapping, as Maya sees it."""
    source, _ = built.doors[SOLVANE]
    screen.sign_in()
    return screen.open(f"/c/{source.tenant.slug}/mapping/{source.mapping_id}/{rest}")


def test_a_rule_is_changed_with_its_plan_beside_it(
    demo: Built, product: str, chromium: Browser
) -> None:
    screen = open_screen(chromium, product, size=WIDE)
    page = editor(demo, screen, "?field=Title")
    plan = page.locator("#plan")
    expect(plan).to_contain_text("Would", timeout=15_000)
    page.fill("#f-default", "Chief of everything")
    expect(plan).to_contain_text("It is not kept yet", timeout=15_000)
    page.get_by_text("Ours until a person edits it").click()
    page.get_by_role("button", name="Done").last.click()
    expect(page.locator("h1")).to_contain_text("Draft of version")
    row = page.locator("[id='r-Title']")
    expect(row).to_contain_text("changed")
    expect(page.locator("#plan")).to_contain_text("Would", timeout=15_000)
    screen.picture("mapping-changed")
    assert screen.complaints == []
    page.context.close()


def test_on_a_phone_the_plan_is_one_tap_away(demo: Built, product: str, chromium: Browser) -> None:
    screen = open_screen(chromium, product, size=NARROW)
    page = editor(demo, screen)
    page.get_by_role("link", name="Plan for one lead").click()
    expect(page.locator("#h-plan")).to_be_in_viewport()
    expect(page.locator("#plan")).to_contain_text("Would", timeout=15_000)
    page.locator("#paste summary").click()
    page.fill("#sample-text", '{"person": {"email": "new@brightfield.example"}}')
    page.get_by_role("button", name="Show the plan").click()
    expect(page.locator("#plan")).to_contain_text("Would", timeout=15_000)
    assert screen.complaints == []
    page.context.close()


def test_without_scripts_a_field_is_added_and_planned(
    demo: Built, product: str, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)
    screen = Screen(context.new_page(), product)
    page = editor(demo, screen, "?add=1&to=Rating&source=custom.rating#row")
    page.locator("select[name=new_step]").select_option("upper")
    page.get_by_role("button", name="Add the step").click()
    expect(page.locator("#row")).to_contain_text("1. Capitals")
    page.get_by_role("button", name="Add the field").last.click()
    expect(page.locator("[id='r-Rating']")).to_contain_text("new")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator("h1")).to_have_text("Plan for one lead")
    expect(page.locator("#plan")).to_contain_text("Would")
    context.close()
