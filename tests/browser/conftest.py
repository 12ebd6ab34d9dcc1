"""A real Chromium on the product's own server, with the demo's world in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from syncs.demo.building import EMAIL, PASSWORD, Built, build
from syncs.demo.hard_scenes import STORY
from syncs.engine.running import run
from syncs.intake.accepting import accept
from syncs.intake.canonical import LeadSerializer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-dev-shm-usage"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PICTURES = Path(__file__).parent / "pictures"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are left out, and say how to get one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                why = "no Chromium here; as root: apt-get install chromium"
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """The browser, for one test: while it is there, an event loop runs in this thread.

    Django's guard takes that for async code, so it is told otherwise meanwhile.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Screen:
    """One browser window on the product. `complaints`: what its console said was wrong."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go there."""
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self) -> None:
        """As the demo's Maya Okafor."""
        self.open("/account/login/")
        self.page.fill("input[name=login]", EMAIL)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit], form button[type=submit]")
        self.page.wait_for_url("**/clients/")

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page, to be looked at."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def open_screen(browser: Browser, base: str, *, size: Any = WIDE, theme: Any = "light") -> Screen:
    """A fresh window of this size and colour scheme."""
    context = browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
    screen = Screen(context.new_page(), base)

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            screen.complaints.append(message.text)

    screen.page.on("console", listen)
    screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
    return screen


@pytest.fixture
def product(live_server: Any, practice_process: str, settings: Any) -> str:
    """The product's address, with a practice org behind it."""
    settings.PRACTICE_URL = practice_process
    settings.BASE_URL = live_server.url
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return str(live_server.url)


@pytest.fixture
def demo(product: str) -> Built:
    """The demo's agency, its twenty leads worked."""
    assert django_settings.PRACTICE_URL
    built = build()
    for scene in STORY:
        source, _ = built.doors[scene.client]
        lead = LeadSerializer(data=dict(scene.lead))
        lead.is_valid(raise_exception=True)
        accept(source, [lead.validated_data])
    for source, _ in built.doors.values():
        run(source.tenant_id, source.connection_id)
    return built
