"""Every page, at both widths and in both themes: axe, the console, and no sideways scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from syncs.demo.building import Built
from syncs.demo.scenes import SOLVANE
from syncs.models import InboundLead
from tenants import walls

from .conftest import NARROW, WIDE, Screen, open_screen

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(screen: Screen, name: str, path: str) -> list[str]:
    """Open a page and say everything that is wrong with it."""
    screen.complaints.clear()
    answer = screen.page.goto(screen.base + path)
    found = AXE.run(screen.page, options={"runOnly": {"type": "tag", "values": RULES}})
    wrong = [f"{name}: axe {one['id']}: {one['nodes'][0]['html'][:160]}"
             for one in found.response["violations"]]  # fmt: skip
    wide = screen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    wrong += [f"{name}: scrolls sideways"] if wide else []
    wrong += [f"{name}: console: {text}" for text in screen.complaints]
    wrong += [] if answer is not None and answer.ok else [f"{name}: {answer and answer.status}"]
    return wrong


def pages_of(built: Built) -> dict[str, str]:
    """The product's pages as the demo's owner meets them."""
    source, _ = built.doors[SOLVANE]
    tenant = source.tenant
    with walls.inside(tenant):
        ids = {lead.state: str(lead.pk) for lead in InboundLead.objects.order_by("received_at")}
        record = InboundLead.objects.filter(sobject="Lead").exclude(record_id="").first()
    assert record is not None
    home = f"/c/{tenant.slug}"
    return {
        "clients": "/clients/",
        "overview": f"{home}/",
        "leads": f"{home}/leads/",
        "leads-empty": f"{home}/leads/?q=nobody-at-all",
        "lead-updated": f"{home}/leads/{ids['updated']}/",
        "lead-failed": f"{home}/leads/{ids['failed']}/",
        "lead-held": f"{home}/leads/{ids['held']}/",
        "ledger": f"{home}/ledger/",
        "ledger-days": f"{home}/ledger/?when=30d",
        "practice": f"{home}/practice/",
        "practice-contacts": f"{home}/practice/Contact/",
        "practice-record": f"{home}/practice/Lead/{record.record_id}/",
        "practice-twice": f"{home}/practice/twice/",
        "practice-edit": f"{home}/practice/Lead/{record.record_id}/edit/",
        "practice-merge": f"{home}/practice/Lead/{record.record_id}/merge/",
        "practice-new": f"{home}/practice/new/Lead/",
        "practice-field": f"{home}/practice/setup/fields/Lead/Industry/",
        **{
            f"practice-setup-{tab}": f"{home}/practice/setup/{tab}/"
            for tab in ("fields", "rights", "people", "rules", "app", "faults")
        },
        "mapping": f"{home}/mapping/{source.mapping_id}/",
        "mapping-row": f"{home}/mapping/{source.mapping_id}/?field=Title",
        "mapping-new": f"{home}/mapping/{source.mapping_id}/?add=1",
        "mapping-plan": f"{home}/mapping/{source.mapping_id}/plan/",
        "mapping-plan-many": f"{home}/mapping/{source.mapping_id}/plan/many/",
        "mapping-suggest": f"{home}/mapping/{source.mapping_id}/suggest/",
        "mapping-ownership": f"{home}/mapping/{source.mapping_id}/ownership/",
        **{
            f"mapping-{part}": f"{home}/mapping/{source.mapping_id}/{part}/"
            for part in (
                "policy",
                "routing",
                "follow",
                "versions",
                "compare",
                "publish",
                "replay",
            )
        },
        "lead-plan": f"{home}/leads/{ids['held']}/plan/",
        "checklist": f"{home}/salesforce/",
        "connect": f"{home}/connect/",
        "connect-way": f"{home}/connect/by/password/",
        "connection": f"{home}/connections/{source.connection_id}/",
        "settings-keys": f"{home}/settings/keys/",
        "settings-members": f"{home}/settings/members/",
        "settings-configuration": f"{home}/settings/configuration/",
        "blueprints": "/agency/blueprints/",
        "mail": "/mail/",
        "password": "/account/password/change/",
        "email": "/account/email/",
    }


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_has_a_finding_at_any_width_or_in_any_theme(
    demo: Built, product: str, chromium: Browser, size: dict[str, int]
) -> None:
    wrong: list[str] = []
    for theme in ("light", "dark"):
        screen = open_screen(chromium, product, size=size, theme=theme)
        shape = f"{theme}" if size is WIDE else f"narrow-{theme}"
        for name, path in {"sign-in": "/account/login/", "sign-up": "/account/signup/"}.items():
            wrong += check(screen, f"{name} {shape}", path)
            screen.picture(f"{name}-{shape}")
        screen.sign_in()
        for name, path in pages_of(demo).items():
            wrong += check(screen, f"{name} {shape}", path)
            screen.picture(f"{name}-{shape}")
        screen.page.context.close()
    assert wrong == []


@pytest.mark.parametrize("path", ["/api/v1/docs", "/staff/", "/staff/mappings/mappingversion/"])
def test_pages_of_libraries_keep_the_content_security_policy(
    demo: Built, product: str, chromium: Browser, path: str
) -> None:
    screen = open_screen(chromium, product)
    screen.sign_in()
    screen.complaints.clear()
    answer: Any = screen.page.goto(product + path)
    screen.page.wait_for_load_state("networkidle")
    assert answer.ok
    assert screen.complaints == []
    screen.picture(path.strip("/").replace("/", "-"))
    screen.page.context.close()
