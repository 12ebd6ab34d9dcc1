"""What the mapping helper proposes, and the chosen fields kept in the draft."""

from __future__ import annotations

import json
import re

import pytest

from tenants.access import Role
from tests.syncs.conftest import Door

from .agreements import at, drafted, furnish, read
from .conftest import Place, browser, person_of

SAMPLE = json.dumps({"custom": {"rating": "Hot"}, "person": {"email": "p@b.example"}})


@pytest.fixture
def desk(door: Door) -> Place:
    """A client with a mapping, visited by an editor."""
    furnish(door)
    return Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))


def test_a_lead_that_came_is_compared_with_the_orgs_fields(desk: Place) -> None:
    page = desk.get(at(desk, "suggest/")).content.decode()
    newest = "No sample yet" not in page
    leads = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>Ada Lovelace', page)
    told = read(desk.get(at(desk, f"suggest/?lead={leads[0]}")))
    assert newest
    assert "1 field could be mapped as well." in told
    assert "custom.annual_usage 52500 Annual Usage Annual_Usage__c" in told
    assert "Salesforce requires these" in told


def test_a_pasted_sample_is_proposed_for_and_the_chosen_fields_are_kept(desk: Place) -> None:
    told = read(desk.post(at(desk, "suggest/try/"), {"sample": SAMPLE}))
    assert "custom.rating Hot Rating__c" in told
    sent = {"sample": SAMPLE, "chosen": "Rating__c", "revision": "0"}
    page = desk.client.post(desk.at(at(desk, "suggest/add/")), sent, follow=True)
    assert "1 field was added to the draft." in read(page)
    rules = drafted(desk)
    assert rules is not None
    added = rules.field("Rating__c")
    assert added is not None
    assert added.source == "custom.rating"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"sample": "{"}, "The body is not JSON"),
        ({}, "Paste a sample"),
        ({"sample": SAMPLE}, "Choose at least one field."),
        ({"sample": SAMPLE, "chosen": "Nothing__c"}, "Choose at least one field."),
    ],
)
def test_nothing_is_added_without_a_sample_and_a_choice(
    desk: Place, sent: dict[str, str], told: str
) -> None:
    answer = desk.post(at(desk, "suggest/add/"), sent)
    assert answer.status_code == 422
    assert told in read(answer)
    assert drafted(desk) is None


def test_what_was_changed_meanwhile_is_said(desk: Place) -> None:
    desk.post(at(desk, "field/"), {"do": "remove", "key": "Website", "revision": "0"})
    sent = {"sample": SAMPLE, "chosen": "Rating__c", "revision": "0"}
    answer = desk.post(at(desk, "suggest/add/"), sent)
    assert answer.status_code == 422
    assert "changed this draft" in read(answer)


def test_who_only_reads_may_look_but_has_no_button(desk: Place) -> None:
    viewer = Place(desk.door, {}, browser(person_of(desk.tenant, Role.VIEWER)))
    page = viewer.post(at(desk, "suggest/try/"), {"sample": SAMPLE})
    assert page.status_code == 200
    assert "Add the chosen fields" not in read(page)
    assert viewer.post(at(desk, "suggest/add/"), {}).status_code == 403
