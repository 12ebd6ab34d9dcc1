"""Every page is drawn from its values alone, without inline code, and sound for readers."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from tenants.templatetags.inlet import HAPPENINGS, MARKS

from .pages import with_shell, without_shell

pytestmark = [
    pytest.mark.urls("tests.syncs.samples.urls"),
    pytest.mark.filterwarnings("ignore:Missing value for 'form'"),
]
SHELLED = sorted(with_shell())
BARE = sorted(without_shell())
TEMPLATES = Path(settings.BASE_DIR) / "templates"


class Page(HTMLParser):
    """A drawn page as tags with their attributes, and the text of its headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"meta", "link", "input", "br", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [attrs[name] for _, attrs in self.tags if name in attrs]

    def count(self, tag: str) -> int:
        """How often a tag occurs."""
        return sum(found == tag for found, _ in self.tags)


def draw(name: str) -> Page:
    """The page of this name."""
    template, context = (with_shell() | without_shell())[name]
    request = RequestFactory().get("/solvane-energy/leads/?when=today&after=x")
    request.user = AnonymousUser()
    return Page(render_to_string(template, context, request=request))


@pytest.mark.parametrize("name", SHELLED + BARE)
def test_a_page_holds_no_inline_style_script_or_handler(name: str) -> None:
    page = draw(name)
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert page.values("style") == []
    assert page.count("style") == 0
    assert [attrs for attrs in scripts if "src" not in attrs] == []
    assert [key for _, attrs in page.tags for key in attrs if key.startswith(("on", "hx-on"))] == []


@pytest.mark.parametrize("name", SHELLED + BARE)
def test_a_page_has_one_main_one_title_and_headings_in_order(name: str) -> None:
    page = draw(name)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert (page.count("main"), page.count("title") - _chart_titles(page)) == (1, 1)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _chart_titles(page: Page) -> int:
    return len(re.findall(r"<rect[^>]*><title>", page.text))


@pytest.mark.parametrize("name", SHELLED + BARE)
def test_a_page_is_well_formed_and_its_ids_are_its_own(name: str) -> None:
    page = draw(name)
    assert (page.wrong, page.open) == ([], [])
    assert [one for one, times in Counter(page.values("id")).items() if times > 1] == []


@pytest.mark.parametrize("name", SHELLED + BARE)
def test_what_a_page_refers_to_within_itself_is_there(name: str) -> None:
    page = draw(name)
    ids = set(page.values("id"))
    references = {
        one
        for attribute in ("for", "aria-labelledby", "aria-describedby")
        for value in page.values(attribute)
        for one in value.split()
    }
    references |= {one[1:] for one in page.values("href") if re.fullmatch("#.+", one)}
    references |= {one[1:] for one in page.values("data-copy")}
    assert references - ids == set()


@pytest.mark.parametrize("name", SHELLED + BARE)
def test_no_value_is_left_out_of_a_page(name: str) -> None:
    text = draw(name).text
    assert not re.search(r"\{[{%#]|\bNone\b(?! of| fired)|State\.", text)


