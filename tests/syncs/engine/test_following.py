"""Campaign members and tasks in the practice org, over HTTP: once, through repeats and races."""

# ruff: noqa: F401, F811 (fixtures of another folder)

from __future__ import annotations

from typing import Any

import pytest

from connections import soql
from connections.crm import Crm, Write
from connections.practice import rehearsing
from connections.practice.models import PracticeOrg
from mappings.follow_values import Followed
from mappings.following import Follow, Kind
from syncs.engine.following import Item, follow
from tests.connections.against_practice.conftest import (
    connection,
    credentials,
    crm,
    org,
    unconnected,
)

TOM = "Tom Reyes"


def seed(crm: Crm, sobject: str, **fields: Any) -> str:
    (result,) = crm.write([Write("one", sobject, fields)]).results
    assert result.ok, result.failures
    return result.record_id


def rows(crm: Crm, sobject: str, *fields: str) -> list[dict[str, Any]]:
    (found,) = crm.find([soql.select(sobject, ["Id", *fields], order_by="CreatedDate, Id")])
    return [dict(row.fields) for row in found]


def joins(campaign: str, **more: Any) -> Follow:
    return Follow(kind=Kind.CAMPAIGN, number=1, campaign=campaign, **more)


CALL = Follow(
    kind=Kind.TASK,
    number=1,
    subject="Asked for a quote",
    description="Forty panels.",
    due="2026-11-23",
    task_type="Call",
    task_status="Completed",
    priority="Normal",
)


def item(record_id: str, *follow: Follow, ref: str = "0", **more: Any) -> Item:
    sobject = "Lead" if record_id.startswith("00Q") else "Contact"
    return Item(ref=ref, lead_key=ref, sobject=sobject, record_id=record_id, follow=follow, **more)


def came(crm: Crm, *items: Item) -> list[Followed]:
    found = follow(crm, items)
    return [one for each in items for one in found[each.ref].done]


@pytest.fixture
def ana(crm: Crm) -> str:
    """A Lead."""
    return seed(crm, "Lead", LastName="Ruiz", Company="Tarn")


@pytest.fixture
def webinar(org: PracticeOrg) -> str:
    """A campaign, with the statuses Sent and Responded. Not everybody may make one."""
    (made,) = rehearsing.seed(org, "Campaign", [{"Name": "O'Neill's webinar"}], by=TOM)
    return made


def test_nothing_to_do_costs_no_call(crm: Crm, ana: str) -> None:
    before = crm.calls
    assert follow(crm, []) == {}
    assert follow(crm, [item(ana)])["0"].done == ()
    assert crm.calls == before


def test_leads_and_contacts_join_and_are_called_in_two_calls(
    crm: Crm, ana: str, webinar: str
) -> None:
    bo = seed(crm, "Contact", LastName="Bo")
    before = crm.calls
    told = came(
        crm,
        item(ana, joins("o'neill's WEBINAR", status="responded"), CALL, ref="0"),
        item(bo, joins(webinar[:15]), ref="1"),
    )
    assert crm.calls == before + 2
    assert [one.sentence for one in told] == [
        "Became a member of the campaign “O'Neill's webinar”, “Responded”.",
        "Logged the task “Asked for a quote”.",
        "Became a member of the campaign “O'Neill's webinar”.",
    ]
    members = rows(crm, "CampaignMember", "LeadId", "ContactId", "Status", "CampaignId")
    assert [(one["LeadId"], one["ContactId"], one["Status"]) for one in members] == [
        (ana, None, "Responded"),
        (None, bo, "Sent"),
    ]
    (task,) = rows(crm, "Task", "WhoId", "Subject", "Description", "ActivityDate", "TaskSubtype")
    assert (task["WhoId"], task["Subject"]) == (ana, "Asked for a quote")
    assert (task["ActivityDate"], task["TaskSubtype"]) == ("2026-11-23", "Call")
    assert task["Description"] == "Forty panels.\n\nInlet reference 0/1"


def test_a_repeat_finds_what_is_there(crm: Crm, ana: str, webinar: str) -> None:
    wanted = item(ana, joins(webinar), CALL)
    came(crm, wanted)
    again = came(crm, item(ana, joins(webinar), CALL, is_repeat=True))
    assert [one.sentence for one in again] == [
        "Already a member of the campaign “O'Neill's webinar”.",
        "The task “Asked for a quote” was logged by an earlier try.",
    ]
    another = came(crm, item(ana, CALL, ref="1", is_repeat=True))
    assert [one.sentence for one in another] == ["Logged the task “Asked for a quote”."]
    assert (len(rows(crm, "CampaignMember")), len(rows(crm, "Task"))) == (1, 2)


def test_a_status_is_changed_only_if_asked(crm: Crm, ana: str, webinar: str) -> None:
    came(crm, item(ana, joins(webinar)))
    came(crm, item(ana, joins(webinar, status="Responded")))
    assert [one["Status"] for one in rows(crm, "CampaignMember", "Status")] == ["Sent"]
    (told,) = came(crm, item(ana, joins(webinar, status="Responded", update_status=True)))
    assert told.sentence == "The status in the campaign “O'Neill's webinar” became “Responded”."
    assert [one["Status"] for one in rows(crm, "CampaignMember", "Status")] == ["Responded"]


def test_a_status_that_the_campaign_lacks_is_not_swapped_silently(
    crm: Crm, ana: str, webinar: str
) -> None:
    (told,) = came(crm, item(ana, joins(webinar, status="Responed")))
    assert not told.ok
    assert told.sentence == (
        "The campaign “O'Neill's webinar” has no status “Responed”. Did you mean “Responded”?"
    )
    assert rows(crm, "CampaignMember") == []


def test_the_rest_goes_well_beside_a_campaign_that_isnt_there(crm: Crm, ana: str) -> None:
    told = came(crm, item(ana, joins("Nowhere"), CALL))
    assert [one.ok for one in told] == [False, True]
    assert told[0].sentence == "There is no campaign “Nowhere” that Inlet can see."


def test_a_lead_converted_in_between_is_tried_again_as_its_contact(
    crm: Crm, org: PracticeOrg, ana: str, webinar: str
) -> None:
    came(crm, item(ana, CALL))
    contact = rehearsing.convert_lead(org, ana, by=TOM).contact_id
    told = came(crm, item(ana, joins(webinar)))
    assert [(one.ok, one.again) for one in told] == [(False, True)]
    later = came(crm, item(contact, joins(webinar), CALL, is_repeat=True))
    assert [one.sentence for one in later] == [
        "Became a member of the campaign “O'Neill's webinar”.",
        "The task “Asked for a quote” was logged by an earlier try.",
    ]


def test_names_that_fill_a_statement_are_asked_for_in_parts(crm: Crm, ana: str) -> None:
    names = [f"{at:04}{'x' * 76}" for at in range(600)]
    before = crm.calls
    told = came(crm, *(item(ana, joins(name), ref=name) for name in names))
    assert crm.calls == before + 2
    assert not any(one.ok for one in told)
