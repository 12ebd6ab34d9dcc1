"""From sign-up to the first lead, as a new person does it, within two minutes."""

from __future__ import annotations

import re
import time

import requests
from playwright.sync_api import Browser

from syncs.engine.running import run
from syncs.models import Source
from tenants import walls
from tenants.models import Tenant

from .conftest import NARROW, open_screen


def test_signing_up_leads_to_a_command_that_works_and_a_page_that_changes_by_itself(
    product: str, chromium: Browser
) -> None:
    began = time.monotonic()
    screen = open_screen(chromium, product)
    page = screen.open("/account/signup/")
    page.fill("input[name=name]", "Ada Byrne")
    page.fill("input[name=company]", "Byrne Analytics")
    page.fill("input[name=email]", "ada@example.com")
    page.fill("input[name=password1]", "a-long-enough-passphrase")
    page.click("form button[type=submit]")
    page.wait_for_url("**/c/byrne-analytics/")
    screen.picture("first-run-light")
    command = page.inner_text("pre")
    key = re.search(r"lsk_test_\w{8}_[\w-]{43}", command)
    assert key is not None
    assert f"{product}/api/v1/leads" in command
    answer = requests.post(
        f"{product}/api/v1/leads",
        json={"email": "ada@example.com", "name": "Ada Byrne", "company": "Byrne Analytics"},
        headers={"Authorization": f"Bearer {key.group()}"},
        timeout=30,
    )
    assert answer.status_code == 202, answer.text
    tenant = Tenant.objects.get(slug="byrne-analytics")
    with walls.inside(tenant):
        source = Source.objects.get()
    run(tenant.pk, source.connection_id)
    page.get_by_role("heading", name="Overview").wait_for(timeout=15_000)
    page.click("text=Leads >> nth=0")
    page.click("text=Ada Byrne")
    page.get_by_text("Created").first.wait_for()
    assert screen.complaints == []
    assert time.monotonic() - began < 120
    page.context.close()


def test_the_first_story_works_with_the_keyboard_and_on_a_phone(
    product: str, chromium: Browser
) -> None:
    screen = open_screen(chromium, product, size=NARROW)
    page = screen.open("/account/signup/")
    page.focus("input[name=name]")
    for text in ("Ada Byrne", "Byrne Analytics", "ada@example.com", "a-long-enough-passphrase"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/byrne-analytics/")
    page.get_by_role("button", name="Send a sample").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/c/byrne-analytics/"))
    screen.picture("first-run-narrow")
    assert screen.complaints == []
    page.context.close()
