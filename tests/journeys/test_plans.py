"""Plans through the API: what would be done, said field by field, and nothing done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from connections.models import State as ConnectionState
from connections.settling import hand_of
from mappings.models import MappingVersion
from syncs.models import InboundLead
from tenants import walls

from .conftest import Story

ADA = {
    "person": {"email": "ada@example.com", "last_name": "Byrne", "title": "COO"},
    "company": {"name": "Byrne Analytics"},
}


def post(story: Story, path: str, body: Any) -> Any:
    return Client().post(
        f"/api/v1/{path}",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {story.key}"},
    )


def stored(story: Story) -> int:
    with walls.inside(story.tenant):
        return InboundLead.objects.count()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("leads/plan", ADA),
        ("leads/plan", [ADA]),
        ("leads/plan", {"leads": [ADA]}),
        ("leads?mode=plan", ADA),
        ("leads/batch?mode=plan", [ADA]),
    ],
)
def test_a_new_person_would_be_created_and_is_not(story: Story, path: str, body: Any) -> None:
    answer = post(story, path, body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    (plan,) = told["plans"]
    assert (plan["action"], plan["record"], plan["trouble"]) == ("create_lead", None, "")
    title = next(one for one in plan["fields"] if one["field"] == "Title")
    assert (title["before"], title["after"], title["result"]) == (None, "COO", "written")
    assert title["reason"]
    assert plan["owner"]
    assert told["counts"] == {"create_lead": 1}
    assert (told["look_up_calls"], told["write_calls"]) == (1, 0)
    assert stored(story) == 0
    (rows,) = story.crm().find([_by_email()])
    assert rows == []


def _by_email() -> Any:
    from connections import soql

    return soql.select("Lead", ["Id"], where=soql.equals("Email", "ada@example.com"))


def test_an_existing_lead_shows_before_and_after_and_why(story: Story) -> None:
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    record_id = hand.create(
        "Lead", {"LastName": "Byrne", "Company": "Byrne", "Email": "ada@example.com"}
    )
    (plan,) = post(story, "leads/plan", ADA).json()["plans"]
    assert plan["action"] == "update_lead"
    assert plan["record"] == {"object": "Lead", "id": record_id}
    assert plan["looked"].startswith("One Lead has this e-mail.")
    company = next(one for one in plan["fields"] if one["field"] == "Company")
    assert (company["before"], company["after"], company["result"]) == ("Byrne", "Byrne", "kept")


def test_each_lead_of_a_list_has_its_own_answer(story: Story) -> None:
    told = post(story, "leads/plan", [ADA, {"person": {}}, {"nonsense": 1}]).json()
    assert told["plans"][0]["action"] == "create_lead"
    assert "nobody yet" in str(told["plans"][1]["errors"])
    assert "nonsense" in told["plans"][2]["errors"]
    assert told["counts"] == {"create_lead": 1, "refused": 2}


def test_what_can_not_be_planned_says_so(story: Story) -> None:
    assert post(story, "leads?mode=guess", ADA).status_code == 400
    assert post(story, "leads/plan", []).status_code == 400
    assert post(story, "leads/plan", [ADA] * 501).status_code == 400
    with walls.inside(story.tenant):
        MappingVersion.objects.update(state=MappingVersion.RETIRED)
    answer = post(story, "leads/plan", ADA)
    assert answer.status_code == 400
    assert "no live version" in answer.json()["detail"]


def test_an_org_that_can_not_be_asked_is_said_and_planned_without(story: Story) -> None:
    with walls.inside(story.tenant):
        connection = story.connection
        connection.state = ConnectionState.NEEDS_RECONNECT
        connection.save()
    (plan,) = post(story, "leads/plan", ADA).json()["plans"]
    assert plan["action"] == "create_lead"
    assert plan["trouble"]
