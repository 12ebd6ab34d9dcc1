"""The mapping editor over HTTP: seen, changed in the draft, refused with a sentence, undone."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappings.defaults import make_mapping
from mappings.models import Mapping, MappingVersion
from mappings.publishing import open_draft, publish, save_draft
from mappings.rowing import without_field
from mappings.rules import IfBlank, OursUntilEdited
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.conftest import Door
from tests.syncs.worked import person, send

from .agreements import at, drafted, furnish, mapping_of, read, row_of
from .conftest import Place, browser, person_of


@pytest.fixture
def desk(door: Door) -> Place:
    """A client with a mapping, visited by an editor."""
    furnish(door)
    return Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))


def test_the_only_mapping_is_opened_at_once_and_several_are_listed(desk: Place) -> None:
    answer = desk.get("mapping/")
    assert answer.headers["Location"] == desk.at(at(desk))
    with walls.inside(desk.tenant):
        make_mapping(desk.tenant, "Webinar")
    listed = read(desk.get("mapping/"))
    assert "2 agreements say what is written to Salesforce" in listed
    assert "no source uses it" in listed
    with walls.inside(desk.tenant):
        Mapping.objects.exclude(pk=desk.door.source.mapping_id).delete()


def test_the_editor_answers_what_is_written_and_who_owns_it(desk: Place) -> None:
    page = read(desk.get(at(desk)))
    for told in (
        "Version 1 is live. A change begins a draft",
        "14 mapped, 2 not mapped",
        "ada@x.example" if "bob" not in page else "bob@x.example",
        "Only if blank",
        "Salesforce requires these, and nothing fills them: Region",
        "Match by e-mail",
    ):
        assert told in page
    assert drafted(desk) is None


def test_a_lead_can_be_chosen_for_its_examples(desk: Place) -> None:
    page = desk.get(at(desk)).content.decode()
    lead = dict(re.findall(r'<option value="([^"]*)"[^>]*>Ada (\w+),', page))
    ada = next(key for key, name in lead.items() if name == "Lovelace")
    assert "ada@x.example" in read(desk.get(at(desk, f"?lead={ada}")))


def test_a_changed_row_goes_into_a_draft_and_back_to_its_place(desk: Place) -> None:
    sent = row_of(desk, "Title") | {"do": "save", "ownership": "ours_until_edited"}
    answer = desk.post(at(desk, "field/"), sent)
    assert (answer.status_code, answer.url) == (302, desk.at(at(desk)) + "#r-Title")
    rules = drafted(desk)
    assert rules is not None
    assert rules.field("Title").ownership == (OursUntilEdited(),)  # type: ignore[union-attr]
    with walls.inside(desk.tenant):
        live = mapping_of(desk).live_version()
        assert live is not None
        assert live.as_rules().field("Title").ownership == (IfBlank(),)  # type: ignore[union-attr]
        assert AuditEntry.objects.filter(actor__icontains="editor").exists()
    page = read(desk.get(at(desk)))
    assert "This draft changes 1 of 14 fields. Nothing changes for new leads" in page
    assert "Draft of version 2" in page


def test_a_row_that_is_sent_untouched_changes_no_field(desk: Place) -> None:
    with walls.inside(desk.tenant):
        live = mapping_of(desk).live_version()
        assert live is not None
        before = live.as_rules()
    for rule in before.fields:
        desk.post(at(desk, "field/"), row_of(desk, rule.key) | {"do": "save"})
    assert drafted(desk) == before


@pytest.mark.parametrize(
    ("typed", "told", "anchor"),
    [
        ({"lead_field": "Tittle"}, "Did you mean “Title”?", "f-lead_field"),
        ({"source": "person.title ||"}, "person.title ||", "f-source"),
        ({"ownership": "refresh_after", "ownership.days": "soon"}, "soon", "f-ownership.days"),
        (
            {"transforms.9.do": "truncate", "transforms.9.length": "forty"},
            "forty",
            "f-transforms.2.length",
        ),
        (
            {"and.while": "1", "and.while.field": "Statos", "and.while.values": "New"},
            "Statos",
            "f-and.while.field",
        ),
        ({"ownership": ""}, "This can’t be kept yet", ""),
    ],
)
def test_a_wrong_row_is_refused_with_the_input_named_and_what_was_typed_kept(
    desk: Place, typed: dict[str, str], told: str, anchor: str
) -> None:
    answer = desk.post(at(desk, "field/"), row_of(desk, "Title") | typed | {"do": "save"})
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "This can’t be kept yet:" in text
    assert told in text
    assert f'href="#{anchor}"' in text or not anchor
    assert f'id="{anchor}"' in text or not anchor
    assert f'id="{anchor}-e"' in text or not anchor
    for value in typed.values():
        assert value in text
    assert drafted(desk) is None


def test_a_value_the_org_does_not_have_is_refused(desk: Place) -> None:
    pairs = {"value_map.pairs.0.0": "sun", "value_map.pairs.0.1": "Enerrgy"}
    answer = desk.post(at(desk, "field/"), row_of(desk, "Industry") | pairs | {"do": "save"})
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Enerrgy (not in the org)" in text
    assert "Did you mean “Energy”?" in text


def test_the_forms_buttons_work_without_saving(desk: Place) -> None:
    sent = row_of(desk, "Title")
    answer = desk.post(at(desk, "field/"), sent | {"do": "add-step", "new_step": "lower"})
    assert answer.status_code == 200
    assert "Lower case" in read(answer)
    industry = row_of(desk, "Industry") | {"do": "suggest-pairs"}
    assert desk.post(at(desk, "field/"), industry).status_code == 200
    assert drafted(desk) is None


def test_one_click_adds_a_path_whose_field_is_clear(desk: Place) -> None:
    page = desk.get(at(desk)).content.decode()
    forms = re.findall(r'<form[^>]*class="in-inline"[^>]*>.*?</form>', page, re.S)
    form = next(one for one in forms if "annual_usage" in one)
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = desk.post(at(desk, "field/"), sent | {"do": "save"})
    assert (answer.status_code, answer.url) == (302, desk.at(at(desk)) + "#r-Annual_Usage__c")
    rules = drafted(desk)
    assert rules is not None
    added = rules.field("Annual_Usage__c")
    assert added is not None
    assert (added.label, added.source) == ("Annual Usage", "custom.annual_usage")
    assert added.ownership == (IfBlank(),)
    assert "Annual Usage new" in read(desk.get(at(desk)))


def test_a_path_that_means_no_field_opens_the_form_with_its_source(desk: Place) -> None:
    link = re.search(r'href="[^"]*\?(add=1[^"#]*roof)', desk.get(at(desk)).content.decode())
    assert link is not None
    page = desk.get(at(desk, f"?{html.unescape(link[1])}")).content.decode()
    assert 'value="custom.roof"' in page
    row = {
        "do": "save",
        "lead_field": "Rating__c",
        "source": "custom.roof",
        "transforms.0.do": "upper",
        "ownership": "always",
    }
    assert desk.post(at(desk, "field/"), row).status_code == 302


def test_a_second_rule_for_the_same_field_is_refused(desk: Place) -> None:
    row = {
        "do": "save", "key": "", "revision": "0", "lead_field": "Title", "contact_field": "",
        "source": "custom.role", "label": "", "default": "", "ownership": "always",
    }  # fmt: skip
    answer = desk.post(at(desk, "field/"), row)
    assert answer.status_code == 422
    assert "Title" in read(answer)


def test_a_field_is_left_out_and_put_back(desk: Place) -> None:
    gone = {"do": "remove", "key": "Website", "revision": "0"}
    page = read(desk.client.post(desk.at(at(desk, "field/")), gone, follow=True))
    assert "Website is left out of the draft. It stands below and can be put back." in page
    assert "Left out in this draft Website" in page
    rules = drafted(desk)
    assert rules is not None
    assert rules.field("Website") is None
    back = {"do": "put-back", "key": "Website", "revision": "2"}
    with walls.inside(desk.tenant):
        draft = mapping_of(desk).draft()
        assert draft is not None
        back["revision"] = str(draft.revision)
    desk.post(at(desk, "field/"), back)
    with walls.inside(desk.tenant):
        live = mapping_of(desk).live_version()
        assert live is not None
        assert drafted(desk) == live.as_rules()


def test_what_somebody_else_saved_meanwhile_is_not_undone(desk: Place) -> None:
    mine = row_of(desk, "Title") | {"do": "save", "ownership": "never"}
    with walls.inside(desk.tenant):
        draft = open_draft(mapping_of(desk), by="Ben")
        rules = without_field(draft.as_rules(), "Website")
        save_draft(draft, rules, revision=draft.revision, by="Ben")
    answer = desk.post(at(desk, "field/"), mine)
    assert answer.status_code == 422
    assert "Press Done again to keep yours beside it." in read(answer)
    again = mine | {"revision": _revision(answer)}
    assert desk.post(at(desk, "field/"), again).status_code == 302
    kept = drafted(desk)
    assert kept is not None
    assert kept.field("Website") is None
    assert kept.field("Title").ownership[0].rule == "never"  # type: ignore[union-attr]


def _revision(answer: Any) -> str:
    found = re.search(r'name="revision" value="(\d+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_who_only_reads_sees_the_rows_and_no_form(desk: Place) -> None:
    viewer = Place(desk.door, {}, browser(person_of(desk.tenant, Role.VIEWER)))
    page = viewer.get(at(desk, "?field=Title"))
    assert page.status_code == 200
    assert 'id="row"' not in page.content.decode()
    assert "Edit Title" not in page.content.decode()
    assert viewer.post(at(desk, "field/"), {"do": "remove", "key": "Title"}).status_code == 403


def test_who_owns_what_is_read_and_exported(desk: Place) -> None:
    page = read(desk.get(at(desk, "ownership/")))
    assert "Version 1, which is live. 14 fields." in page
    markdown = desk.get(at(desk, "ownership.md"))
    assert "attachment" in markdown.headers["Content-Disposition"]
    assert "| Title | Title | person.title |" in markdown.content.decode()
    assert "Title (Title)" in desk.get(at(desk, "ownership.txt")).content.decode()
    assert desk.get(at(desk, "ownership.pdf")).status_code == 404


def test_an_org_that_was_never_looked_at_is_said_and_stops_nothing(door: Door) -> None:
    place = Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))
    assert "Inlet has not looked at the org yet" in read(place.get(at(place)))
    assert "No lead has come in yet by this mapping." in read(place.get(at(place)))
    sent = row_of(place, "Title") | {"do": "save", "source": "custom.role"}
    assert place.post(at(place, "field/"), sent).status_code == 302
    adding = read(place.get(at(place, "?add=1")))
    assert "Write the API name as it stands in Setup." in adding


def test_a_draft_with_changes_can_be_published_and_the_editor_says_so(desk: Place) -> None:
    desk.post(at(desk, "field/"), row_of(desk, "Title") | {"do": "save", "ownership": "never"})
    assert "Compare with 1" in read(desk.get(at(desk)))
    with walls.inside(desk.tenant):
        draft = MappingVersion.objects.get(state=MappingVersion.DRAFT)
        publish(draft, by="Maya")
    assert "Version 2 is live." in read(desk.get(at(desk)))


@pytest.mark.parametrize("rest", ["", "plan/", "suggest/", "ownership/", "ownership.md"])
def test_another_clients_mapping_is_not_there(desk: Place, other_door: Door, rest: str) -> None:
    answer = desk.get(f"mapping/{other_door.source.mapping_id}/{rest}")
    assert answer.status_code == 404


HOSTILE = ["\x00", "'\"><script>", "a" * 5_000, "../../etc/passwd", "{{7*7}}", "%00", "-1", "\\"]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_addresses_and_forms_are_answered_and_break_nothing(
    desk: Place, value: str
) -> None:
    names = ("field", "add", "to", "source", "lead")
    for rest in ("", "plan/", "suggest/"):
        answer = desk.client.get(desk.at(at(desk, rest)), dict.fromkeys(names, value))
        assert answer.status_code == 200, rest
        assert b"<script>" not in answer.content
    row = row_of(desk, "Title")
    for do in ("save", "add-step", "up-0", "suggest-pairs", "remove", value):
        sent = dict.fromkeys(row, value) | {"do": do, "new_step": value}
        answer = desk.post(at(desk, "field/"), sent)
        assert answer.status_code in (200, 302, 422), do
        assert b"<script>" not in answer.content
    for rest in ("plan/try/", "suggest/try/", "suggest/add/"):
        sent = dict.fromkeys((*row, "sample", "chosen", "lead"), value)
        assert desk.post(at(desk, rest), sent).status_code in (200, 422), rest


def test_the_editor_needs_few_reads_however_many_leads_came(desk: Place) -> None:
    def reads(rest: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at(desk, rest)).status_code == 200
        overhead = re.compile(r"SAVEPOINT|set_config|current_setting|BEGIN|COMMIT", re.IGNORECASE)
        return sum(not overhead.search(one["sql"]) for one in caught)

    reads("")
    before = {rest: reads(rest) for rest in ("", "?field=Title", "suggest/", "ownership/")}
    send(desk.door, *(person(f"p{number}@x.example", f"P{number}") for number in range(30)))
    assert {rest: reads(rest) for rest in before} == before
    assert max(before.values()) <= 15, before
