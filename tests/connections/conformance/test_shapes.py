"""The outside of answers: both shapes of errors, where a record is, how much of the day's calls is
used, and how moments are written (salesforce-facts 0.2, 0.12, 2.1, 4)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from django.conf import settings
from django.utils import timezone

from connections.crm import Write
from connections.errors import parse_errors

from .world import KEY, LEAD, World

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000"
WRONG = [
    {"LastName": "Ruiz"}, {}, {**LEAD, "Email": "foo@"}, {**LEAD, "Title": "x" * 129},
    {**LEAD, "Foo__c": 1}, {**LEAD, "Region__c": "Mars"}, {**LEAD, "IsDeleted": True},
]  # fmt: skip


def base() -> str:
    return f"/services/data/v{settings.SALESFORCE_API_VERSION}"


@pytest.mark.parametrize("fields", WRONG)
def test_an_error_has_two_shapes_and_the_client_reads_one_failure(
    world: World, fields: dict[str, Any]
) -> None:
    single = world.http("POST", "sobjects/Lead", fields)
    record = {"attributes": {"type": "Lead"}, **fields}
    many = world.http("POST", "composite/sobjects", {"records": [record]})
    (alone,), (item,) = single.json(), many.json()
    (among,) = item["errors"]
    assert (single.status_code, sorted(alone)) == (400, ["errorCode", "fields", "message"])
    assert (many.status_code, list(item)) == (200, ["success", "errors"])
    assert (item["success"], sorted(among)) == (False, ["fields", "message", "statusCode"])
    assert parse_errors([alone], 400) == parse_errors([among], 400)


@pytest.mark.parametrize(
    ("path", "status"),
    [("query?q=SELECT+Foo__c+FROM+Lead", 400), ("sobjects/Nope__c/describe", 404)],
)
def test_queries_and_missing_resources_name_no_fields(world: World, path: str, status: int) -> None:
    reply = world.http("GET", path)
    (error,) = reply.json()
    assert (reply.status_code, sorted(error)) == (status, ["errorCode", "message"])


def test_a_create_says_where_the_record_is(world: World) -> None:
    reply = world.http("POST", "sobjects/Lead", LEAD)
    made = reply.json()
    assert (reply.status_code, made) == (201, {"id": made["id"], "success": True, "errors": []})
    assert reply.headers["Location"] == f"{base()}/sobjects/Lead/{made['id']}"
    at = requests.compat.urljoin(settings.PRACTICE_URL, reply.headers["Location"])
    sent = {"Authorization": str(reply.request.headers["Authorization"])}
    assert requests.get(at, headers=sent, timeout=30).json()["Id"] == made["id"]


def test_an_upsert_says_what_it_did(world: World) -> None:
    path = f"sobjects/Lead/{KEY}/p-1"
    created, updated = (world.http("PATCH", path, LEAD) for _ in range(2))
    assert [one.status_code for one in (created, updated)] == [201, 200]
    assert [one.json()["created"] for one in (created, updated)] == [True, False]
    assert created.headers["Location"].endswith(created.json()["id"])
    assert "Location" not in updated.headers


def test_every_answer_tells_the_day_s_calls_and_the_client_keeps_them(world: World) -> None:
    first = world.http("GET", "sobjects")
    found = re.fullmatch(r"api-usage=(\d+)/100000", first.headers["Sforce-Limit-Info"])
    assert found
    crm = world.crm
    crm.describe("Lead")
    assert crm.usage is not None
    assert (crm.usage.used, crm.usage.allowed) == (int(found[1]) + 1, 100_000)
    assert first.headers["Content-Type"] == "application/json;charset=UTF-8"
    versions = requests.get(f"{settings.PRACTICE_URL}/services/data/", timeout=30)
    assert "Sforce-Limit-Info" not in versions.headers


def test_a_refused_call_counts_and_tells_too(world: World) -> None:
    told = [world.http("POST", "sobjects/Lead", {}).headers["Sforce-Limit-Info"] for _ in range(2)]
    first, second = (int(re.findall(r"\d+", one)[0]) for one in told)
    assert second == first + 1


def test_moments_have_milliseconds_and_an_offset_without_colon(world: World) -> None:
    before = timezone.now() - timedelta(seconds=2)
    lead = world.http("GET", f"sobjects/Lead/{world.made()}").json()
    for name in ("CreatedDate", "LastModifiedDate", "SystemModstamp"):
        assert re.fullmatch(MOMENT, lead[name])
        assert before <= datetime.fromisoformat(lead[name]) <= timezone.now()


def test_a_moment_that_the_client_sends_comes_back_the_same(world: World) -> None:
    sent = datetime.fromisoformat("2026-03-04T11:11:12+01:00")
    lead = world.made()
    bounced = Write("a", "Lead", {"EmailBouncedDate": sent}, record_id=lead)
    assert world.crm.write([bounced]).results[0].ok
    world.let_market()
    campaign = world.made("Campaign", Name="Spring", StartDate=sent.date())
    moment = world.http("GET", f"sobjects/Lead/{lead}").json()["EmailBouncedDate"]
    day = world.http("GET", f"sobjects/Campaign/{campaign}").json()["StartDate"]
    assert (moment, day) == ("2026-03-04T10:11:12.000+0000", "2026-03-04")
