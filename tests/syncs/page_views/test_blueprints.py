"""Blueprints over HTTP: from a client's mapping to all of them, and back."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mappings.blueprints import leave
from mappings.defaults import default_rules
from mappings.models import Blueprint, BlueprintClient, Mapping, Promotion, PromotionStep
from mappings.publishing import publish_rules
from tenants import walls
from tenants.access import Role
from tenants.models import Agency, Membership, Tenant, User
from tests.mappings.preflight.facts import good
from tests.syncs.rollout.world import Agencyful, furnish

from .conftest import HTMX, browser

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/agency/blueprints/"


def member(agency: Agency, role: Role, *, tenant: Tenant | None = None, name: str = "") -> Client:
    """The browser of somebody with this role in the agency, or at one client."""
    label = name or f"{role.value}-{'one' if tenant else 'all'}"
    user = User.objects.create_user(f"{label}@people.example", "x" * 12, name=label.title())
    Membership.objects.create(user=user, agency=agency, tenant=tenant, role=role)
    return browser(user)


@pytest.fixture
def world(agency: Agency) -> Agencyful:
    """Three clients that follow version 1."""
    return furnish(agency, good(), count=3)


@pytest.fixture
def owner(agency: Agency) -> Client:
    """The agency's owner."""
    return member(agency, Role.OWNER, name="maya")


