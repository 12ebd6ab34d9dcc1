"""Versions over HTTP: listed, compared, reviewed, published, undone; the time machine asked."""

from __future__ import annotations

import html
import uuid
from dataclasses import replace
from typing import Any

import pytest

from mappings.models import MappingVersion
from mappings.publishing import open_draft, publish, publish_rules, save_draft
from mappings.rules import ContactFound, LeadFound, Mode, OneQueue, Routing
from syncs.models import InboundLead, Replay, ReplayDifference
from syncs.planning import replaying
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.conftest import Door
from tests.syncs.worked import person, send

from .conftest import HTMX, Place, browser, person_of
from .test_agreement_forms import mapping_of
from .test_practice import text_of


@pytest.fixture
def desk(door: Door) -> Place:
    """An editor at a client with one live version."""
    return Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))


def read(answer: Any) -> str:
    """A page's text."""
    return html.unescape(text_of(answer))


def at(place: Place, rest: str = "") -> str:
    """The address of a page of the mapping."""
    return f"mapping/{place.mapping_id}/{rest}"


def draft(place: Place, **changed: Any) -> MappingVersion:
    """The draft with these parts changed."""
    with walls.inside(place.tenant):
        found = open_draft(mapping_of(place), by="Maya Okafor")
        rules = replace(found.as_rules(), **changed)
        return save_draft(found, rules, revision=found.revision, by="Maya Okafor")


def live(place: Place) -> MappingVersion:
    """The live version."""
    with walls.inside(place.tenant):
        found = mapping_of(place).live_version()
    assert found is not None
    return found


def test_a_draft_is_reviewed_published_and_undone(desk: Place) -> None:
    before = live(desk)
    draft(desk, contact_found=ContactFound.SKIP)
    page = read(desk.get(at(desk, "publish/")))
    assert "1 change to version 1, and nothing stops it." in page
    assert "When the person is a Contact" in page
    base = form_of_publish(desk)
    sent = {"base": base, "note": "Contacts belong to sales."}
    answer = desk.client.post(desk.at(at(desk, "publish/now/")), sent, follow=True)
    assert "Published. New leads follow it from now on. Undo" in read(answer)
    assert "Contacts belong to sales." in read(answer)
    assert live(desk).as_rules().contact_found is ContactFound.SKIP
    plan = desk.get(at(desk, f"roll-back/{before.number}/"))
    assert "Version 3 will say what version 1 says: 1 thing changes." in read(plan)
    undone = desk.client.post(desk.at(at(desk, f"roll-back/{before.number}/now/")), follow=True)
    assert "Undo" in read(undone)
    assert (live(desk).number, live(desk).document) == (3, before.document)
    with walls.inside(desk.tenant):
        done = AuditEntry.objects.filter(action="mapping_version.published")
        assert {entry.actor for entry in done if "ditor" in entry.actor}
        assert done.count() >= 2


def form_of_publish(place: Place) -> str:
    """The state of the draft that the review was made of."""
    page = place.get(at(place, "publish/")).content.decode()
    return page.split('name="base" value="')[1].split('"')[0]


def test_what_stops_a_draft_is_said_with_the_page_where_it_is_mended(desk: Place) -> None:
    with walls.inside(desk.tenant):
        found = open_draft(mapping_of(desk))
        document = {**found.document, "routing": {"owner": {"to": "queue", "id": "nonsense"}}}
        MappingVersion.objects.filter(pk=found.pk).update(document=document)
    answer = desk.get(at(desk, "publish/"))
    assert "1 thing stops this draft." in read(answer)
    assert f"/{at(desk, 'routing/')}" in answer.content.decode()
    assert "Publish version 2</button>" not in answer.content.decode()
    refused = desk.post(at(desk, "publish/now/"))
    assert refused.status_code == 422
    assert live(desk).number == 1


