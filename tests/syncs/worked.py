"""Leads that went through the engine against an org in memory, so that pages show real rows."""

from __future__ import annotations

import time
from typing import Any

from django.utils import timezone

from connections.models import Connection, State
from connections.practice.models import PracticeRecord
from connections.practice.opening import find_org, open_practice_org
from connections.practice.rehearsing import seed
from syncs.engine import lanes, recording
from syncs.engine.claiming import claim
from syncs.engine.jobs import Bench
from syncs.engine.keeping import DatabaseStore
from syncs.engine.turning import job_of
from syncs.engine.working import work
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Lane, Stream
from tenants import walls
from tenants.models import Tenant

from .conftest import Door
from .engine.memory import MemoryOrg


def person(email: str, last: str, **more: Any) -> dict[str, Any]:
    """A lead of a person who works at a company named after them."""
    return {
        "person": {"email": email, "first_name": "Ada", "last_name": last},
        "company": {"name": f"{last} Ltd"},
        **more,
    }


def send(door: Door, *payloads: dict[str, Any]) -> list[InboundLead]:
    """Leads that came in and wait."""
    receipt = accept(door.source, payloads)
    with walls.inside(door.tenant):
        rows = InboundLead.objects.in_bulk(list(receipt.lead_ids))
    return [rows[one] for one in receipt.lead_ids]


def work_all(door: Door, org: MemoryOrg) -> None:
    """What a worker does with everything that is due."""
    with walls.inside(door.tenant):
        Lane.objects.update(paused_until=None)
        Stream.objects.update(lease_until=timezone.now())
    lease = lanes.take(door.tenant.pk, door.source.connection_id)
    assert lease is not None
    batch = claim(lease)
    assert batch is not None
    assert batch.rules is not None
    assert batch.org is not None
    store = DatabaseStore(lease)
    bench = Bench(
        crm=org, rules=batch.rules, org=batch.org, desk=store.desk(batch), draw=lambda: 0.5,
        clock=time.monotonic,
    )  # fmt: skip
    recording.record(lease, batch, work(bench, [job_of(one) for one in batch.leads]))
    lanes.release(lease)


def every_state(door: Door) -> dict[str, InboundLead]:
    """One lead in each state a page shows, by its last name, and one that waits its turn."""
    org = MemoryOrg(
        leads={
            "00Q000000000001AAA": {"Email": "upd@x.example", "LastName": "Updated"},
            "00Q000000000002AAA": {"Email": "two@x.example", "LastName": "Held"},
            "00Q000000000003AAA": {"Email": "two@x.example", "LastName": "Held"},
        },
        refuse=lambda write: (
            "REQUIRED_FIELD_MISSING" if write.fields.get("LastName") == "Failed" else ""
        ),
    )
    send(
        door,
        person("new@x.example", "Created", custom={"roof": "metal"}, external_id="ext-1"),
        person("upd@x.example", "Updated"),
        person("two@x.example", "Held"),
        person("bad@x.example", "Failed"),
    )
    work_all(door, org)
    send(door, person("late@x.example", "Pending"))
    with walls.inside(door.tenant):
        found = {lead.name.split()[-1]: lead for lead in InboundLead.objects.all()}
    assert {name: lead.state for name, lead in found.items()} == {
        name: name.lower() for name in ("Created", "Updated", "Held", "Failed", "Pending")
    }
    return found


def open_practice_for(door: Door) -> None:
    """A practice org with one Lead in it, behind the door's connection."""
    open_practice_org(door.tenant, name=door.tenant.name)
    org = find_org(door.tenant)
    assert org is not None
    seed(org, "Lead", [{"LastName": "Seeded", "Company": "Seeded Ltd", "Email": "s@x.example"}])
    with walls.inside(door.tenant):
        Connection.objects.update(state=State.CONNECTED)


def practice_lead_id(tenant: Tenant) -> str:
    """The id of that Lead."""
    org = find_org(tenant)
    assert org is not None
    with walls.inside(tenant):
        return PracticeRecord.objects.get(org=org, sobject="Lead").sf_id