def text_of(answer: Any) -> str:
    """The page's words."""
    words = re.sub(r"<(?!/?(?:del|ins))[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(words))


def mapping_of(tenant: Tenant) -> Mapping:
    """The client's mapping."""
    with walls.inside(tenant):
        return Mapping.objects.get()


def test_the_first_page_teaches_and_the_first_blueprint_is_made(
    agency: Agency, owner: Client
) -> None:
    world = furnish(agency, good(), count=2)
    with world.inside():
        for one in BlueprintClient.objects.select_related("tenant", "mapping"):
            leave(one, by="the test")
        Blueprint.objects.all().delete()
    empty = text_of(owner.get(HOME))
    assert "No blueprint yet" in empty
    assert "One mapping for many clients" in empty
    chosen = {"mapping": str(mapping_of(world.tenants[0]).pk), "name": "Solar"}
    made = owner.post(f"{HOME}make/", chosen, follow=True)
    page = text_of(made)
    assert "“Solar” is a blueprint now." in page
    assert "Every client has version 1, the newest." in page
    again = owner.post(f"{HOME}make/", chosen)
    assert again.status_code == 422
    assert "There is a blueprint called “Solar” already." in text_of(again)
    assert "Choose a mapping." in text_of(owner.post(f"{HOME}make/", {"name": "X", "mapping": "?"}))


def test_the_list_says_who_is_behind(world: Agencyful, owner: Client) -> None:
    assert "All have version 1" in text_of(owner.get(HOME))
    world.add_version(fields=default_rules().fields[:5])
    page = text_of(owner.get(HOME))
    assert "3 clients are behind" in page
    assert "1 blueprint, followed by 3 of 3 clients." in page


def test_a_client_s_own_ways_are_shown_and_others_may_follow_or_leave(
    world: Agencyful, owner: Client
) -> None:
    address = f"{HOME}{world.blueprint.pk}/"
    page = text_of(owner.get(address))
    assert "1 thing differs" in page
    assert "Unknown 0" in page
    with world.inside():
        follower = BlueprintClient.objects.get(tenant=world.tenants[2])
    answer = owner.post(f"{address}followers/{follower.pk}/leave/", follow=True)
    assert "Client 02 goes its own way now." in text_of(answer)
    chosen = {"mapping": str(mapping_of(world.tenants[2]).pk)}
    answer = owner.post(f"{address}follow/", chosen, follow=True)
    assert "Client 02 follows the blueprint." in text_of(answer)
    assert owner.post(f"{address}followers/{uuid.uuid4()}/leave/").status_code == 404


def test_from_a_client_s_edit_to_every_client_and_back(world: Agencyful, owner: Client) -> None:
    address = f"{HOME}{world.blueprint.pk}/"
    before = world.live()
    mapping = mapping_of(world.tenants[1])
    with walls.inside(world.tenants[1]):
        publish_rules(mapping, default_rules(mode="create_only"), by="Maya")
    answer = owner.post(f"{address}version/", {"mapping": str(mapping.pk), "why": "No updates"})
    assert answer.status_code == 302
    page = text_of(owner.get(address))
    assert "Version 2 is the newest. 2 of 3 clients are behind." in page
    assert "No updates" in page

    begun = owner.post(f"{address}promote/")
    row = _promotion(world)
    assert begun.url == f"{address}promotions/{row.pk}/"
    assert "Comparing the rules and checking the orgs: 0 of 3" in text_of(owner.get(begun.url))
    world.run(row)
    page = text_of(owner.get(begun.url))
    assert "3 clients can have it. 0 are held back" in page
    assert "Nothing to change" in page
    refused = owner.post(f"{begun.url}start/", {"how_many": "x"})
    assert refused.status_code == 422
    assert "Give a whole number" in text_of(refused)
    with world.inside():
        first = PromotionStep.objects.get(promotion=row, tenant=world.tenants[0])
    chosen = {"first": [str(first.pk), "?"], "how_many": "1", "least_leads": "5",
              "most_errors": "10"}  # fmt: skip
    assert owner.post(f"{begun.url}start/", chosen).status_code == 302
    world.run(row)
    page = text_of(owner.get(begun.url))
    assert "Inlet watches their leads: 0 of 5 so far, 0 held or failed (0 %)." in page
    owner.post(f"{begun.url}go-on/")
    world.run(row)
    assert "3 of 3 clients have it, 0 were held." in text_of(owner.get(begun.url))
    assert "create_only" in world.live()["Client 02"]

    owner.post(f"{begun.url}back/")
    world.run(row)
    page = text_of(owner.get(begun.url))
    assert "3 clients have back what they had before." in page
    assert world.live()["Client 02"] == before["Client 02"]
    said = owner.post(f"{begun.url}back/", follow=True)
    assert "the promotion is at “rolled back”" in text_of(said)


def test_a_page_that_waits_is_told_when_nothing_is_new(world: Agencyful, owner: Client) -> None:
    world.add_version(fields=default_rules().fields[:5])
    address = owner.post(f"{HOME}{world.blueprint.pk}/promote/").url
    page = owner.get(address)
    assert page.context["page"].live.seconds == 2
    headers = {**HTMX, "Inlet-Seen": page.context["page"].live.seen}
    assert owner.get(address, headers=headers).status_code == 204
    row = world.run(_promotion(world))
    answer = owner.get(address, headers=headers)
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b"hx-trigger" not in answer.content
    owner.post(f"{address}end/")
    assert world.now(row).state == "dropped"
    assert "It was not carried out." in text_of(owner.get(address))


def _promotion(world: Agencyful) -> Promotion:
    with world.inside():
        return Promotion.objects.get()


def pages_of(world: Agencyful, row: Promotion) -> list[str]:
    """Every page that can be read."""
    one = f"{HOME}{world.blueprint.pk}/"
    return [HOME, one, f"{one}promotions/{row.pk}/"]


def forms_of(world: Agencyful, row: Promotion) -> dict[str, Role]:
    """Every form's target, and the least role that may send it."""
    one = f"{HOME}{world.blueprint.pk}/"
    editing = ["make/"]
    deciding = [f"promotions/{row.pk}/{what}/" for what in ("start", "go-on", "end", "back")]
    return (
        {f"{HOME}{rest}": Role.EDITOR for rest in editing}
        | {f"{one}{rest}": Role.EDITOR for rest in ("version/", "follow/")}
        | {f"{one}{rest}": Role.ADMIN for rest in ("promote/", *deciding)}
    )


@pytest.fixture
def ready(world: Agencyful) -> tuple[Agencyful, Promotion]:
    """A promotion that can begin."""
    world.add_version(fields=default_rules().fields[:5])
    return world, world.begin()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_the_agency_reads_and_few_decide(
    ready: tuple[Agencyful, Promotion], role: Role
) -> None:
    world, row = ready
    visitor = member(world.agency, role)
    for address in pages_of(world, row):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store, private"
    ranks = [Role.VIEWER, Role.EDITOR, Role.ADMIN, Role.OWNER]
    for address, least in forms_of(world, row).items():
        allowed = ranks.index(role) >= ranks.index(least)
        status = visitor.post(address).status_code
        assert status in ({302, 422} if allowed else {403}), address
        assert visitor.get(address).status_code == 405


def test_nobody_else_finds_anything(
    ready: tuple[Agencyful, Promotion], outsider: Tenant, agency: Agency
) -> None:
    world, row = ready
    others: list[Callable[[], Client]] = [
        lambda: member(outsider.agency, Role.OWNER, name="stranger"),
        lambda: member(agency, Role.OWNER, tenant=world.tenants[0]),
    ]
    for make in others:
        visitor = make()
        for address in [*pages_of(world, row)[1:], *forms_of(world, row)]:
            if address == f"{HOME}make/":
                continue
            status = (visitor.get if address in pages_of(world, row) else visitor.post)(address)
            assert status.status_code == 404, address
    assert Client().get(HOME).status_code == 302
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = member(agency, Role.OWNER, name="careful").cookies
    assert careful.post(f"{HOME}make/").status_code == 403
    # A mapping of somebody else's is no choice.
    theirs = furnish(outsider.agency, good(), count=1, slug="theirs")
    owner = member(agency, Role.OWNER, name="second")
    chosen = {"mapping": str(mapping_of(theirs.tenants[0]).pk), "name": "Taken"}
    assert owner.post(f"{HOME}make/", chosen).status_code == 422


def test_more_clients_cost_no_more_reads(agency: Agency, owner: Client) -> None:
    few = furnish(agency, good(), count=2)
    before = _reads(owner, pages_of(few, few.begin()))
    many = furnish(Agency.objects.create(name="Many"), good(), count=6, slug="many")
    their_owner = member(many.agency, Role.OWNER, name="other")
    assert _reads(their_owner, pages_of(many, many.begin())) == before
    assert max(before) <= 15


def _reads(owner: Client, addresses: list[str]) -> list[int]:
    found = []
    for address in addresses:
        with CaptureQueriesContext(connection) as caught:
            assert owner.get(address).status_code == 200
        found.append(sum(1 for one in caught if one["sql"].startswith('SELECT "')))
    return found