def test_a_draft_that_was_changed_meanwhile_is_looked_at_again(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    base = form_of_publish(desk)
    draft(desk, lead_found=LeadFound.SKIP)
    answer = desk.post(at(desk, "publish/now/"), {"base": base, "note": "Mine"})
    assert answer.status_code == 422
    assert "The draft was changed after you had opened this page." in read(answer)
    assert "Mine" in read(answer)
    assert live(desk).number == 1


def test_a_draft_behind_another_version_goes_live_only_when_asked_to(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    with walls.inside(desk.tenant):
        publish_rules(mapping_of(desk), replace(live(desk).as_rules(), lead_found=LeadFound.SKIP))
    assert "Another version went live after this draft was begun." in read(
        desk.get(at(desk, "publish/"))
    )
    refused = desk.post(at(desk, "publish/now/"), {"base": form_of_publish(desk)})
    assert refused.status_code == 422
    sent = {"base": form_of_publish(desk), "although_behind": "1"}
    assert desk.post(at(desk, "publish/now/"), sent).status_code == 302
    assert live(desk).as_rules().contact_found is ContactFound.SKIP


def test_a_draft_is_discarded(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    answer = desk.client.post(desk.at(at(desk, "discard/")), follow=True)
    assert "The draft is discarded. What is live stays as it is." in read(answer)
    with walls.inside(desk.tenant):
        assert mapping_of(desk).draft() is None
    assert "There is no draft." in read(desk.get(at(desk, "publish/")))
    assert desk.post(at(desk, "discard/")).status_code == 302


def test_any_two_versions_are_compared(desk: Place) -> None:
    draft(desk, routing=Routing(owner=OneQueue(id="00G000000000001AAA", name="Inbound")))
    page = read(desk.get(at(desk, "compare/?from=2&to=1")))
    assert "They differ in 1 thing." in page
    assert "the queue Inbound" in page
    assert "They say the same." in read(desk.get(at(desk, "compare/?from=1&to=1")))
    assert "Version 1 and 2" in read(desk.get(at(desk, "compare/")))
    for wrong in ("from=9", "from=x", "to=-1", f"to={'9' * 40}"):
        assert desk.get(at(desk, f"compare/?{wrong}")).status_code == 404


def test_the_list_goes_on_behind_its_first_page(desk: Place) -> None:
    with walls.inside(desk.tenant):
        mapping, rules = mapping_of(desk), live(desk).as_rules()
        for number in range(30):
            found = open_draft(mapping)
            save_draft(found, replace(rules, default_status=f"S{number}"), revision=found.revision)
            publish(found, by="Tom Reyes", why=f"Change {number}.")
    first = desk.get(at(desk, "versions/"))
    assert "Change 29." in read(first)
    assert "Change 4." not in read(first)
    second = desk.get(at(desk, "versions/?after=7"))
    assert "Change 4." in read(second)
    assert "?after=7" in first.content.decode()


def test_only_what_was_live_and_is_not_can_be_brought_back(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    for number in (1, 2):
        answer = desk.post(at(desk, f"roll-back/{number}/now/"))
        assert answer.status_code == 422
    assert desk.get(at(desk, "roll-back/99/")).status_code == 404
    assert desk.post(at(desk, "roll-back/99/now/")).status_code == 404


def test_a_mapping_of_another_client_is_not_there(desk: Place, other_door: Door) -> None:
    for theirs in (other_door.source.mapping_id, uuid.uuid4()):
        for rest in ("policy/", "versions/", "compare/", "publish/", "replay/", "roll-back/1/"):
            assert desk.get(f"mapping/{theirs}/{rest}").status_code == 404
        for rest in ("policy/save/", "publish/now/", "discard/", "replay/start/"):
            assert desk.post(f"mapping/{theirs}/{rest}").status_code == 404


def replayed(place: Place, **changed: Any) -> Replay:
    """A replay of the draft with its differing leads, as the worker stores it."""
    send(place.door, *(person(f"p{number}@x.example", f"P{number}") for number in range(30)))
    with walls.inside(place.tenant):
        found = mapping_of(place).draft() or open_draft(mapping_of(place))
        known: dict[str, Any] = {
            "number": found.number, "against": 1, "document": found.document, "state": "done",
            "leads": 40, "done": 40, "differing": 30, "counts_before": {"held": 30, "created": 10},
            "counts_after": {"created": 40}, "kinds": {"held → created": 29, "another owner": 1},
        }  # fmt: skip
        mapping = mapping_of(place)
        replay = Replay.objects.create(tenant=place.tenant, mapping=mapping, **known | changed)
        for position, lead in enumerate(InboundLead.objects.order_by("id")):
            kind = "another owner" if position == 7 else "held → created"
            ReplayDifference.objects.create(
                tenant=place.tenant, replay=replay, lead=lead, position=position, kind=kind,
                sentence=f"Sentence {position}.", before="held", after="created",
            )  # fmt: skip
    return replay


def test_the_time_machine_shows_exactly_which_leads_differ(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    replayed(desk)
    page = desk.get(at(desk, "replay/"))
    assert "30 of 40 leads would come out differently." in read(page)
    assert "Sentence 24." in read(page)
    assert "Sentence 25." not in read(page)
    assert "1 to 25 of 30" in read(page)
    second = read(desk.get(at(desk, "replay/?after=24")))
    assert "Sentence 29." in second
    assert "26 to 30 of 30" in second
    some = read(desk.get(at(desk, "replay/?kind=another owner")))
    assert "Sentence 7." in some
    assert "Sentence 8." not in some
    assert "1 to 1 of 1" in some
    told = "30 of 40 leads of the last 30 days would come out differently."
    assert told in read(desk.get(at(desk, "publish/")))


def test_a_replay_of_another_state_of_the_draft_says_so(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    replayed(desk)
    draft(desk, lead_found=LeadFound.SKIP)
    for rest in ("replay/", "publish/"):
        assert "The draft was changed since." in read(desk.get(at(desk, rest)))


def test_a_replay_is_asked_for_once_and_followed_while_it_runs(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    for _ in range(2):
        assert desk.post(at(desk, "replay/start/")).status_code == 302
    with walls.inside(desk.tenant):
        (replay,) = Replay.objects.all()
        Replay.objects.update(state="running", leads=40, done=10, differing=2)
    page = desk.get(at(desk, "replay/"))
    assert "10 of 40" in read(page)
    assert "2 come out differently so far." in read(page)
    seen = page.content.decode().split('"Inlet-Seen": "')[1].split('"')[0]
    poll = desk.get(at(desk, "replay/"), **HTMX, **{"Inlet-Seen": seen})
    assert poll.status_code == 204
    with walls.inside(desk.tenant):
        Replay.objects.filter(pk=replay.pk).update(state="done", done=40, differing=0)
    done = desk.get(at(desk, "replay/"), **HTMX, **{"Inlet-Seen": seen})
    assert "All 40 leads of the last 30 days would come out as they did." in read(done)
    assert "hx-trigger" not in done.content.decode()


def test_without_a_draft_there_is_nothing_to_replay(desk: Place) -> None:
    answer = desk.client.post(desk.at(at(desk, "replay/start/")), follow=True)
    assert "There is no draft to play the leads through." in read(answer)
    with walls.inside(desk.tenant):
        assert not Replay.objects.exists()


def test_a_viewer_sees_versions_and_changes_none(desk: Place) -> None:
    draft(desk, contact_found=ContactFound.SKIP)
    viewer = Place(desk.door, {}, browser(person_of(desk.tenant, Role.VIEWER)))
    for rest in ("versions/", "compare/", "publish/", "replay/"):
        page = viewer.get(at(viewer, rest))
        assert page.status_code == 200
        assert 'class="btn btn-primary"' not in page.content.decode()
    assert viewer.get(at(viewer, "roll-back/1/")).status_code == 403
    for rest in ("publish/now/", "discard/", "roll-back/1/now/", "replay/start/"):
        assert viewer.post(at(viewer, rest)).status_code == 403


def test_the_time_machine_replays_what_came_in_and_leads_to_each_lead(place: Place) -> None:
    draft(place, mode=Mode.CREATE_ONLY)
    assert place.post(at(place, "replay/start/")).status_code == 302
    with walls.inside(place.tenant):
        replay = Replay.objects.get()
        updated = InboundLead.objects.get(state="updated")
    assert "About to begin" in read(place.get(at(place, "replay/")))
    replaying.run(place.tenant.pk, replay.pk)
    page = place.get(at(place, "replay/"))
    assert "of 5 leads would come out differently." in read(page), read(page)
    assert place.at(f"leads/{updated.pk}/") in page.content.decode()
    with walls.inside(place.tenant):
        updated.refresh_from_db()
    assert updated.state == "updated"
