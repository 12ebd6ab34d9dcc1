"""A promotion step by step: who is held and why, what stops it, what comes back."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest
from django.db import connections

from mappings.defaults import default_rules
from mappings.models import (
    BlueprintClient,
    Mapping,
    MappingVersion,
    Promotion,
    SchemaSnapshot,
)
from mappings.publishing import publish_rules
from mappings.rules import Always, Mode
from syncs import tasks
from syncs.rollout import deciding, running
from syncs.rollout.deciding import NotPossible
from syncs.rollout.steps import StepRef, check, promote
from tenants import walls
from tenants.models import Agency, AuditEntry, Tenant
from tests.mappings.preflight.facts import good, picklist

from .world import Agencyful, furnish, with_field, without_field, without_value

pytestmark = pytest.mark.django_db(transaction=True)
RATED = replace(
    good(),
    objects={
        **good().objects,
        "Lead": replace(
            good().objects["Lead"],
            fields={**good().objects["Lead"].fields, "Rating": picklist("Rating", "Hot", "Warm")},
        ),
    },
)
TWISTS = {1: without_field("Rating"), 2: without_value("Rating", "Warm"),
          3: with_field("Rating", createable=False, updateable=False)}  # fmt: skip


@pytest.fixture
def world(agency: Agency) -> Agencyful:
    """Four clients, the second version ready."""
    found = furnish(agency, RATED, count=4)
    found.add_version()
    return found


def _edit(tenant: Tenant) -> None:
    """Somebody changes the client's mapping."""
    with walls.inside(tenant):
        mapping = Mapping.objects.get()
        live = mapping.live_version()
        assert live is not None
        publish_rules(mapping, replace(live.as_rules(), mode=Mode.UPDATE_ONLY), by="Tom")


def test_a_client_whose_org_can_not_take_it_is_held_with_one_reason_each(agency: Agency) -> None:
    world = furnish(agency, RATED, count=5, twists=TWISTS)
    world.add_version()
    row = world.begin()
    steps = world.steps(row)
    assert {name: one.state for name, one in steps.items()} == {
        "Client 00": "checked", "Client 01": "held", "Client 02": "held", "Client 03": "held",
        "Client 04": "checked",
    }  # fmt: skip
    assert [steps[f"Client 0{n}"].reasons for n in (1, 2, 3)] == [
        ["Rating: There is no field Rating on a Lead."],
        ["Rating, pair 2: The picklist Rating has no “Warm”."],
        [
            "Rating: Rating can be read but not written. Give the integration user Edit on it, "
            "or take it out."
        ],
    ]
    assert [one["sentence"] for one in steps["Client 00"].changes] != []


def test_what_was_in_the_way_before_holds_nothing(agency: Agency) -> None:
    world = furnish(agency, RATED, count=1, twists={0: without_field("Website")})
    world.add_version()
    (step,) = world.steps(world.begin()).values()
    assert step.state == "checked"
    assert [one for one in step.notes if one.endswith("It was so before.")] == step.notes != []


def test_an_org_that_nobody_looked_at_is_held(agency: Agency) -> None:
    world = furnish(agency, RATED, count=1)
    with world.inside():
        SchemaSnapshot.objects.all().delete()
    world.add_version()
    (step,) = world.steps(world.begin()).values()
    assert step.reasons == [
        "Inlet has not looked at “Org” yet. Check its Salesforce settings first."
    ]


def test_all_at_once_when_nobody_goes_first(world: Agencyful) -> None:
    row = world.start(world.begin(), how_many=0, least_leads=0)
    assert (row.state, world.states(row)) == ("done", {"promoted": 4})
    assert {version for version, _ in world.followers().values()} == {2}
    with world.inside():
        assert AuditEntry.objects.filter(action="promotion.started").count() == 4


