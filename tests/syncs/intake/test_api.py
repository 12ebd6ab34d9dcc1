"""The API's doors, over HTTP."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from syncs.models import HourlyCount, InboundLead
from tenants import walls
from tenants.apikeys import make_key, revoke_key
from tests.syncs.conftest import Door

ADA = {"person": {"email": "ada@example.com", "last_name": "Byrne"}, "company": "Byrne Analytics"}


def _stored(door: Door) -> list[InboundLead]:
    with walls.inside(door.tenant):
        return list(InboundLead.objects.order_by("received_at", "id"))


def _counts(door: Door) -> dict[str, int]:
    with walls.inside(door.tenant):
        rows = list(HourlyCount.objects.values("received", "pending", "created"))
    return {name: sum(row[name] for row in rows) for name in ("received", "pending", "created")}


def test_a_lead_is_stored_counted_and_answered_with_202(door: Door) -> None:
    answer = door.post("leads", ADA)
    assert answer.status_code == 202, answer.content
    body = answer.json()
    (lead,) = _stored(door)
    assert body["id"] == str(lead.pk)
    assert (body["state"], body["decision"], body["record"]) == ("pending", None, None)
    assert (lead.email, lead.company, lead.source_id) == (
        "ada@example.com", "Byrne Analytics", door.source.pk,
    )  # fmt: skip
    assert lead.payload["company"] == {"name": "Byrne Analytics"}
    assert _counts(door) == {"received": 1, "pending": 1, "created": 0}


def test_the_short_form_of_the_first_command_works(door: Door) -> None:
    answer = door.post(
        "leads",
        {"email": "ada@example.com", "name": "Ada Byrne", "company": "Byrne", "title": "Head"},
    )
    assert answer.status_code == 202
    assert _stored(door)[0].payload["person"] == {
        "email": "ada@example.com", "name": "Ada Byrne", "title": "Head",
    }  # fmt: skip


def test_extra_json_is_kept_as_it_came(door: Door) -> None:
    extra = {"nested": [{"a": 1.5}, None, True], "ü": "ø"}
    assert door.post("leads", {**ADA, "custom": extra}).status_code == 202
    assert _stored(door)[0].payload["custom"] == extra


def test_the_same_key_and_body_is_one_lead_and_another_body_a_conflict(door: Door) -> None:
    first = door.post("leads", ADA, **{"Idempotency-Key": "k1"})
    again = door.post("leads", ADA, **{"Idempotency-Key": "k1"})
    other = door.post("leads", {**ADA, "source": "x"}, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 409)
    assert first.json()["id"] == again.json()["id"]
    assert "Use a new key" in other.json()["detail"]
    assert len(_stored(door)) == 1


def test_a_batch_answers_each_lead_in_order(door: Door) -> None:
    answer = door.post("leads/batch", [ADA, {"person": {}}, {**ADA, "nope": 1}, "text", ADA])
    body = answer.json()
    assert answer.status_code == 202
    assert (body["accepted"], body["refused"]) == (2, 3)
    assert [one["state"] for one in body["results"]] == [
        "pending", "refused", "refused", "refused", "pending",
    ]  # fmt: skip
    assert "nope" in body["results"][2]["errors"]
    assert [one["id"] for one in body["results"] if "id" in one] == [
        str(lead.pk) for lead in _stored(door)
    ]


def test_a_batch_above_the_limit_stores_nothing(door: Door) -> None:
    answer = door.post("leads/batch", [ADA] * 501)
    assert answer.status_code == 400
    assert "Send up to 500" in answer.json()["detail"]
    assert _stored(door) == []


def test_a_lead_is_found_by_id_and_by_the_sources_id(door: Door) -> None:
    sent = door.post("leads", {**ADA, "external_id": "apollo:6512"}).json()
    assert door.get(f"leads/{sent['id']}").json()["id"] == sent["id"]
    assert door.get("leads?external_id=apollo:6512").json()["id"] == sent["id"]
    assert door.get("leads?external_id=nobody").status_code == 404
    assert door.get("leads").status_code == 400
    assert door.get(f"leads/{uuid.uuid4()}").status_code == 404


def test_another_tenants_lead_is_as_absent_as_one_that_never_was(
    door: Door, other_door: Door
) -> None:
    theirs = other_door.post("leads", {**ADA, "external_id": "x1"}).json()
    absent = door.get(f"leads/{uuid.uuid4()}")
    for answer in (door.get(f"leads/{theirs['id']}"), door.get("leads?external_id=x1")):
        assert (answer.status_code, answer.json()) == (404, absent.json())


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (b"", 400, "nobody yet"),
        (b"{", 400, "line 1"),
        (b"[" * 100_000, 400, "nested deeper"),
        (b'{"custom":' * 30 + b"1" + b"}" * 30, 400, "nested deeper"),
        (b'{"name":"a\\u0000b"}', 400, "NUL"),
        (b'{"name":"\\ud800"}', 400, "surrogate"),
        (b'{"\\ud800":1}', 400, "surrogate"),
        (b'{"name":"a","name":"b"}', 400, "twice"),
        (b'{"name":NaN}', 400, "NaN"),
        (b'{"name":"a","custom":{"x":1e999}}', 400, "too large"),
        (b'{"name":"\xff"}', 400, "UTF-8"),
        (b'{"name":"' + b"a" * 40_000 + b'"}', 400, "longer than 32768"),
        (b'{"custom":{"n":' + b"9" * 5_000 + b"}}", 400, "400 digits"),
        (b'{"name":"a","custom":{"x":"' + b"a" * 2_100_000 + b'"}}', 413, "2 MB"),
        (b'{"name":"a","colour":"red"}', 400, "colour: Inlet has no such field"),
        (b'{"name":"a","person":{"age":4}}', 400, "person.age"),
        (b'{"name":["a"]}', 400, "name"),
        (b'{"name":"a","occurred_at":"yesterday"}', 400, "occurred_at"),
        (b"{}", 400, "nobody yet"),
        (b"[]", 400, ""),
        (b"null", 400, ""),
        (b'"text"', 400, ""),
    ],
    ids=range(22),
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_stored(
    door: Door, raw: bytes, status: int, says: str
) -> None:
    answer = door.post("leads", raw)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert says in answer.json()["detail"]
    assert _stored(door) == []


def test_a_wrong_revoked_or_missing_key_is_401_and_says_where_to_get_one(door: Door) -> None:
    key, text = make_key(door.tenant, "Old")
    with walls.inside(door.tenant):
        revoke_key(key)
    for bad in (text, door.text[:-2] + "zz", "lsk_live_x", ""):
        answer = Door(door.tenant, door.source, door.key, bad).post("leads", ADA)
        assert answer.status_code == 401
        assert "Settings" in answer.json()["detail"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert _stored(door) == []


def test_a_key_without_the_scope_is_403(door: Door) -> None:
    with walls.inside(door.tenant):
        type(door.key).objects.filter(pk=door.key.pk).update(scopes=["leads:read"])
    answer = door.post("leads", ADA)
    assert (answer.status_code, "leads:write" in answer.json()["detail"]) == (403, True)


def test_another_content_type_is_415(door: Door, client: Any) -> None:
    answer = client.post(
        "/api/v1/leads",
        "a=b",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {door.text}"},
    )
    assert answer.status_code == 415


def test_the_openapi_document_names_every_operation(client: Any) -> None:
    document = json.loads(client.get("/api/v1/openapi.json?format=json").content)
    assert {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    } == {
        *("send_lead", "find_lead", "get_lead", "send_leads"),
        *("list_connections", "add_connection", "get_connection", "connect", "disconnect"),
        *("confirm_org", "get_certificate", "renew_certificate"),
        *("list_links", "make_link", "revoke_link"),
        *("get_preflight", "run_preflight"),
        *("get_configuration", "put_configuration"),
        "plan_leads",
        *("get_ledger", "list_reconciliations"),
    }
