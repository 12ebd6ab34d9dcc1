"""A blueprint of 60 clients, three of whose orgs can't take its new version; there and back."""

from __future__ import annotations

import time

from syncs.preflight.running import latest_facts, run_preflight
from syncs.rollout import deciding
from tenants.models import Agency
from tests.syncs.rollout.world import (
    furnish,
    with_field,
    without_field,
    without_value,
)

from .conftest import Story

CLIENTS = 60
TWISTS = {
    7: without_field("Rating"),
    21: without_value("Rating", "Warm"),
    48: with_field("Rating", createable=False, updateable=False),
}


def test_57_of_60_clients_are_promoted_and_all_go_back_to_the_byte(story: Story) -> None:
    run_preflight(story.connection)
    facts = latest_facts(story.connection)
    assert facts is not None
    world = furnish(Agency.objects.create(name="Many"), facts, count=CLIENTS, twists=TWISTS)
    before, followed = world.live(), world.followers()
    world.add_version()

    began = time.monotonic()
    row = world.begin()
    compared = time.monotonic()
    assert row.state == "ready"
    assert world.states(row) == {"checked": 57, "held": 3}
    held = {name: one.reasons for name, one in world.steps(row).items() if one.state == "held"}
    assert set(held) == {"Client 07", "Client 21", "Client 48"}
    for name, word in (("Client 07", "Rating"), ("Client 21", "Warm"), ("Client 48", "Rating")):
        assert any(word in reason for reason in held[name]), held[name]
    print(held)

    row = world.start(row, how_many=3)
    assert row.state == "watching"
    assert world.states(row) == {"checked": 54, "held": 3, "promoted": 3}
    for tenant in world.tenants:
        if world.steps(row)[tenant.name].state == "promoted":
            world.leads(8, "created", of=tenant)
    row = world.run(row)
    promoted = time.monotonic()
    assert row.state == "done"
    assert world.states(row) == {"promoted": 57, "held": 3}
    after = world.live()
    assert {name for name in after if after[name] == before[name]} == set(held)
    assert all("Rating" in after[name] for name in after if name not in held)
    # What is a client's own stayed.
    assert '"Unknown 3"' in after["Client 03"]

    with world.inside():
        deciding.go_back(row, by="Maya")
    row = world.run(row)
    back = time.monotonic()
    assert row.state == "went_back"
    assert world.live() == before
    assert world.followers() == followed
    print(
        f"{CLIENTS} clients: compared and checked in {compared - began:.1f} s, promoted in "
        f"{promoted - compared:.1f} s, rolled back in {back - promoted:.1f} s"
    )
