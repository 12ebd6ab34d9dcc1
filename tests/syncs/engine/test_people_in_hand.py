"""One person is worked by one worker at a time, whatever their leads are called."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from connections.models import Connection
from syncs.engine import lanes, persons
from syncs.engine.claiming import claim
from syncs.engine.due import due_streams
from syncs.intake.accepting import accept
from syncs.models import InboundLead, PersonClaim, Stream
from syncs.persons import names_of
from tenants import walls
from tests.syncs.conftest import Door


def lead(email: str, company: str = "", **more: Any) -> dict[str, Any]:
    return {"person": {"email": email, "last_name": "Byrne"}, "company": {"name": company}, **more}


@pytest.fixture
def leases(door: Door) -> list[lanes.Lease]:
    """Two workers, each with a stream of the same connection."""
    with walls.inside(door.tenant):
        Connection.objects.update(streams=2)
    taken = [lanes.take(door.tenant.pk, door.source.connection_id, number) for number in (0, 1)]
    assert all(taken)
    return [one for one in taken if one is not None]


def put(door: Door, share: int, *payloads: dict[str, Any]) -> None:
    """Leads in one of the streams, whoever's they are."""
    receipt = accept(door.source, payloads)
    with walls.inside(door.tenant):
        InboundLead.objects.filter(pk__in=receipt.lead_ids).update(person_hash=share)


def emails(lease: lanes.Lease) -> list[str]:
    batch = claim(lease)
    return [one.email for one in batch.leads] if batch else []


def test_each_stream_has_its_own_leads(door: Door, leases: list[lanes.Lease]) -> None:
    put(door, 0, lead("a@x.example"))
    put(door, 3, lead("b@x.example"))
    assert emails(leases[0]) == ["a@x.example"]
    assert emails(leases[1]) == ["b@x.example"]


def test_one_stream_waits_for_the_person_whom_another_has_in_hand(
    door: Door, leases: list[lanes.Lease]
) -> None:
    put(door, 0, lead("a@x.example", external_id="1"))
    put(door, 1, lead("b@x.example", external_id="1"), lead("c@x.example"))
    assert emails(leases[0]) == ["a@x.example"]
    # The first's lead is due in forty seconds, so the order of one person would do that too:
    with walls.inside(door.tenant):
        InboundLead.objects.filter(email="a@x.example").update(state="created", due_at=None)
    assert emails(leases[1]) == ["c@x.example"]
    with walls.inside(door.tenant):
        waiting = InboundLead.objects.get(email="b@x.example")
    assert waiting.attempts == 0
    assert waiting.due_at is not None
    assert waiting.due_at > timezone.now()
    with walls.inside(door.tenant):
        persons.release(leases[0])
        InboundLead.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
    assert emails(leases[1]) == ["b@x.example"]


def test_the_next_worker_of_a_stream_takes_over_from_a_dead_one(
    door: Door, leases: list[lanes.Lease]
) -> None:
    put(door, 0, lead("a@x.example"))
    assert emails(leases[0]) == ["a@x.example"]
    with walls.inside(door.tenant):
        Stream.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        InboundLead.objects.update(due_at=timezone.now())
    later = lanes.take(door.tenant.pk, door.source.connection_id, 0)
    assert later is not None
    assert emails(later) == ["a@x.example"]


def test_a_person_in_quarantine_is_left_alone_by_the_same_stream_too(
    door: Door, leases: list[lanes.Lease]
) -> None:
    put(door, 0, lead("a@x.example"))
    batch = claim(leases[0])
    assert batch is not None
    assert batch.names is not None
    (names,) = batch.names.values()
    with walls.inside(door.tenant):
        persons.quarantine(leases[0], names, 900)
        InboundLead.objects.update(due_at=timezone.now())
        Stream.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    later = lanes.take(door.tenant.pk, door.source.connection_id, 0)
    assert later is not None
    assert emails(later) == []
    with walls.inside(door.tenant):
        PersonClaim.objects.update(until=timezone.now())
        InboundLead.objects.update(due_at=timezone.now())
    assert emails(later) == ["a@x.example"]


def test_a_record_can_be_in_one_hand_only(door: Door, leases: list[lanes.Lease]) -> None:
    with walls.inside(door.tenant):
        assert persons.hold_records(leases[0], ["00Q1", "00Q2"]) == frozenset()
        assert persons.hold_records(leases[1], ["00Q2", "00Q3"]) == {"00Q2"}
        persons.release(leases[0])
        assert persons.hold_records(leases[1], ["00Q2", "00Q3"]) == frozenset()


def test_a_claim_that_is_over_is_swept_away(door: Door, leases: list[lanes.Lease]) -> None:
    with walls.inside(door.tenant):
        persons.hold_records(leases[0], ["00Q1"])
        assert persons.sweep() == 0
        PersonClaim.objects.update(until=timezone.now())
        assert persons.sweep() == 1


def test_the_sweeper_names_the_streams_that_have_work_and_nobody(
    door: Door, leases: list[lanes.Lease]
) -> None:
    put(door, 0, lead("a@x.example"))
    put(door, 1, lead("b@x.example"), lead("c@x.example"))
    lanes.release(leases[1])
    with walls.inside(door.tenant):
        assert list(due_streams()) == [(door.tenant.pk, door.source.connection_id, 1)]


def die(door: Door, *emails: str) -> None:
    """The worker is killed: its leases are over, and the claim of these leads."""
    with walls.inside(door.tenant):
        Stream.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        InboundLead.objects.filter(email__in=emails).update(due_at=timezone.now())


def again(door: Door, number: int = 0) -> lanes.Lease:
    lease = lanes.take(door.tenant.pk, door.source.connection_id, number)
    assert lease is not None
    return lease


def test_after_a_death_only_the_lead_itself_goes_on_with_its_person(
    door: Door, leases: list[lanes.Lease]
) -> None:
    # Its create may be on its way; another lead, with another key, would make a second record.
    put(door, 0, lead("a@x.example", external_id="1"))
    assert emails(leases[0]) == ["a@x.example"]
    put(door, 0, lead("b@x.example", external_id="1"))
    put(door, 1, lead("c@x.example", external_id="1"))
    die(door, "b@x.example")
    with walls.inside(door.tenant):
        InboundLead.objects.filter(email="a@x.example").update(state="failed", due_at=None)
    assert emails(again(door, 0)) == []
    assert emails(again(door, 1)) == []
    with walls.inside(door.tenant):
        InboundLead.objects.filter(email="a@x.example").update(
            state="pending", due_at=timezone.now()
        )
        InboundLead.objects.exclude(email="a@x.example").update(due_at=timezone.now())
    die(door)
    assert emails(again(door, 0)) == ["a@x.example"]


def test_a_name_that_is_given_back_still_stands_for_the_lead_it_was_about(
    door: Door, leases: list[lanes.Lease]
) -> None:
    put(door, 0, lead("a@x.example", external_id="1"))
    assert emails(leases[0]) == ["a@x.example"]
    die(door, "a@x.example")
    with walls.inside(door.tenant):
        # Meanwhile somebody else has got one of its two names.
        PersonClaim.objects.filter(key=names_of({"external_id": "1"})[0]).update(
            lead_id=uuid.uuid4(), owner="other"
        )
    assert emails(again(door, 0)) == []
    die(door)
    put(door, 0, lead("a@x.example"))
    with walls.inside(door.tenant):
        InboundLead.objects.filter(external_id="1").update(state="failed", due_at=None)
    assert emails(again(door, 0)) == [], "the address is still the first lead's"
