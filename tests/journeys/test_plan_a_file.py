"""A file is planned against a real practice org: found, refused, counted, and not one write."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from connections import soql
from connections.settling import hand_of
from syncs import tasks
from syncs.intake.accepting import accept
from syncs.models import InboundLead, PlanRow, PlanRun
from syncs.preflight.running import run_preflight
from tenants import walls
from tenants.models import Membership, User

from .conftest import Story

FILE = (
    "E-Mail;Vorname;Name;Firma;Funktion\n"
    "priya@brightfield.example;Priya;Natarajan;Brightfield Farms;Head of Operations\n"
    "new@person.example;Nora;Neu;Neu GmbH;Einkauf\n"
    "new@person.example;Nora;Neu;Neu GmbH;Leitung Einkauf\n"
    "nobody.example;;;;\n"
)


@pytest.fixture
def maya(story: Story) -> Client:
    """An owner's browser, at a client whose org was looked at and has one Lead."""
    user = User.objects.create_user("maya@journey.example", "x" * 12)
    Membership.objects.create(user=user, agency=story.tenant.agency, role="owner")
    run_preflight(story.connection, "connect")
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    hand.create(
        "Lead",
        {"LastName": "Natarajan", "Company": "Brightfield", "Email": "priya@brightfield.example"},
    )
    client = Client()
    client.force_login(user)
    return client


def upload(story: Story, maya: Client, text: str) -> PlanRun:
    """The plan for a file."""
    where = f"/c/{story.tenant.slug}/mapping/{story.source.mapping_id}/plan/many/start/"
    file = SimpleUploadedFile("fair.csv", text.encode())
    assert maya.post(where, {"what": "file", "file": file}).status_code == 302
    with walls.inside(story.tenant):
        found = PlanRun.objects.first()
    assert found is not None
    return found


def org_rows(story: Story) -> list[Any]:
    """Every Lead of the org, and when it was last changed."""
    (found,) = story.crm().find(
        [soql.select("Lead", ["Id", "Title", "LastModifiedDate"], order_by="Id")]
    )
    return [one.fields for one in found]


def test_a_file_is_planned_and_then_comes_out_as_planned(story: Story, maya: Client) -> None:
    before = org_rows(story)
    run = upload(story, maya, FILE)
    assert (run.state, run.trouble, run.calls) == ("done", "", 1)
    assert run.counts == {"updated": 1, "created": 1, "unchanged": 1, "held": 1}
    assert org_rows(story) == before
    with walls.inside(story.tenant):
        assert InboundLead.objects.count() == 0
        rows = list(PlanRow.objects.filter(run=run))
    assert [row.outcome for row in rows] == ["updated", "created", "unchanged", "held"]
    assert "Title: blank → Head of Operations" in rows[0].changes
    accept(
        story.source,
        [
            {
                "person": {"email": row.email, **_name(row.name), "title": title},
                "company": {"name": row.company},
            }
            for row, title in zip(
                rows, ("Head of Operations", "Einkauf", "Leitung Einkauf"), strict=False
            )
        ],
    )
    story.work()
    assert story.states() == [row.outcome for row in rows[:3]]


def _name(full: str) -> dict[str, str]:
    first, _space, last = full.partition(" ")
    return {"first_name": first, "last_name": last}


def test_a_long_file_is_planned_in_stretches_with_one_call_each(story: Story, maya: Client) -> None:
    before = org_rows(story)
    head = "email,last name,company\n"
    lines = [f"p{i}@many.example,Last{i},Company {i}\n" for i in range(2_500)]
    run = upload(story, maya, head + "".join(lines))
    assert (run.state, run.stretches, run.done) == ("waiting", 3, 0)
    began = time.monotonic()
    tasks.plan(str(story.tenant.pk), str(run.pk))
    with walls.inside(story.tenant):
        run.refresh_from_db()
    assert (run.state, run.done, run.trouble) == ("done", 2_500, "")
    assert sum(run.counts.values()) == 2_500
    assert time.monotonic() - began < 120
    assert org_rows(story) == before
