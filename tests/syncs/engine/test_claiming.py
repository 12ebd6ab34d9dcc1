"""Claiming: oldest first, one mapping a batch, a person's order kept, nothing taken twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mappings.defaults import make_mapping
from syncs.engine import lanes, persons
from syncs.engine.claiming import claim
from syncs.engine.due import is_work_due
from syncs.engine.ports import Batch
from syncs.engine.turning import is_poison
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Source
from tenants import walls
from tests.syncs.conftest import Door


def lead(email: str, **more: Any) -> dict[str, Any]:
    return {"person": {"email": email, "last_name": "Byrne"}, **more}


@pytest.fixture
def lease(door: Door) -> lanes.Lease:
    taken = lanes.take(door.tenant.pk, door.source.connection_id)
    assert taken is not None
    return taken


def emails(batch: Batch | None) -> list[str]:
    return [one.email for one in batch.leads] if batch else []


def test_the_oldest_come_first_in_the_order_they_were_sent(door: Door, lease: lanes.Lease) -> None:
    accept(door.source, [lead("b@x.example"), lead("a@x.example")])
    accept(door.source, [lead("c@x.example")])
    batch = claim(lease, limit=2)
    assert emails(batch) == ["b@x.example", "a@x.example"]
    assert batch is not None
    assert batch.rules is not None
    assert [one.attempts for one in batch.leads] == [1, 1]
    assert emails(claim(lease)) == ["c@x.example"]
    assert claim(lease) is None
    assert not is_work_due(lease)


def test_a_claim_ends_by_itself(door: Door, lease: lanes.Lease) -> None:
    accept(door.source, [lead("a@x.example")])
    claim(lease)
    with walls.inside(door.tenant):
        InboundLead.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    again = claim(lease)
    assert again is not None
    assert [one.attempts for one in again.leads] == [2]


def test_a_later_lead_waits_for_an_earlier_one_of_the_same_person(
    door: Door, lease: lanes.Lease
) -> None:
    accept(door.source, [lead("a@x.example", external_id="1"), lead("b@x.example")])
    with walls.inside(door.tenant):
        InboundLead.objects.update(due_at=timezone.now() + timedelta(minutes=5), attempts=1)
    accept(
        door.source,
        [lead("a@x.example"), lead("c@x.example", external_id="1"), lead("d@x.example")],
    )
    assert emails(claim(lease)) == ["d@x.example"]
    assert not is_work_due(lease), "what has to wait must not keep a worker busy"
    with walls.inside(door.tenant):
        InboundLead.objects.update(due_at=timezone.now())
    with walls.inside(door.tenant):
        InboundLead.objects.filter(email="d@x.example").update(due_at=None)
    first = emails(claim(lease))
    with walls.inside(door.tenant):
        persons.release(lease)
        InboundLead.objects.filter(fence=lease.fence).update(due_at=None, state="created")
    found = sorted([first, emails(claim(lease))])
    assert found == [["a@x.example", "b@x.example"], ["a@x.example", "c@x.example"]]


def test_sources_with_another_mapping_wait_for_the_next_batch(
    door: Door, lease: lanes.Lease
) -> None:
    with walls.inside(door.tenant):
        other = Source.objects.create(
            tenant=door.tenant,
            name="Fair",
            mapping=make_mapping(door.tenant, "Fair"),
            connection_id=door.source.connection_id,
        )
    accept(door.source, [lead("a@x.example")])
    accept(other, [lead("b@x.example")])
    accept(door.source, [lead("c@x.example")])
    assert emails(claim(lease)) == ["a@x.example", "c@x.example"]
    assert emails(claim(lease)) == ["b@x.example"]


def test_without_the_lane_nothing_can_be_claimed(door: Door, lease: lanes.Lease) -> None:
    accept(door.source, [lead("a@x.example")])
    lanes.release(lease)
    assert lanes.take(door.tenant.pk, door.source.connection_id) is not None
    with pytest.raises(lanes.FenceLost):
        claim(lease)


def test_leads_whose_worker_keeps_dying_come_in_ever_smaller_batches(
    door: Door, lease: lanes.Lease
) -> None:
    accept(door.source, [lead(f"p{at}@x.example") for at in range(300)])
    sizes = []
    for _ in range(6):
        batch = claim(lease)
        assert batch is not None
        sizes.append(len(batch.leads))
        assert is_poison(batch) is (len(sizes) == 6)
        with walls.inside(door.tenant):  # nobody records; the claims end
            InboundLead.objects.filter(pk__in=[one.pk for one in batch.leads]).update(
                due_at=timezone.now()
            )
    assert sizes == [300, 250, 60, 8, 1, 1]


def test_leads_that_were_recorded_and_are_tried_again_come_together(
    door: Door, lease: lanes.Lease
) -> None:
    accept(door.source, [lead(f"p{at}@x.example") for at in range(5)])
    with walls.inside(door.tenant):
        InboundLead.objects.update(attempts=7)
    batch = claim(lease)
    assert batch is not None
    assert len(batch.leads) == 5
    assert not is_poison(batch)


def test_what_broke_off_often_does_not_make_the_others_small(
    door: Door, lease: lanes.Lease
) -> None:
    accept(door.source, [lead(f"p{at}@x.example") for at in range(20)])
    with walls.inside(door.tenant):
        InboundLead.objects.update(attempts=1, fence=7)
        InboundLead.objects.filter(email="p10@x.example").update(attempts=3)
    first = emails(claim(lease))
    assert len(first) == 19
    assert "p10@x.example" not in first
    assert emails(claim(lease)) == ["p10@x.example"]
