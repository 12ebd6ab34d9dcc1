"""Calls at the same moment: one wins, nothing is written twice, nobody waits for ever."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from connections.practice.browsing import calls
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, set_call_limit
from connections.practice.rehearsing import seed

from .conftest import VERSION, token_for

KEY = "External_Person_ID__c"
THREADS = 6

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_practice_address", "org"),
]


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each thread's `work` returns, all begun together."""
    barrier = Barrier(THREADS)

    def begin(number: int) -> Any:
        try:
            barrier.wait(timeout=20)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


def call(token: str, method: str, path: str, body: Any = None) -> Any:
    reply = Client().generic(
        method,
        f"{VERSION}/{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    return reply.status_code, json.loads(reply.content) if reply.content else None


@pytest.fixture
def token(client: Client, credentials: Credentials) -> str:
    """An access token."""
    return token_for(client, credentials)


def leads(token: str) -> int:
    return int(call(token, "GET", "query?q=SELECT+COUNT()+FROM+Lead")[1]["totalSize"])


def test_one_new_key_is_created_once(token: str) -> None:
    body = {"LastName": "Ruiz", "Company": "Acme"}
    for round_number in range(5):
        path = f"sobjects/Lead/{KEY}/P-{round_number}"
        replies = at_once(lambda _, path=path: call(token, "PATCH", path, body))
        statuses = Counter(status for status, _ in replies)
        assert statuses[201] == 1, replies
        assert statuses[201] + statuses[200] + statuses[400] == THREADS
        codes = {found[0]["errorCode"] for status, found in replies if status == 400}
        assert codes <= {"DUPLICATE_VALUE"}
        assert leads(token) == round_number + 1


def test_collections_with_the_same_keys_in_any_order_never_deadlock(token: str) -> None:
    def send(number: int) -> Any:
        keys = [f"P-{n}" for n in range(60)]
        ordered = keys if number % 2 else keys[::-1]
        records = [{KEY: key, "LastName": f"by {number}", "Company": "Acme"} for key in ordered]
        return call(token, "PATCH", f"composite/sobjects/Lead/{KEY}", {"records": records})

    for _ in range(2):
        replies = at_once(send)
        assert [status for status, _ in replies] == [200] * THREADS
        codes = {
            item["errors"][0]["statusCode"]
            for _, items in replies
            for item in items
            if not item["success"]
        }
        assert codes <= {"DUPLICATE_VALUE"}
        assert leads(token) == 60


def test_two_records_can_not_get_one_key_by_updates(token: str, org: PracticeOrg) -> None:
    ids = seed(org, "Lead", [{"LastName": str(n), "Company": "A"} for n in range(THREADS)])
    replies = at_once(lambda n: call(token, "PATCH", f"sobjects/Lead/{ids[n]}", {KEY: "P-1"}))
    statuses = Counter(status for status, _ in replies)
    assert statuses == {204: 1, 400: THREADS - 1}
    codes = {found[0]["errorCode"] for status, found in replies if status == 400}
    assert codes <= {"DUPLICATE_VALUE", "UNABLE_TO_LOCK_ROW"}


def test_fields_that_different_calls_change_are_all_kept(token: str, org: PracticeOrg) -> None:
    (lead,) = seed(org, "Lead", [{"LastName": "Ruiz", "Company": "Acme"}])
    names = ["Title", "Phone", "City", "Country", "Website", "Fax"]
    at_once(lambda n: call(token, "PATCH", f"sobjects/Lead/{lead}", {names[n]: str(n)}))
    _, record = call(token, "GET", f"sobjects/Lead/{lead}?fields={','.join(names)}")
    assert [record[name] for name in names] == ["0", "1", "2", "3", "4", "5"]


def test_calls_that_lock_each_others_records_are_told_so(token: str, org: PracticeOrg) -> None:
    ids = seed(org, "Lead", [{"LastName": str(n), "Company": "A"} for n in range(8)])

    def send(number: int) -> Any:
        parts = [
            {
                "method": "PATCH",
                "referenceId": f"r{place}",
                "url": f"{VERSION}/sobjects/Lead/{one}",
                "body": {"Title": str(number)},
            }
            for place, one in enumerate(ids if number % 2 else ids[::-1])
        ]
        return call(token, "POST", "composite", {"allOrNone": True, "compositeRequest": parts})

    replies = at_once(send)
    assert [status for status, _ in replies] == [200] * THREADS
    statuses = [
        {part["httpStatusCode"] for part in body["compositeResponse"]} for _, body in replies
    ]
    codes = {
        part["body"][0]["errorCode"]
        for _, body in replies
        for part in body["compositeResponse"]
        if part["httpStatusCode"] == 400
    }
    assert {204} in statuses
    assert all(one in ({204}, {400}) for one in statuses), statuses
    assert codes <= {"UNABLE_TO_LOCK_ROW", "PROCESSING_HALTED"}
    _, found = call(token, "GET", "query?q=SELECT+Title+FROM+Lead")
    # All of one call, or nothing of it.
    assert len({record["Title"] for record in found["records"]}) == 1


def test_ids_and_the_count_of_calls_are_exact(token: str, org: PracticeOrg) -> None:
    body = {"LastName": "Ruiz", "Company": "Acme"}

    def create(_: int) -> list[str]:
        return [call(token, "POST", "sobjects/Lead", body)[1]["id"] for _ in range(5)]

    ids = [one for made in at_once(create) for one in made]
    assert len(set(ids)) == THREADS * 5
    assert len(calls(org, 100)) == THREADS * 5


def test_the_limit_holds_among_many(token: str, org: PracticeOrg) -> None:
    set_call_limit(org, 4)
    statuses = Counter(status for status, _ in at_once(lambda _: call(token, "GET", "limits")))
    assert statuses == {200: 4, 403: THREADS - 4}


def test_different_strays_at_once_are_all_listed(token: str) -> None:
    body = {"LastName": "Ruiz", "Company": "Acme"}
    at_once(lambda n: call(token, "POST", "sobjects/Lead", {**body, "Rating": f"R{n}"}))
    _, described = call(token, "GET", "sobjects/Lead/describe")
    (rating,) = [one for one in described["fields"] if one["name"] == "Rating"]
    values = [entry["value"] for entry in rating["picklistValues"]]
    assert sorted(values) == sorted(["Hot", "Warm", "Cold", *(f"R{n}" for n in range(THREADS))])