def test_the_chosen_ones_go_first_and_their_leads_let_the_rest_follow(world: Agencyful) -> None:
    row = world.begin()
    chosen = world.steps(row)["Client 02"]
    row = world.start(row, chosen=frozenset({chosen.pk}), least_leads=6)
    assert (row.state, world.states(row)) == ("watching", {"promoted": 1, "checked": 3})
    world.leads(3, "created", of=world.tenants[2], version=1)  # decided by the version before
    world.leads(3, "created", of=world.tenants[1], version=2)  # at another client
    world.leads(3, "updated", of=world.tenants[2], version=2)
    assert world.run(row).state == "watching"
    world.leads(3, "skipped", of=world.tenants[2], version=2)
    assert world.run(row).state == "done"


def test_too_many_errors_leave_the_rest_alone(world: Agencyful) -> None:
    row = world.start(world.begin(), how_many=1, least_leads=20, most_errors=10)
    first = next(one for one in world.steps(row).values() if one.is_canary)
    world.leads(4, "created", of=first.tenant)
    world.leads(1, "failed", of=first.tenant)
    row = world.run(row)
    assert (row.state, world.states(row)) == ("stopped", {"promoted": 1, "left": 3})
    assert "1 of 5 leads" in row.sentence
    assert world.run(row).state == "stopped"


def test_errors_that_come_while_the_rest_is_under_way_stop_it_too(world: Agencyful) -> None:
    row = world.start(world.begin(), how_many=1, least_leads=1)
    with world.inside():
        deciding.go_on(row, by="Maya")
    first = next(one for one in world.steps(row).values() if one.is_canary)
    world.leads(5, "held", of=first.tenant)
    row = world.run(row)
    assert (row.state, world.states(row)) == ("stopped", {"promoted": 1, "left": 3})


def test_back_is_to_the_byte_and_what_somebody_changed_since_stays(world: Agencyful) -> None:
    before, followed = world.live(), world.followers()
    row = world.start(world.begin(), how_many=0, least_leads=0)
    _edit(world.tenants[1])
    edited = world.live()["Client 01"]
    with world.inside():
        deciding.go_back(row, by="Maya")
    row = world.run(row)
    assert (row.state, world.states(row)) == ("went_back", {"rolled_back": 3, "kept": 1})
    assert world.live() == {**before, "Client 01": edited}
    assert {name: one for name, one in world.followers().items() if name != "Client 01"} == {
        name: one for name, one in followed.items() if name != "Client 01"
    }
    with walls.inside(world.tenants[0]):
        newest = MappingVersion.objects.first()
        assert newest is not None
        assert (newest.number, newest.published_by) == (3, "Maya")
        assert newest.note == "Back from Shared version 2."


def test_a_mapping_that_changed_after_it_was_compared_is_held(world: Agencyful) -> None:
    row = world.begin()
    _edit(world.tenants[3])
    edited = world.live()["Client 03"]
    row = world.start(row, how_many=0, least_leads=0)
    step = world.steps(row)["Client 03"]
    assert step.state == "held"
    assert step.reasons[0].startswith("Somebody changed this mapping after it was compared.")
    assert world.live()["Client 03"] == edited


def test_what_a_client_edited_is_its_own_and_stays_through_a_promotion(world: Agencyful) -> None:
    _edit(world.tenants[1])
    world.start(world.begin(), how_many=0, least_leads=0)
    with walls.inside(world.tenants[1]):
        client = BlueprintClient.objects.select_related("mapping", "version").get()
    assert client.overrides["set"] == {"mode": "update_only"}
    assert client.version.number == 2
    assert '"Rating"' in world.live()["Client 01"]


def test_what_the_client_has_its_own_way_with_is_said(agency: Agency) -> None:
    world = furnish(agency, RATED, count=1)
    rules = default_rules()
    fields = tuple(
        replace(one, ownership=(Always(),)) if one.lead_field == "Company" else one
        for one in rules.fields
    )
    world.add_version(fields=fields)
    row = world.begin()
    (step,) = world.steps(row).values()
    assert step.notes == ["“Company” stays as it is: this client has its own."]
    assert step.changes == []
    row = world.start(row, how_many=0, least_leads=0)
    assert (row.state, world.states(row)) == ("done", {"unchanged": 1})
    assert world.followers()["Client 00"][0] == 2


