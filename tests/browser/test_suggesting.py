"""The mapping helper in a browser: a pasted sample becomes fields of the draft."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from syncs.demo.building import Built
from syncs.demo.scenes import SOLVANE
from tenants import walls
from tests.mappings.suggesting.corpus import cases
from tests.mappings.suggesting.org import CONTACT, LEAD
from tests.syncs.orgs import look_at

from .conftest import NARROW, WIDE, open_screen
from .test_mapping import editor

SAMPLE = next(one.payload for one in cases() if one.id == "calendly: the captured body")


@pytest.mark.parametrize(("size", "name"), [(WIDE, "wide"), (NARROW, "narrow")])
def test_a_pasted_sample_becomes_fields_of_the_draft(
    demo: Built, product: str, chromium: Browser, size: dict[str, int], name: str
) -> None:
    source, _ = demo.doors[SOLVANE]
    with walls.inside(source.tenant_id):
        look_at(source.connection, LEAD, CONTACT)
    screen = open_screen(chromium, product, size=size)
    page = editor(demo, screen, "suggest/")
    body = {**SAMPLE, "employees": "40", "mobile phone": "+34 600 000 001"}
    page.locator("#paste summary").click()
    page.fill("#sample-text", json.dumps(body))
    page.get_by_role("button", name="Suggest from it").click()
    expect(page.locator("main")).to_contain_text("Looks like a Calendly booking")
    row = page.get_by_role("row").filter(has_text="MobilePhone")
    expect(row).to_contain_text("99 %")
    expect(row).to_contain_text("Salesforce would hold “+34600000001”.")
    screen.picture(f"suggested-{name}")
    page.get_by_role("button", name="Add the chosen fields").click()
    expect(page.locator("main")).to_contain_text("to the draft")
    expect(page.locator("main")).to_contain_text("MobilePhone")
    assert screen.complaints == []
    page.context.close()
