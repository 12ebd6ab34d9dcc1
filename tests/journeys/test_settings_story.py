"""From a red row to a green one, and from a change in the org to its effect, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connections import oauth
from connections.clients import open_crm
from connections.crm import Crm
from connections.models import Connection, Environment
from connections.practice import opening
from connections.practice.models import PracticeOrg
from connections.practice.rules import changes, field_changes, picklist_changes
from connections.practice.rules.setup import Setup
from mappings.models import MappingVersion
from mappings.preflight import Check, Finding
from mappings.rules import OneQueue
from syncs.preflight.drifting import changed_in_org
from syncs.preflight.fields import create_fields, grant_fields, wanted_fields
from syncs.preflight.fixing import apply_fix, plan_fix
from syncs.preflight.running import run_preflight
from tenants import walls
from tenants.models import AuditEntry

from .conftest import Story


@dataclass(frozen=True)
class AdminLogin:
    consumer_key: str
    consumer_secret: str
    username: str
    password: str


def org_of(story: Story) -> PracticeOrg:
    org = opening.find_org(story.tenant)
    assert org is not None
    return org


def admin_of(story: Story) -> Crm:
    """The org, seen by its own admin."""
    org = org_of(story)
    app = opening.renew_credentials(org)
    maya = next(u for u in opening.change_org(org, lambda s: s).users if u.name == "Maya Okafor")
    login = opening.credentials_for(org, maya.username)
    with walls.inside(story.tenant):
        row = Connection.objects.create(
            tenant=story.tenant,
            name="Admin",
            environment=Environment.PRACTICE,
            login_url=story.source.connection.login_url,
        )
    row = oauth.connect_practice(
        row,
        AdminLogin(app.consumer_key, app.consumer_secret, login.username, login.password),
    )
    return open_crm(row.pk, row.tenant_id)


def first(story: Story, check: Check) -> Finding:
    connection = story.source.connection
    return next(one for one in run_preflight(connection).to_do if one.check is check)


def required_rating(setup: Setup) -> Setup:
    return field_changes.with_required(setup, sobject="Lead", field="Rating", required=True)


def no_web(setup: Setup) -> Setup:
    return picklist_changes.with_value_dropped(
        setup, sobject="Lead", field="LeadSource", value="Web"
    )


def versions(story: Story) -> list[tuple[int, str]]:
    with walls.inside(story.tenant):
        return list(MappingVersion.objects.order_by("number").values_list("number", "state"))


def test_a_required_field_gets_its_default_by_a_click(story: Story) -> None:
    opening.change_org(org_of(story), required_rating)
    finding, connection = first(story, Check.REQUIRED_FIELDS), story.source.connection
    plan = plan_fix(connection, finding)
    assert (plan.by, plan.needs_choice, plan.publishes) == ("us", True, ("Leads",))
    assert [one.value for one in plan.options] == ["Hot", "Warm", "Cold"]
    assert versions(story) == [(1, "live")]
    assert apply_fix(connection, "maya", finding, choice="Lukewarm").done is False
    assert apply_fix(connection, "maya", finding, choice="Cold").done is True
    assert versions(story) == [(1, "retired"), (2, "live")]
    assert run_preflight(connection).to_do == ()
    with walls.inside(story.tenant):
        entry = AuditEntry.objects.get(action="preflight.fixed")
        rule = MappingVersion.objects.get(state="live").as_rules().field("Rating")
    assert rule is not None
    assert (entry.actor, entry.detail["choice"], rule.default) == ("maya", "Cold", "Cold")


def test_a_value_that_left_is_told_with_its_effect_and_replaced(story: Story) -> None:
    connection = story.source.connection
    run_preflight(connection)
    opening.change_org(org_of(story), no_web)
    finding = first(story, Check.PICKLISTS)
    told = changed_in_org(connection)
    (change,) = [one for one in told if one.sentence.endswith("Lead Source on Lead.")]
    assert change.sentence == "“Web” was removed from Lead Source on Lead."
    assert (change.matters, change.mappings) == (True, ("Leads",))
    assert apply_fix(connection, "maya", finding, choice="Other").done is True
    assert run_preflight(connection).to_do == ()


def test_an_unchanged_org_makes_no_noise(story: Story) -> None:
    connection = story.source.connection
    for _ in range(2):
        run_preflight(connection)
    assert changed_in_org(connection) == ()


def test_an_owner_that_left_is_replaced_by_a_queue(story: Story, settings: Any) -> None:
    connection, org = story.source.connection, org_of(story)
    setup = opening.change_org(org, lambda given: given)
    tom, queue = next(u for u in setup.users if u.name == "Tom Reyes"), setup.queues[0]
    with walls.inside(story.tenant):
        version = MappingVersion.objects.get()
        version.document["routing"] = {"owner": {"to": "user", "id": tom.id}}
        version.save()
    opening.change_org(org, lambda given: changes.with_user_active(given, tom.name, active=False))
    finding = first(story, Check.ROUTING)
    options = {one.label: one.value for one in plan_fix(connection, finding).options}
    assert options[queue.name] == queue.id
    assert tom.name not in options
    assert apply_fix(connection, "maya", finding, choice=queue.id).done is True
    with walls.inside(story.tenant):
        live = MappingVersion.objects.get(state="live")
    assert live.as_rules().routing.owner == OneQueue(id=queue.id, name=queue.name)


def test_the_admin_creates_the_fields_and_grants_them(story: Story) -> None:
    connection, org = story.source.connection, org_of(story)
    wanted = wanted_fields()
    for one in wanted:
        opening.change_org(
            org,
            lambda setup, one=one: field_changes.without_field(
                setup, sobject=one.sobject, field=one.name
            ),
        )
    before = [one.check for one in run_preflight(connection).blocking]
    assert set(before) == {Check.FIELD_ACCESS, Check.PERSON_KEY}
    admin = admin_of(story)
    calls = admin.calls
    made = create_fields(connection, admin, actor="maya")
    assert [(one.field, one.state.value) for one in made] == [
        (one.path, "created") for one in wanted
    ]
    assert admin.calls - calls == 2
    # Nobody was given a right by it.
    assert [one.check for one in run_preflight(connection).blocking] == before
    granted = grant_fields(connection, admin, actor="maya")
    assert granted.done, granted.sentence
    assert run_preflight(connection).to_do == ()
    again = create_fields(connection, admin, actor="maya")
    assert {one.state.value for one in again} == {"present"}


def test_the_sync_user_may_not_create_fields(story: Story) -> None:
    for one in wanted_fields():
        opening.change_org(
            org_of(story),
            lambda setup, one=one: field_changes.without_field(
                setup, sobject=one.sobject, field=one.name
            ),
        )
    made = create_fields(story.source.connection, story.crm(), actor="maya")
    assert {one.state.value for one in made} == {"refused"}
    assert all(one.sentence for one in made)
