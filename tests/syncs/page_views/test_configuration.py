"""A client's configuration over HTTP: taken away, changed, planned, applied."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mappings.models import MappingVersion
from syncs.configuring.reading import read
from syncs.models import Source
from tenants import walls
from tenants.access import Role
from tenants.apikeys import find_key
from tests.syncs.conftest import Door

from .answering import form_of
from .conftest import Place, browser, person_of
from .test_blueprints import text_of

pytestmark = pytest.mark.django_db(transaction=True)
TAB = "settings/configuration/"


@pytest.fixture
def desk(door: Door) -> Place:
    """The client, visited by its owner; nothing was sent yet."""
    return Place(door, {}, browser(person_of(door.tenant, Role.OWNER)))


def file_of(place: Place, query: str = "") -> str:
    """The file as it is downloaded."""
    answer = place.get(f"{TAB}file/{query}")
    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return str(answer.content.decode())


def bring(place: Place, text: str, what: str = "") -> Any:
    """The plan's page."""
    return place.post(f"{TAB}plan/", {"what": what, "text": text})


def apply(place: Place, shown: Any) -> Any:
    """The plan's button."""
    return place.post(f"{TAB}apply/", form_of(shown.content.decode(), "apply"))


def numbers(place: Place) -> list[int]:
    """The versions of the mapping."""
    with walls.inside(place.tenant):
        return list(MappingVersion.objects.values_list("number", flat=True))


def test_what_is_downloaded_changes_nothing_when_it_is_brought_back(desk: Place) -> None:
    text = file_of(desk)
    assert read(text).configuration.clients[0].slug == desk.tenant.slug
    page = text_of(bring(desk, text))
    assert "Nothing to change" in page
    assert numbers(desk) == [1]


def test_the_plan_is_shown_first_and_nothing_changes_before_it_is_applied(desk: Place) -> None:
    text = file_of(desk).replace("  sources:\n", "  sources:\n  - name: Webinar\n"
                                 "    connection: Org\n    mapping: Default\n"
                                 "    key: generate\n", 1)  # fmt: skip
    text = text.replace("      match:", "      mode: create_only\n      match:", 1)
    shown = bring(desk, text)
    page = text_of(shown)
    assert "Mapping “Default” gets a new version." in page
    assert "Source “Webinar” is added." in page
    assert "Apply 3 changes" in page
    assert numbers(desk) == [1]
    done = apply(desk, shown)
    key = next(word for word in text_of(done).split() if word.startswith("lsk_"))
    found = find_key(key)
    assert found is not None
    assert numbers(desk) == [2, 1]
    with walls.inside(desk.tenant):
        assert Source.objects.filter(name="Webinar", api_key=found).exists()
    assert "Nothing to change" in text_of(bring(desk, text))


def test_a_mapping_alone_is_taken_away_and_brought_back_as_a_file(desk: Place) -> None:
    text = file_of(desk, "?mapping=Default")
    changed = f"{text}mode: update_only\n"
    file = SimpleUploadedFile("leads.yaml", changed.encode())
    shown = desk.client.post(desk.at(f"{TAB}plan/"), {"what": "Default", "file": file})
    assert "New and existing records is now update only" in text_of(shown)
    assert apply(desk, shown).status_code == 302
    assert file_of(desk, "?mapping=Default") == changed
    assert desk.get(f"{TAB}file/?mapping=Other").status_code == 404


def test_a_plan_that_is_another_one_by_now_is_shown_again(desk: Place) -> None:
    text = file_of(desk, "?mapping=Default").replace("match:", "mode: update_only\nmatch:", 1)
    shown = bring(desk, text, "Default")
    form = form_of(shown.content.decode(), "apply")
    form["text"] = [one.replace("update_only", "create_only") for one in form["text"]]
    again = desk.post(f"{TAB}apply/", form)
    assert "This is the plan by now." in text_of(again)
    assert numbers(desk) == [1]


WRONG = [
    ("agency: Harbor & Pine", "agency: Other", "This client belongs to the agency “Harbor & Pine”"),
    ("slug: solvane-energy", "slug: other", "only “solvane-energy” can be changed"),
    ("clients:", "blueprints: [{name: A, versions: [{number: 1, rules: {}}]}]\nclients:",
     "Blueprints belong to the agency."),
    ("source: person.title", "source: person[", "person["),
    ("clients:", "client:", "Did you mean “clients”?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG, ids=range(len(WRONG)))
def test_what_can_not_be_applied_is_said_with_its_place(
    desk: Place, old: str, new: str, sentence: str
) -> None:
    answer = bring(desk, file_of(desk).replace(old, new, 1))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert numbers(desk) == [1]


def test_the_server_s_environment_is_never_read(desk: Place, monkeypatch: Any) -> None:
    monkeypatch.setenv("OUR_SECRET", "lsk_live_abcdefgh_" + "x" * 43)
    text = file_of(desk).replace("key: generate", "key: {env: OUR_SECRET}", 1)
    assert "Nothing to change" in text_of(bring(desk, text))
    fresh = text.replace("  - name: Website", "  - name: Other", 1)
    assert "The environment has no OUR_SECRET." in text_of(bring(desk, fresh))


def test_an_editor_changes_mappings_only_and_a_viewer_looks(desk: Place, door: Door) -> None:
    text = file_of(desk)
    editor = Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))
    viewer = Place(door, {}, browser(person_of(door.tenant, Role.VIEWER)))
    more = text.replace("  region: US\n", "").replace("name: Solvane Energy",
                                                      "name: Solvane\n  region: GB", 1)  # fmt: skip
    shown = bring(editor, more)
    assert "Your role changes mappings only." in text_of(shown)
    mark = shown.context["page"].mark
    refused = editor.post(f"{TAB}apply/", {"what": "", "text": more, "mark": mark})
    assert refused.status_code == 403
    rules = file_of(editor, "?mapping=Default").replace("match:", "mode: update_only\nmatch:", 1)
    assert apply(editor, bring(editor, rules, "Default")).status_code == 302
    assert numbers(desk) == [2, 1]
    assert "To look at only" in text_of(viewer.get(TAB))
    assert viewer.post(f"{TAB}plan/").status_code == 403
