"""The plan beside the editor and on a lead's page: by the draft, with a row not kept yet."""

from __future__ import annotations

import re

import pytest

from mappings.defaults import make_mapping
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.access import Role
from tests.syncs.conftest import Door

from .agreements import at, drafted, furnish, read, row_of
from .conftest import HTMX, Place, browser, person_of

PRIYA = '{"person": {"email": "priya@b.example", "last_name": "Natarajan", "title": "Head"}}'
UNASKED = "This is the plan without looking in Salesforce."


@pytest.fixture
def desk(door: Door) -> Place:
    """A client whose org can't be reached, visited by somebody who only reads."""
    furnish(door)
    return Place(door, {}, browser(person_of(door.tenant, Role.VIEWER)))


def test_the_plan_for_a_lead_that_came_says_what_would_be_written(desk: Place) -> None:
    page = read(desk.get(at(desk, "plan/")))
    assert UNASKED in page
    assert "Would create a Lead" in page
    assert "Last Name blank → Babbage" in page
    with walls.inside(desk.tenant):
        assert set(InboundLead.objects.values_list("state", flat=True)) == {"pending"}


def test_a_pasted_sample_is_planned_and_not_stored(desk: Place) -> None:
    page = read(desk.post(at(desk, "plan/try/"), {"sample": PRIYA}))
    assert "Title blank → Head" in page
    with walls.inside(desk.tenant):
        assert InboundLead.objects.count() == 2


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        ("", "Paste a sample, or choose one of the leads that came."),
        ("{", "The body is not JSON"),
        ("[]", "This is no object."),
        ("{}", "This lead is nobody yet."),
        ('{"budget": 3, "person": {"email": 4, "age": 3}}', "budget: Inlet has no such field."),
        ('{"a": 1, "a": 2}', "stands twice in one object"),
        ("\ud800", "not UTF-8"),
    ],
)
def test_a_sample_that_is_no_lead_is_refused_in_a_sentence(
    desk: Place, sample: str, told: str
) -> None:
    sent = {"sample": sample.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
    answer = desk.post(at(desk, "plan/try/"), sent if "\ud800" not in sample else {"sample": "\0"})
    assert answer.status_code == 422
    assert told in read(answer) or "\ud800" in sample


def test_the_row_that_is_being_edited_counts_although_it_is_not_kept(desk: Place) -> None:
    editor = Place(desk.door, {}, browser(person_of(desk.tenant, Role.EDITOR)))
    row = row_of(editor, "Title") | {"source": "custom.role", "sample": ""}
    sample = '{"person": {"email": "p@b.example"}, "custom": {"role": "Chief"}}'
    page = read(editor.post(at(desk, "plan/try/"), row | {"sample": sample}))
    assert "With the row as it stands in the form. It is not kept yet." in page
    assert "Title blank → Chief" in page
    assert drafted(desk) is None


def test_a_row_that_is_wrong_leaves_the_plan_as_it_was_and_says_so(desk: Place) -> None:
    wrong = {"lead_field": "Title", "transforms.0.do": "no such step", "sample": PRIYA}
    page = read(desk.post(at(desk, "plan/try/"), wrong))
    assert "this is the plan without its change" in page
    assert "Would create a Lead" in page


def test_a_row_whose_path_can_not_be_read_breaks_nothing(desk: Place) -> None:
    wrong = {
        "lead_field": "Title", "source": "person.(", "ownership": "always", "sample": PRIYA,
    }  # fmt: skip
    answer = desk.post(at(desk, "plan/try/"), wrong)
    assert answer.status_code == 200
    assert "this is the plan without its change" in read(answer)
    unknown = wrong | {"source": "person.title", "lead_field": "Titl"}
    assert "this is the plan without its change" in read(desk.post(at(desk, "plan/try/"), unknown))


def test_htmx_gets_the_card_alone(desk: Place) -> None:
    part = desk.get(at(desk, "plan/"), **HTMX).content.decode()
    assert "<html" not in part
    assert "Would create a Lead" in part
    refused = desk.client.post(desk.at(at(desk, "plan/try/")), {"sample": "{"}, headers=HTMX)
    assert (refused.status_code, "<html" in refused.content.decode()) == (422, False)


def test_the_editor_fetches_the_plan_and_works_without(desk: Place) -> None:
    page = desk.get(at(desk)).content.decode()
    assert re.search(r'id="plan"[^>]*hx-get="[^"]*plan/\?lead=', page)
    assert 'href="#plan-card"' in page


def test_without_any_lead_nothing_is_planned(desk: Place) -> None:
    with walls.inside(desk.tenant):
        mapping = make_mapping(desk.tenant, "Webinar")
    page = read(desk.get(f"mapping/{mapping.pk}/plan/"))
    assert "No lead has come in yet by this mapping." in page
    pasted = desk.post(f"mapping/{mapping.pk}/plan/try/", {"sample": PRIYA})
    assert "No source uses this mapping yet" in read(pasted)


def test_a_held_lead_shows_what_would_happen_now(desk: Place) -> None:
    with walls.inside(desk.tenant):
        lead = InboundLead.objects.first()
        assert lead is not None
        InboundLead.objects.filter(pk=lead.pk).update(state="held", reason="Two match.")
    held = desk.get(f"leads/{lead.pk}/").content.decode()
    assert f'hx-get="{desk.at(f"leads/{lead.pk}/plan/")}"' in held
    page = read(desk.get(f"leads/{lead.pk}/plan/"))
    assert "What would happen now" in page
    assert "Would create a Lead" in page


def test_the_plan_of_a_lead_follows_what_is_live_and_not_the_draft(desk: Place) -> None:
    editor = Place(desk.door, {}, browser(person_of(desk.tenant, Role.EDITOR)))
    editor.post(at(desk, "field/"), {"do": "remove", "key": "LastName", "revision": "0"})
    with walls.inside(desk.tenant):
        lead = InboundLead.objects.get(email="bob@x.example")
        assert Source.objects.count() == 1
    assert "Last Name blank → Babbage" not in read(desk.get(at(desk, "plan/")))
    assert "Last Name blank → Babbage" in read(desk.get(f"leads/{lead.pk}/plan/"))


def test_another_clients_lead_has_no_plan_here(desk: Place, other_door: Door) -> None:
    furnish(other_door)
    with walls.inside(other_door.tenant):
        lead = InboundLead.objects.first()
        assert lead is not None
    assert desk.get(f"leads/{lead.pk}/plan/").status_code == 404
