"""What the leads of the last 30 days would write, and what a change in the org means for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mappings.drift import Change, ChangeKind
from mappings.models import PreflightRun, SchemaChange
from syncs.models import InboundLead
from syncs.preflight import observing
from syncs.preflight.agreements import Agreement, agreements
from syncs.preflight.drifting import changed_in_org, record
from syncs.preflight.observing import observed, proposals
from syncs.preflight.running import latest, run_preflight
from tenants import walls
from tenants.models import Tenant
from tests.syncs.conftest import Door, open_door


@pytest.fixture
def door(tenant: Tenant) -> Door:
    return open_door(tenant)


def lead(industry: str, last_name: str = "Ruiz") -> dict[str, Any]:
    return {"person": {"last_name": last_name}, "company": {"name": "A", "industry": industry}}


def keep(door: Door, payloads: Iterable[dict[str, Any]], *, days: int = 0) -> None:
    with walls.inside(door.tenant):
        InboundLead.objects.bulk_create(
            InboundLead(
                tenant=door.tenant,
                source=door.source,
                connection=door.source.connection,
                payload=one,
                received_at=timezone.now() - timedelta(days=days),
                due_at=None,
            )
            for one in payloads
        )


def agreement(door: Door) -> Agreement:
    (one,) = agreements(door.source.connection)
    return one


def test_what_was_seen_is_counted_by_field(door: Door) -> None:
    keep(door, [lead("Energy"), lead("Solar", "O" * 90), lead("Energy")])
    keep(door, [lead("Coal")], days=31)
    one = agreement(door)
    seen = observed(proposals(door.tenant.pk, one.sources, one.rules))
    assert sorted(seen["Industry"].values) == ["Energy", "Solar"]
    assert (seen["Industry"].leads, seen["LastName"].longest) == (3, 90)
    assert "Status" not in seen


def test_more_leads_than_one_chunk_are_each_seen_once(door: Door) -> None:
    keep(door, (lead(f"I{n}") for n in range(1_201)))
    one = agreement(door)
    assert sum(1 for _ in proposals(door.tenant.pk, one.sources, one.rules)) == 1_201


def test_another_tenants_leads_are_not_seen(door: Door, outsider: Tenant) -> None:
    keep(open_door(outsider), [lead("Coal")])
    one = agreement(door)
    assert list(proposals(door.tenant.pk, one.sources, one.rules)) == []


def test_a_value_that_left_is_told_with_its_leads(door: Door) -> None:
    keep(door, [lead("Energy")] * 212 + [lead("Other")] * 88)
    gone = Change(
        kind=ChangeKind.VALUE_LEFT, subject="Lead.Industry", name="Industry", value="Energy"
    )
    quiet = Change(kind=ChangeKind.FIELD_GONE, subject="Lead.Fax", name="Fax")
    record(door.source.connection, [gone, quiet], agreements(door.source.connection))
    (told,) = changed_in_org(door.source.connection)
    assert told.sentence == "“Energy” was removed from Industry on Lead."
    assert told.effect == "1 mapping and 212 leads of the last 30 days would fail."
    assert (told.matters, told.leads, told.mappings) == (True, 212, ("Default",))
    with walls.inside(door.tenant):
        assert SchemaChange.objects.count() == 1


def test_counting_ends_somewhere_and_says_so(door: Door) -> None:
    keep(door, [lead("Energy")] * (observing.MOST + 1))
    gone = Change(
        kind=ChangeKind.VALUE_LEFT, subject="Lead.Industry", name="Industry", value="Energy"
    )
    record(door.source.connection, [gone], agreements(door.source.connection))
    (told,) = changed_in_org(door.source.connection)
    assert told.effect == "1 mapping and at least 5,000 leads of the last 30 days would fail."


def test_a_connection_that_is_not_connected_says_so(door: Door) -> None:
    checklist = run_preflight(door.source.connection)
    assert checklist.trouble
    assert checklist.summary.startswith("The settings could not be checked.")
    assert latest(door.source.connection) == checklist
    with walls.inside(door.tenant):
        assert PreflightRun.objects.get().trouble == checklist.trouble


def test_the_api_tells_the_last_run_and_needs_the_scope(door: Door) -> None:
    path = f"connections/{door.source.connection_id}/preflight"
    assert door.get(path).status_code == 403
    with walls.inside(door.tenant):
        door.key.scopes = ["connections:read", "connections:write"]
        door.key.save()
    before = door.get(path).json()
    assert (before["at"], before["findings"], before["changes"]) == (None, [], [])
    after = door.post(path, {}).json()
    assert (after["blocks"], after["trouble"] != "") == (False, True)


def test_no_other_tenant_reads_it(door: Door, outsider: Tenant) -> None:
    other = open_door(outsider)
    with walls.inside(outsider):
        other.key.scopes = ["connections:read"]
        other.key.save()
    assert other.get(f"connections/{door.source.connection_id}/preflight").status_code == 404
