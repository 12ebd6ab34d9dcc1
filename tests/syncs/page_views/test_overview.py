"""The overview: first how to begin, then whether everything arrives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from connections.models import Connection, State
from syncs import ledger
from syncs.models import HourlyCount, InboundLead, Lane, Source
from syncs.states import State as LeadState
from tenants import firstkey, walls
from tenants.access import Role
from tenants.models import Tenant
from tests.syncs.conftest import Door
from tests.syncs.worked import open_practice_for, person, send

from .conftest import HTMX, Place, browser, person_of

THURSDAY = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


@pytest.fixture
def fresh(door: Door) -> Place:
    """A client that has had no lead."""
    open_practice_for(door)
    return Place(door, {}, browser(person_of(door.tenant, Role.OWNER)))


def test_before_the_first_lead_the_page_says_how_to_send_one(fresh: Place) -> None:
    text = fresh.get().content.decode()
    assert "Waiting for your first lead." in text
    assert "/api/v1/leads" in text
    assert "YOUR_KEY" in text
    assert "Make a new key" in text


def test_the_command_holds_the_key_in_the_session_of_who_signed_up(fresh: Place) -> None:
    session = fresh.client.session
    firstkey.remember(session, fresh.tenant, "lsk_test_secret")
    session.save()
    assert "lsk_test_secret" in fresh.get().content.decode()
    other = Place(fresh.door, {}, browser(person_of(fresh.tenant, Role.ADMIN)))
    assert "lsk_test_secret" not in other.get().content.decode()


def test_the_first_page_waits_and_then_asks_for_the_whole_page(fresh: Place) -> None:
    waiting = {**HTMX, "Inlet-Seen": "nothing"}
    assert fresh.get("?first=1", **waiting).status_code == 204
    send(fresh.door, person("ada@x.example", "Byrne"))
    answer = fresh.get("?first=1", **waiting)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    assert "<h1>Overview</h1>" in fresh.get("?first=1").content.decode()


def seen(answer: Any) -> str:
    """The mark of what a live part shows."""
    text: str = answer.content.decode()
    return text.split('"Inlet-Seen": "')[1].split('"')[0]


@pytest.mark.parametrize("rest", ["", "leads/", "leads/?when=all&state=repair"])
def test_a_live_part_is_sent_again_only_when_something_changed(place: Place, rest: str) -> None:
    part = place.get(rest, **HTMX)
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    asks = {**HTMX, "Inlet-Seen": seen(part)}
    assert seen(place.get(rest)) == seen(part)
    assert place.get(rest, **asks).status_code == 204
    send(place.door, person("more@x.example", "More"))
    assert place.get(rest, **asks).status_code == 200


def test_a_live_lead_is_sent_again_when_that_lead_changed(place: Place) -> None:
    lead = place.leads["Failed"]
    rest = f"leads/{lead.pk}/"
    asks = {**HTMX, "Inlet-Seen": seen(place.get(rest, **HTMX))}
    send(place.door, person("more@x.example", "More"))
    assert place.get(rest, **asks).status_code == 204
    place.post(f"{rest}send-again/")
    assert place.get(rest, **asks).status_code == 200


def test_the_overview_is_sent_again_when_the_org_stops_or_answers_again(place: Place) -> None:
    asks = {**HTMX, "Inlet-Seen": seen(place.get("", **HTMX))}
    with walls.inside(place.tenant):
        Lane.objects.update(troubles=1)
    assert place.get("", **asks).status_code == 200
    with walls.inside(place.tenant):
        Lane.objects.update(troubles=0)
        Connection.objects.update(state=State.NEEDS_RECONNECT)
    assert place.get("", **asks).status_code == 200


def test_going_back_in_history_gets_the_whole_page(place: Place) -> None:
    answer = place.get("", **HTMX, **{"HX-History-Restore-Request": "true"})
    assert "<html" in answer.content.decode()


def fill(door: Door, moment: datetime, *states: LeadState, seconds: float = 3.0) -> None:
    """Leads counted at that moment, as the engine counts them."""
    with walls.inside(door.tenant):
        in_salesforce = (LeadState.CREATED, LeadState.UPDATED, LeadState.UNCHANGED)
        ledger.keep(
            door.tenant.pk,
            [
                ledger.Move(
                    door.source.pk, moment, None, state, seconds if state in in_salesforce else None
                )
                for state in states
            ],
        )
        InboundLead.objects.create(
            tenant=door.tenant,
            source=door.source,
            connection_id=door.source.connection_id,
            payload={},
            received_at=moment,
        )


@pytest.fixture
def thursday() -> Any:
    """The clock stands at 14:20 on that day."""
    with time_machine.travel(THURSDAY, tick=False):
        yield THURSDAY


def test_today_is_the_clients_day_and_adds_up(fresh: Place, thursday: datetime) -> None:
    Tenant.objects.filter(pk=fresh.tenant.pk).update(time_zone="America/New_York")
    created, updated, held = LeadState.CREATED, LeadState.UPDATED, LeadState.HELD
    fill(fresh.door, thursday.replace(hour=4), created)  # 23:00 the day before, there
    fill(fresh.door, thursday.replace(hour=5), created, created, updated, seconds=5)
    fill(fresh.door, thursday, held, LeadState.SKIPPED)
    text = fresh.get().content.decode()
    assert "Every lead is accounted for: 5 = 2 + 1 + 0 + 1 + 1 + 0 + 0." in text
    assert '<span class="in-mid">5 s</span><span class="in-2">typically;' in text
    assert "as of 09:20, live" in text


def test_a_ledger_that_does_not_add_up_is_said_in_red(place: Place) -> None:
    with walls.inside(place.tenant):
        count = HourlyCount.objects.get()
    page = place.get().content.decode()
    assert f"Every lead is accounted for: {count.received} =" in page


def test_ended_access_is_said_with_its_time(fresh: Place, thursday: datetime) -> None:
    fill(fresh.door, thursday, LeadState.PENDING, LeadState.PENDING)
    with walls.inside(fresh.tenant):
        Connection.objects.update(
            state=State.NEEDS_RECONNECT,
            created_at=thursday - timedelta(days=9),
            api_seen_at=thursday - timedelta(minutes=75),
            api_used=7,
            api_allowed=15_000,
        )
    text = fresh.get().content.decode()
    assert "Salesforce ended our access at 13:05. 2 leads wait; none is lost." in text
    assert '<span class="in-mid">7</span>' in text


def test_an_org_that_does_not_answer_is_said_with_its_last_answer(
    fresh: Place, thursday: datetime
) -> None:
    fill(fresh.door, thursday, LeadState.PENDING)
    with walls.inside(fresh.tenant):
        connection = fresh.door.source.connection
        Connection.objects.update(
            created_at=thursday - timedelta(days=9), api_seen_at=thursday - timedelta(minutes=10)
        )
        Lane.objects.create(tenant=fresh.tenant, connection=connection, troubles=2)
    assert "Salesforce has not answered since 14:10." in fresh.get().content.decode()


def test_a_silent_source_is_named_with_its_usual_gap(fresh: Place, thursday: datetime) -> None:
    for hour in range(8 * 24):
        fill(fresh.door, thursday - timedelta(hours=7 + hour), *[LeadState.CREATED] * 3)
    last = thursday - timedelta(hours=6, minutes=40)
    with walls.inside(fresh.tenant):
        Source.objects.update(last_lead_at=last, created_at=last - timedelta(days=90))
    text = fresh.get().content.decode()
    assert "Website has been silent for 6 h 40." in text
    assert "It usually sends a lead about every 20 min." in text
    assert "but one source has gone quiet" in text


def test_what_waits_is_grouped_by_cause_and_leads_to_its_leads(place: Place) -> None:
    send(place.door, person("more@x.example", "More"), person("rest@x.example", "Rest"))
    with walls.inside(place.tenant):
        InboundLead.objects.filter(name__in=["Ada More", "Ada Rest"]).update(
            state="failed", cause="X:Industry", reason="No such Industry. Odd.", fix="Map it.",
            received_at=timezone.now(),
        )  # fmt: skip
        InboundLead.objects.filter(name="Ada More").update(
            received_at=timezone.now() - timedelta(hours=1), reason="Told otherwise before."
        )
    text = place.get().content.decode()
    assert "<b>2 leads failed:</b> No such Industry.</p>" in text
    assert "Odd. Map it." in text
    address = text.split('href="/c/solvane-energy/leads/')[1:]
    (link,) = [one.split('"')[0] for one in address if "X%3AIndustry" in one.split('"')[0]]
    listed = place.get("leads/" + link.replace("&amp;", "&")).content.decode()
    assert "Ada More" in listed
    assert "Ada Rest" in listed
    assert "Ada Failed" not in listed
    assert "1 to 2 of 2" in listed
