"""The mapping's pages against a real practice org: checked by its describe, planned on its rows."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from connections import soql
from mappings.models import MappingVersion
from mappings.publishing import publish
from syncs.intake.accepting import accept
from syncs.preflight.running import run_preflight
from tenants import walls
from tenants.models import Membership, User

from .conftest import Story


def person(**values: str) -> dict[str, Any]:
    """Priya, with what else is known of her."""
    known = {"email": "priya@brightfield.example", "last_name": "Natarajan", **values}
    return {"person": known, "company": {"name": "Brightfield Farms"}}


@pytest.fixture
def maya(story: Story) -> Client:
    """An owner's browser, at a client whose org was looked at."""
    user = User.objects.create_user("maya@journey.example", "x" * 12)
    Membership.objects.create(user=user, agency=story.tenant.agency, role="owner")
    run_preflight(story.connection, "connect")
    client = Client()
    client.force_login(user)
    return client


def at(story: Story, rest: str = "") -> str:
    """The address of a page of the mapping."""
    return f"/c/{story.tenant.slug}/mapping/{story.source.mapping_id}/{rest}"


def read(answer: Any) -> str:
    """A page as people read it."""
    text = re.sub(r"<(script|svg|datalist).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def rows(story: Story) -> list[Any]:
    """What the org has of every Lead that could have been written."""
    columns = ["Id", "Title", "Phone", "LastModifiedDate"]
    (found,) = story.crm().find([soql.select("Lead", columns, order_by="Id")])
    return [one.fields for one in found]


def test_a_draft_is_planned_on_the_records_that_are_there_and_writes_nothing(
    story: Story, maya: Client
) -> None:
    accept(story.source, [person(title="Head of Operations")])
    story.work()
    assert story.states() == ["created"]
    before = rows(story)
    sample = json.dumps(person(title="Director", phone="020 7946 0958"))
    live = read(maya.post(at(story, "plan/try/"), {"sample": sample}))
    assert "Would update a Lead" in live
    assert "Phone blank → " in live
    assert "Title Head of Operations" in live
    assert "Will be kept: Title" in live
    assert "Salesforce would accept this" in live

    row = {
        "do": "save", "key": "Title", "revision": "0", "lead_field": "Title",
        "contact_field": "Title", "source": "person.title", "label": "Title", "default": "",
        "ownership": "ours_until_edited",
    }  # fmt: skip
    assert maya.post(at(story, "field/"), row).status_code == 302
    drafted = read(maya.post(at(story, "plan/try/"), {"sample": sample}))
    assert "Title Head of Operations → Director" in drafted
    assert (rows(story), len(story.leads())) == (before, 1)

    with walls.inside(story.tenant):
        publish(MappingVersion.objects.get(state=MappingVersion.DRAFT), by="Maya")
    accept(story.source, [person(title="Director")])
    story.work()
    assert story.states() == ["created", "updated"]
    assert "kept Title on 0 of 1 update" in read(maya.get(at(story, "?field=Title")))


def test_the_orgs_own_fields_and_values_are_offered_and_hold_a_row_to_them(
    story: Story, maya: Client
) -> None:
    page = html.unescape(maya.get(at(story, "?field=Industry")).content.decode())
    assert '<option value="Company">Company (required)</option>' in page
    wrong = {
        "do": "save", "key": "Industry", "revision": "0", "lead_field": "Industry",
        "contact_field": "", "source": "company.industry", "label": "Industry", "default": "",
        "value_map.pairs.0.0": "farming", "value_map.pairs.0.1": "Agriculure",
        "ownership": "if_blank",
    }  # fmt: skip
    refused = maya.post(at(story, "field/"), wrong)
    assert refused.status_code == 422
    assert "Did you mean “Agriculture”?" in html.unescape(refused.content.decode())
    right = wrong | {"value_map.pairs.0.1": "Agriculture"}
    assert maya.post(at(story, "field/"), right).status_code == 302
    sample = json.dumps(person() | {"company": {"name": "B", "industry": "Farming"}})
    planned = read(maya.post(at(story, "plan/try/"), {"sample": sample}))
    assert "Would create a Lead" in planned
    assert "Industry blank → Agriculture" in planned


def test_the_plan_that_follows_what_is_typed_asks_the_org_once(story: Story, maya: Client) -> None:
    row = {
        "key": "Title", "lead_field": "Title", "contact_field": "Title", "source": "person.title",
        "label": "Title", "default": "", "ownership": "if_blank", "sample": json.dumps(person()),
    }  # fmt: skip
    assert "Would create a Lead" in read(maya.post(at(story, "plan/try/"), row))
    asked = story.connection.api_used
    for default in ("D", "Di", "Dir"):
        page = read(maya.post(at(story, "plan/try/"), row | {"default": default}))
        assert f"Title blank → {default} " in page
    assert story.connection.api_used == asked
    maya.post(at(story, "plan/try/"), {"sample": row["sample"]})
    assert story.connection.api_used != asked


def test_a_lead_that_is_held_shows_what_would_happen_now(story: Story, maya: Client) -> None:
    accept(story.source, [{"person": {"email": "priya@brightfield", "last_name": "Natarajan"}}])
    story.work()
    (lead,) = story.leads()
    assert lead.state == "held"
    page = read(maya.get(f"/c/{story.tenant.slug}/leads/{lead.pk}/plan/"))
    assert "Would be held for a person" in page
    assert "Email This address has no ending such as .com." in page