def test_run_twice_and_in_parallel_each_client_is_promoted_once(world: Agencyful) -> None:
    row = world.begin()
    with world.inside():
        deciding.start(row, deciding.First(how_many=0, least_leads=0), by="Maya")

    def work() -> None:
        try:
            while running.advance(world.agency.pk, row.pk):
                pass
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert world.now(row).state == "done"
    with world.inside():
        assert MappingVersion.objects.filter(state="live", number=2).count() == 4
        assert MappingVersion.objects.count() == 8
    for tenant, step in zip(world.tenants, world.steps(row).values(), strict=True):
        promote(StepRef(tenant.pk, step.pk), "rest")
        check(StepRef(tenant.pk, step.pk))
    with world.inside():
        assert MappingVersion.objects.count() == 8


def test_a_killed_worker_s_promotion_goes_on_where_it_was_left(agency: Agency) -> None:
    world = furnish(agency, RATED, count=running.AT_ONCE + 2)
    world.add_version()
    newest = world.newest()
    with world.inside():
        row = deciding.begin(newest, by="Maya")
    assert running.advance(agency.pk, row.pk)
    assert world.states(row) == {"checked": running.AT_ONCE, "pending": 2}
    assert world.run(row).state == "ready"
    with world.inside():
        deciding.start(row, deciding.First(how_many=0, least_leads=0), by="Maya")
    assert running.advance(agency.pk, row.pk)
    assert world.states(row) == {"promoted": running.AT_ONCE, "checked": 2}
    assert world.run(row).state == "done"


def test_rules_that_can_not_be_read_any_more_hold_their_client_only(world: Agencyful) -> None:
    with walls.inside(world.tenants[1]):
        MappingVersion.objects.update(document={"fields": 3})
    row = world.begin()
    assert (row.state, world.states(row)) == ("ready", {"checked": 3, "held": 1})
    assert world.steps(row)["Client 01"].reasons == ["Fields: This has to be a list."]


def test_a_lost_message_is_made_good_by_the_next_round(world: Agencyful) -> None:
    newest = world.newest()
    with world.inside():
        row = deciding.begin(newest, by="Maya")
    tasks.roll_out(str(world.agency.pk), str(row.pk))
    tasks.roll_outs()
    assert world.run(row).state == "ready"
    tasks.roll_out(str(world.agency.pk), str(world.agency.pk))


def test_what_can_not_be_done_now_is_said(world: Agencyful) -> None:
    row = world.begin()
    newest = world.newest()
    with world.inside():
        with pytest.raises(NotPossible, match="Another promotion of this blueprint is open"):
            deciding.begin(newest, by="Maya")
        with pytest.raises(NotPossible, match="the promotion is at “ready to begin”"):
            deciding.go_on(row, by="Maya")
        with pytest.raises(NotPossible):
            deciding.go_back(row, by="Maya")
        deciding.end(row, by="Maya")
    assert world.now(row).state == "dropped"
    assert world.run(row).state == "dropped"


def test_a_person_stops_it(world: Agencyful) -> None:
    row = world.start(world.begin(), how_many=1)
    with world.inside():
        deciding.end(row, by="Maya")
    row = world.now(row)
    assert (row.state, row.sentence) == ("stopped", "Maya stopped it.")
    assert world.states(row) == {"promoted": 1, "left": 3}


def test_another_agency_sees_and_moves_nothing(world: Agencyful, outsider: Tenant) -> None:
    row = world.begin()
    with walls.inside(outsider):
        assert not Promotion.objects.exists()
    assert not running.advance(outsider.agency_id, row.pk)
    assert world.now(row).state == "ready"
