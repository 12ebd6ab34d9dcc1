"""What a client meets when an admin lets something go wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from connections.practice.browsing import calls, counts, usage
from connections.practice.faulting import FaultLine, add_fault, list_faults, switch_fault
from connections.practice.opening import Credentials
from connections.practice.rules.faults import Fault

from .conftest import VERSION, Api, Reply, token_for

LEAD = {"LastName": "Ruiz", "Company": "Acme"}


def misbehave(api: Api, kind: str, route: str = "any", **how: Any) -> FaultLine:
    return add_fault(api.org, Fault(kind, route, **how))


def create(api: Api) -> Reply:
    return api.call("POST", "sobjects/Lead", LEAD)


def leads(api: Api) -> int:
    return counts(api.org)["Lead"]


@pytest.mark.parametrize(
    ("kind", "status", "code", "message"),
    [
        ("lock", 400, "UNABLE_TO_LOCK_ROW",
         "unable to obtain exclusive access to this record or 1 records"),
        ("expired", 401, "INVALID_SESSION_ID", "Session expired or invalid"),
        ("revoked", 401, "INVALID_SESSION_ID", "Session expired or invalid"),
        ("daily_limit", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
        ("concurrent_limit", 403, "REQUEST_LIMIT_EXCEEDED",
         "ConcurrentPerOrgLongTxn Limit exceeded."),
        ("api_disabled", 403, "API_DISABLED_FOR_ORG",
         "The REST API is not enabled for this Organization."),
    ],
)  # fmt: skip
def test_instead_of_an_answer_comes_an_error(
    api: Api, kind: str, status: int, code: str, message: str
) -> None:
    misbehave(api, kind)
    reply = create(api)
    assert (reply.status, reply.body) == (status, [{"errorCode": code, "message": message}])
    assert leads(api) == 0


def test_an_unknown_exception_has_an_error_id(api: Api) -> None:
    misbehave(api, "error_500")
    reply = create(api)
    (error,) = reply.body
    assert (reply.status, error["errorCode"]) == (500, "UNKNOWN_EXCEPTION")
    assert error["message"].startswith("An unexpected error occurred. Please include this ErrorId")


def test_an_overloaded_server_answers_with_an_object(api: Api) -> None:
    misbehave(api, "unavailable")
    reply = create(api)
    assert (reply.status, reply.body["errorCode"]) == (503, "SERVER_UNAVAILABLE")


@pytest.mark.parametrize(("kind", "status"), [("maintenance", 503), ("html", 200)])
def test_a_page_comes_instead_of_json(api: Api, kind: str, status: int) -> None:
    misbehave(api, kind)
    response = raw(api, "POST", "sobjects/Lead", LEAD)
    assert (response.status_code, response.headers["Content-Type"]) == (
        status,
        "text/html;charset=UTF-8",
    )
    assert response.content.startswith(b"<!DOCTYPE html>")
    assert leads(api) == 0


def raw(api: Api, method: str, path: str, body: Any = None) -> Any:
    return api.client.generic(
        method,
        f"{VERSION}/{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"Authorization": f"Bearer {api.token}"},
    )


def test_a_body_is_missing_though_the_write_was_applied(api: Api) -> None:
    misbehave(api, "empty", "writes")
    response = raw(api, "POST", "sobjects/Lead", LEAD)
    assert (response.status_code, response.content, leads(api)) == (201, b"", 1)


def test_a_body_is_cut_in_half_under_its_full_length(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    whole = raw(api, "GET", f"sobjects/Lead/{lead}").content
    misbehave(api, "cut", "reads")
    response = raw(api, "GET", f"sobjects/Lead/{lead}")
    pieces = iter(response.streaming_content)
    assert int(response.headers["Content-Length"]) == len(whole)
    assert next(pieces) == whole[: len(whole) // 2]
    with pytest.raises(ConnectionResetError):
        next(pieces)


def test_a_trickling_answer_arrives_whole(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    whole = raw(api, "GET", f"sobjects/Lead/{lead}").content
    misbehave(api, "trickle", "reads", seconds=0.01)
    pieces = list(raw(api, "GET", f"sobjects/Lead/{lead}").streaming_content)
    assert (b"".join(pieces), len(pieces) > 10) == (whole, True)


@pytest.mark.parametrize(("kind", "made"), [("reset_before", 0), ("reset_after", 1), ("hang", 0)])
def test_the_connection_ends_before_or_after_the_write(api: Api, kind: str, made: int) -> None:
    misbehave(api, kind, seconds=0.01)
    response = raw(api, "POST", "sobjects/Lead", LEAD)
    with pytest.raises(ConnectionResetError):
        list(response.streaming_content)
    assert leads(api) == made


def test_an_expired_session_is_over_and_another_can_be_had(
    api: Api, client: Client, credentials: Credentials
) -> None:
    misbehave(api, "expired", limit=1)
    assert [create(api).status, create(api).status] == [401, 401]
    api.token = token_for(client, credentials)
    assert create(api).status == 201


def test_every_fifth_answer_is_lost(api: Api) -> None:
    misbehave(api, "error_500", "writes", every=5)
    assert [create(api).status for _ in range(11)] == [201, 201, 201, 201, 500] * 2 + [201]


def test_a_fault_falls_alike_for_the_same_seed(api: Api) -> None:
    first = misbehave(api, "lock", "writes", probability=0.4, seed=7)
    before = [create(api).status for _ in range(12)]
    switch_fault(api.org, first.id, on=True)
    after = [create(api).status for _ in range(12)]
    assert before == after
    assert set(before) == {201, 400}


def test_a_fault_that_has_had_its_falls_switches_itself_off(api: Api) -> None:
    misbehave(api, "lock", "queries", limit=2)
    replies = [api.query("SELECT Id FROM Lead").status for _ in range(4)]
    (line,) = list_faults(api.org)
    assert (replies, line.is_on, line.matched, line.fired) == ([400, 400, 200, 200], False, 2, 2)


def test_only_the_calls_that_are_meant_fall(api: Api) -> None:
    misbehave(api, "lock", "PATCH sobjects/Lead/*")
    lead = api.create("Lead", **LEAD)
    statuses = [
        api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "x"}).status,
        api.get(f"sobjects/Lead/{lead}").status,
    ]
    assert statuses == [400, 200]


def test_single_rows_of_a_collection_are_locked(api: Api) -> None:
    misbehave(api, "lock_record", "collections", every=3)
    records = [{"attributes": {"type": "Lead"}, **LEAD} for _ in range(7)]
    reply = api.call("POST", "composite/sobjects", {"records": records})
    assert [one["success"] for one in reply.body] == [True, True, False] * 2 + [True]
    assert reply.body[2]["errors"] == [
        {
            "statusCode": "UNABLE_TO_LOCK_ROW",
            "message": "unable to obtain exclusive access to this record or 1 records",
            "fields": [],
        }
    ]
    assert leads(api) == 5


def test_delays_add_up_to_another_fault(api: Api) -> None:
    misbehave(api, "latency", seconds=0.02)
    misbehave(api, "latency", seconds=0.02)
    misbehave(api, "lock", "writes")
    assert create(api).status == 400
    (asked, *_) = calls(api.org, 1)
    assert (asked.fault, asked.ms >= 40) == ("lock", True)


def test_the_log_of_calls_tells_what_was_made_to_happen(api: Api) -> None:
    misbehave(api, "empty", "writes", limit=1)
    misbehave(api, "lock", "reads", limit=1)
    create(api)
    api.get("limits")
    create(api)
    assert [(one.sentence, one.status, one.refusal, one.fault) for one in calls(api.org, 3)] == [
        ("Create 1 Lead", 201, "", ""),
        ("Read limits; refused: the row was locked", 400, "UNABLE_TO_LOCK_ROW", "lock"),
        ("Create 1 Lead; answered without a body", 201, "", "empty"),
    ]
    assert usage(api.org).used == 3


def test_the_token_endpoint_misbehaves_too(
    api: Api, client: Client, credentials: Credentials
) -> None:
    misbehave(api, "maintenance", "token", limit=1)
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
    }
    statuses = [client.post("/services/oauth2/token", form).status_code for _ in range(2)]
    assert statuses == [503, 200]
    (asked, *_) = calls(api.org, 1)
    assert (asked.sentence, asked.fault) == (
        "Ask for a token; answered with a maintenance page",
        "maintenance",
    )


def test_what_is_about_sessions_and_rows_leaves_the_token_endpoint_alone(
    api: Api, client: Client, credentials: Credentials
) -> None:
    misbehave(api, "lock")
    assert token_for(client, credentials)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault("meteor"), "kind: one of"),
        (Fault("lock", probability=0), "probability"),
        (Fault("lock", probability=float("nan")), "probability"),
        (Fault("hang"), "seconds: how long"),
        (Fault("hang", seconds=121), "seconds, jitter: 0 to 120"),
        (Fault("lock", every=-1), "every, first, limit"),
        (Fault("lock", route=""), "route"),
        (Fault("expired", route="token"), "kind: the token endpoint"),
    ],
)
def test_what_cannot_be_is_said(api: Api, fault: Fault, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        add_fault(api.org, fault)
    assert list_faults(api.org) == []


def test_an_org_keeps_twenty_faults(api: Api) -> None:
    for _ in range(20):
        misbehave(api, "lock", "bulk")
    with pytest.raises(ValueError, match="20 faults"):
        misbehave(api, "lock")