@pytest.mark.parametrize("name", SHELLED)
def test_every_form_that_changes_something_carries_a_token(name: str) -> None:
    text = draw(name).text
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert forms
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("overview", "38 of today’s 412 need a person, and one source has gone quiet."),
        ("overview", "Every lead is accounted for: 412 = 231 + 118 + 9 + 14 + 21 + 17 + 2."),
        ("overview-quiet", "No lead came in today. The next one appears here by itself."),
        ("overview-ended", "Salesforce ended our access at 13:05. 2 leads wait; none is lost."),
        ("overview-unanswered", "Salesforce has not answered since 14:10."),
        ("overview-unaccounted", "3 leads are not accounted for:"),
        ("overview-well", "None of today’s 358 leads needs a person, but one source"),
        ("leads-no-match", "No leads match these filters"),
        ("leads-none", "No lead has come in yet"),
        ("lead", "Rule: <b>only if blank</b>."),
        ("lead-pending", "Not yet"),
        ("lead-failed", "Salesforce has no Industry called “Renewables”."),
        ("first-run", "<b>Waiting for your first lead.</b>"),
        ("first-run-again", "A key is shown once, and yours was."),
        ("practice", "96 of 15,000 calls today"),
        ("clients", "5 of 12 clients need you, the worst first."),
        ("clients", "not reported since 13:40"),
        ("clients", "The oldest lead on its way came at 12:20"),
        ("clients", "No figures yet"),
        ("ledger-0", "412 leads came in and every one is accounted for; 358 of them are in"),
        ("ledger-0", "they agree."),
        ("ledger-0", "half of them within 6 s, 95 % within 24 s, 99 % within 41 s"),
        ("ledger-1", "Not everything adds up."),
        ("ledger-1", "3 leads are not accounted for"),
        ("ledger-1", "created 230, the leads say 231."),
        ("ledger-1", "<code>00QWz00000Ab3dEMAR</code>"),
        ("ledger-1", "Comparing…"),
        ("ledger-2", "Look at the last 30 days instead?"),
        ("ledger-3", "No lead has come in yet"),
        ("sign-up-mistakes", "At least 12 characters."),
        ("error-500", "Your leads are not affected."),
        ("mapping-list-1", "No mapping yet"),
        ("mapping-editor-0", "This draft changes 2 of 14 fields."),
        ("mapping-editor-0", "64 of 5,514 leads would come out differently."),
        ("mapping-editor-1", "kept Title on 118 of 214 updates."),
        ("mapping-editor-2", "This can’t be kept yet:"),
        ("mapping-editor-2", "1 more line is not shown and stays as it is."),
        ("mapping-editor-3", "put together"),
        ("mapping-editor-4", "No field is mapped yet"),
        ("mapping-plan-0", "2 more fields are the same in Salesforce."),
        ("mapping-plan-0", "Salesforce would accept this, as far as its fields tell."),
        ("mapping-plan-1", "Would be held for a person"),
        ("mapping-plan-2", "Salesforce would refuse this."),
        ("mapping-plan-3", "This is the plan without looking in Salesforce."),
        ("mapping-plan-6", "The body is not JSON."),
        ("mapping-suggest-2", "Nothing more to map"),
        ("mapping-suggest-3", "No sample yet"),
        ("mapping-ownership-0", "For an admin of the org to read and approve."),
        ("lead-plan-1", "No mapping is live for this lead’s source"),
    ],
)
def test_a_page_answers_in_a_sentence(name: str, sentence: str) -> None:
    assert sentence in draw(name).text


def test_the_sprite_holds_the_icons_that_are_used_and_no_others() -> None:
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    used = {glyph for _, glyph, _ in MARKS.values()} | set(HAPPENINGS.values())
    for text in texts:
        used |= set(re.findall(r'(?:icon |icon_name=)"([a-z0-9-]+)"', text))
    sprite = (TEMPLATES / "components/sprite.html").read_text()
    assert set(re.findall(r'id="i-([a-z0-9-]+)"', sprite)) == used


def test_every_component_is_used() -> None:
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    tags = (Path(settings.BASE_DIR) / "tenants/templatetags/inlet.py").read_text()
    names = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    assert {name for name in names if not any(name in text for text in [*texts, tags])} == set()


def test_htmx_is_named_in_the_components_only() -> None:
    outside = [
        path.relative_to(TEMPLATES)
        for path in TEMPLATES.rglob("*.html")
        if "hx-" in path.read_text() and path.parent.name != "components"
    ]
    assert outside == []


def _rendered(template: str, **context: Any) -> str:
    return render_to_string(template, context)


@pytest.mark.parametrize(
    ("result", "before", "after", "drawn"),
    [
        ("written", "", "x", 'in-blank">blank</span>→<ins class="in-new">x</ins>'),
        ("written", "a", "b", "<del>a</del>→<ins>b</ins>"),
        ("written", "a", "", "<del>a</del>→<ins>blank</ins>"),
        ("kept", "a", "", "<span>a</span>"),
        ("same", "", "", '<span class="in-blank">blank</span>'),
    ],
)
def test_a_field_shows_what_it_was_and_is(result: str, before: str, after: str, drawn: str) -> None:
    text = _rendered("components/diff.html", result=result, before=before, after=after)
    assert drawn in text
