"""Forms that become Leads, or silently don't."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from connections.practice.models import PracticeWrite
from connections.practice.rehearsing import seed
from connections.practice.rules.changes import (
    with_assignment,
    with_duplicate_rule,
    with_user_active,
)
from connections.practice.rules.custom_fields import custom_field_id
from connections.practice.rules.duplicates import ALERT, BLOCK
from connections.practice.rules.stamps import to_second
from connections.practice.rules.web_forms import MOST_A_DAY
from connections.practice.store.calls import last_calls
from connections.practice.store.oracle import writes
from connections.practice.store.setups import setup_of
from tenants import walls

from .conftest import Api

SERVLET = "/servlet/servlet.WebToLead"


def post(api: Api, **sent: str) -> tuple[int, str, str]:
    """Status, what the page says, and Is-Processed."""
    form = {"oid": api.org.org_id[:15], **sent}
    reply = Client().post(f"{SERVLET}?encoding=UTF-8", form)
    return reply.status_code, reply.content.decode(), reply.headers["Is-Processed"]


def leads(api: Api) -> list[dict[str, object]]:
    return api.rows("SELECT LastName, Company, OwnerId, CreatedById FROM Lead ORDER BY Id")


def log(api: Api) -> list[tuple[str, str, int]]:
    with walls.inside(api.org.tenant_id):
        calls = last_calls(api.org, 500)
    return [(one.sentence, one.refusal, one.leads) for one in calls if one.path == SERVLET]


def came_before(api: Api, count: int) -> None:
    """The log of writes after so many forms."""
    org, lead = api.org, "00QKB00000aBcD12AK"
    seen = {"tenant_id": org.tenant_id, "org": org, "serial": 0, "at": to_second(timezone.now())}
    made = {"user": api.credentials.org_id, "sobject": "Lead", "record_id": lead}
    rows = [PracticeWrite(**seen, **made, operation="create", source="web") for _ in range(count)]
    with walls.inside(org.tenant_id):
        PracticeWrite.objects.bulk_create(rows)


QUEUED = "<html><body>Your request has been queued.</body></html>"


def test_a_form_becomes_a_lead_of_the_default_creator_without_a_call(api: Api) -> None:
    custom = custom_field_id(api.org.org_id, "Lead", "Sync_Source__c")[:15]
    told = {"first_name": "Ana", "last_name": "Ruiz", "company": "Ácme", "lead_source": "Web"}
    used = api.get("sobjects").headers["Sforce-Limit-Info"]
    reply = post(api, **told, **{custom: "Form"}, retURL="https://acme.example/thanks?a=1&b=2")
    page = (
        '<html><head><meta http-equiv="Refresh" '
        'content="0; URL=https://acme.example/thanks?a=1&amp;b=2"></head></html>'
    )
    assert reply == (200, page, "true")
    creator = setup_of(api.org).default_lead_owner
    found = api.query(
        "SELECT FirstName, LastName, Company, LeadSource, Status, Sync_Source__c, OwnerId, "
        "CreatedById FROM Lead"
    )
    (lead,) = found.body["records"]
    del lead["attributes"]
    assert lead == {
        "FirstName": "Ana", "LastName": "Ruiz", "Company": "Ácme", "LeadSource": "Web",
        "Status": "New", "Sync_Source__c": "Form", "OwnerId": creator, "CreatedById": creator,
    }  # fmt: skip
    number = int(used.partition("=")[2].partition("/")[0])
    assert found.headers["Sforce-Limit-Info"] == f"api-usage={number + 1}/15000"
    assert log(api) == [("Web form: create 1 Lead", "", 1)]
    with walls.inside(api.org.tenant_id):
        assert [(one.source, one.operation) for one in writes(api.org, after=None)] == [
            ("web", "create")
        ]


def test_assignment_rules_run(api: Api) -> None:
    setup = api.change(lambda setup: with_assignment(setup, active=True))
    entry = setup.assignment_rules[0].entries[0]
    post(api, last_name="Ruiz", company="Acme", country=entry.conditions[0].values[0])
    post(api, last_name="Diaz", company="Acme", country="Nowhere")
    owners = [lead["OwnerId"] for lead in leads(api)]
    assert owners == [entry.owner, setup.default_lead_owner]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"last_name": "Ruiz"}, "REQUIRED_FIELD_MISSING"),
        ({"last_name": "Ruiz", "company": "A", "email": "foo@"}, "INVALID_EMAIL_ADDRESS"),
        ({"last_name": "x" * 81, "company": "A"}, "STRING_TOO_LONG"),
        ({"last_name": "x", "company": "A", "employees": "?"}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ],
)
def test_what_the_org_refuses_is_lost_without_a_word(
    api: Api, sent: dict[str, str], code: str
) -> None:
    assert post(api, **sent) == (200, QUEUED, "true")
    assert leads(api) == []
    ((sentence, refusal, made),) = log(api)
    assert (sentence.startswith("Web form: no Lead, "), refusal, made) == (True, code, 0)


@pytest.mark.parametrize(("action", "kept"), [(ALERT, 2), (BLOCK, 1)])
def test_of_duplicates_only_a_block_stops_a_form(api: Api, action: str, kept: int) -> None:
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=action))
    for _ in range(2):
        reply = post(api, last_name="Ruiz", company="Acme", email="ana@acme.example")
        assert reply == (200, QUEUED, "true")
    assert len(leads(api)) == kept


def test_an_org_without_an_active_creator_loses_its_forms(api: Api) -> None:
    setup = setup_of(api.org)
    name = setup.users_by_id[setup.default_lead_owner].name
    api.change(lambda setup: with_user_active(setup, name, active=False))
    assert post(api, last_name="Ruiz", company="Acme") == (200, QUEUED, "true")
    assert leads(api) == []


def test_forms_beyond_the_days_share_are_lost_until_a_day_later(api: Api) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        came_before(api, MOST_A_DAY - 1)
        for name in ("Last", "Late"):
            assert post(api, last_name=name, company="Acme") == (200, QUEUED, "true")
        assert [lead["LastName"] for lead in leads(api)] == ["Last"]
        assert [line[1:] for line in log(api)] == [("LIMIT_EXCEEDED", 0), ("", 1)]
        clock.shift(timedelta(hours=24))
        post(api, last_name="Next day", company="Acme")
    assert log(api)[0] == ("Web form: create 1 Lead", "", 1)


def test_the_lead_joins_the_campaign_that_is_named(api: Api) -> None:
    setup = setup_of(api.org)
    expo = {"Name": "Expo", "OwnerId": setup.default_lead_owner}
    (campaign,) = seed(api.org, "Campaign", [expo])
    more = {"Campaign_ID": campaign, "member_status": "Responded"}
    post(api, last_name="Ruiz", company="Acme", **more)
    post(api, last_name="Diaz", company="Acme", Campaign_ID="701nonsense")
    found = api.rows("SELECT Lead.LastName, Status FROM CampaignMember")
    assert found == [{"Lead": {"LastName": "Ruiz"}, "Status": "Responded"}]
    assert len(leads(api)) == 2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "//acme.example", ""])
def test_the_page_leads_on_to_web_addresses_only(api: Api, address: str) -> None:
    assert post(api, last_name="R", company="A", retURL=address) == (200, QUEUED, "true")


def test_a_form_in_debug_mode_shows_what_it_said(api: Api) -> None:
    _, page, _ = post(api, last_name="<b>", company="A", debug="1")
    assert "last_name = &lt;b&gt;" in page


def test_an_unknown_org_or_method_makes_nothing(api: Api) -> None:
    status, page, processed = post(api, oid="00DKB0000004VwX", last_name="R", company="A")
    assert (status, page) == (200, QUEUED)
    assert processed.startswith("Exception")
    assert Client().get(SERVLET).status_code == 405
    reply = Client().post(
        f"{SERVLET}?encoding=nonsense", {"oid": api.org.org_id, "last_name": "\0"}
    )
    assert reply.status_code == 200
    assert leads(api) == []
