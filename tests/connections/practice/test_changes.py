"""What changed and what went away, by span of time."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
import time_machine
from django.utils import timezone

from connections.practice.rehearsing import change_record, delete_record, seed

from .conftest import Api

NOW = timezone.now().replace(second=0, microsecond=0)


def asked(api: Api, what: str, *, start: timedelta, end: timedelta) -> dict[str, object]:
    """The answer for a span that begins and ends so long before now."""
    begin, until = ((NOW - one).strftime("%Y-%m-%dT%H:%M:%S+00:00") for one in (start, end))
    reply = api.get(f"sobjects/Lead/{what}/", start=begin, end=until)
    assert reply.status == 200, reply.body
    return dict(reply.body)


def stamp(before: timedelta) -> str:
    return (NOW - before).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def test_new_and_changed_records_are_updated_ones(api: Api) -> None:
    old, new, gone = (
        seed(api.org, "Lead", [{"LastName": name, "Company": "x"}], at=NOW - timedelta(days=age))[0]
        for name, age in (("old", 20), ("new", 2), ("gone", 1))
    )
    change_record(api.org, old, {"Title": "CTO"}, by="Tom Reyes", at=NOW - timedelta(hours=30))
    delete_record(api.org, gone, by="Tom Reyes")
    assert asked(api, "updated", start=timedelta(days=3), end=timedelta(hours=1)) == {
        "ids": [new, old],
        "latestDateCovered": stamp(timedelta(hours=1)),
    }
    assert asked(api, "updated", start=timedelta(days=25), end=timedelta(days=10))["ids"] == []


def test_deleted_records_have_the_day_they_went(api: Api) -> None:
    with time_machine.travel(NOW - timedelta(minutes=5), tick=False):
        (lead,) = seed(api.org, "Lead", [{"LastName": "x", "Company": "x"}])
        delete_record(api.org, lead, by="Tom Reyes")
    answer = asked(api, "deleted", start=timedelta(days=1), end=timedelta(hours=-1))
    (record,) = answer["deletedRecords"]  # type: ignore[misc]
    assert record == {"id": lead, "deletedDate": stamp(timedelta(minutes=5))}
    assert sorted(answer) == ["deletedRecords", "earliestDateAvailable", "latestDateCovered"]
    # No later than the moment of asking is covered.
    assert str(answer["latestDateCovered"]) < stamp(timedelta(hours=-1))
    assert asked(api, "updated", start=timedelta(days=1), end=timedelta(hours=-1))["ids"] == []


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (timedelta(days=31), timedelta(0), "INVALID_REPLICATION_DATE"),
        (timedelta(0), timedelta(hours=1), "INVALID_REPLICATION_DATE"),
        (timedelta(seconds=0), timedelta(seconds=0), "INVALID_REPLICATION_DATE"),
    ],
)
def test_spans_that_are_refused(api: Api, start: timedelta, end: timedelta, code: str) -> None:
    begin, until = ((NOW - one).isoformat() for one in (start, end))
    reply = api.get("sobjects/Lead/updated", start=begin, end=until)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"start": "2026-01-01"}, "INVALID_REPLICATION_DATE"),
        ({"end": "2026-01-01T00:00:00Z"}, "MISSING_ARGUMENT"),
    ],
)
def test_a_span_needs_two_moments(api: Api, query: dict[str, str], code: str) -> None:
    reply = api.get("sobjects/Lead/deleted", **query)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


def test_a_zone_may_arrive_as_a_space(api: Api) -> None:
    begin = (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S 00:00")
    until = NOW.strftime("%Y-%m-%dT%H:%M:%S 00:00")
    assert api.get("sobjects/Lead/updated", start=begin, end=until).status == 200
