"""The admin API: everything that an admin of the org may do, over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from connections.practice.admin.keys import admin_key
from connections.practice.models import PracticeOrg
from tenants.models import Tenant

from .conftest import Api

KEY = "External_Person_ID__c"
PERSON = {"LastName": "Ruiz", "Company": "Acme", "Email": "r@acme.example"}


@dataclass
class Admin:
    """The API, with a key."""

    client: Client
    key: str

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        response = self.client.generic(
            method,
            f"/practice/admin/v1/{path}",
            body if isinstance(body, str) else json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}"},
        )
        return response.status_code, response.json()

    def get(self, path: str) -> Any:
        status, body = self.call("GET", path)
        assert status == 200, body
        return body

    def done(self, method: str, path: str, body: Any = None) -> Any:
        status, answer = self.call(method, path, body)
        assert status in (200, 201), answer
        return answer


@pytest.fixture
def admin(at_practice_address: None, client: Client, org: PracticeOrg) -> Admin:
    """The API of a new org."""
    return Admin(client, admin_key(org))


@pytest.mark.parametrize(
    "key", ["", "x", "padm_", "padm_00D000000000000_x", "padm_\x00", "Bearer padm_é"]
)
def test_without_the_key_nothing_is_told(admin: Admin, key: str) -> None:
    admin.key = key
    status, body = admin.call("GET", "")
    assert (status, body["error"]) == (401, "unauthorized")


def test_a_new_key_ends_the_one_before(admin: Admin, org: PracticeOrg) -> None:
    admin_key(org)
    assert admin.call("GET", "")[0] == 401


def test_an_access_token_is_no_key(api: Api, admin: Admin) -> None:
    admin.key = api.token
    assert admin.call("GET", "")[0] == 401


def test_the_root_tells_which_org_it_is(admin: Admin, org: PracticeOrg) -> None:
    found = admin.get("")
    assert (found["org_id"], found["personality"], found["usage"]["allowed"]) == (
        org.org_id, "default", 15_000,
    )  # fmt: skip


def test_records_are_seeded_browsed_changed_and_deleted(admin: Admin) -> None:
    (lead,) = admin.done("POST", "records/Lead", {"records": [PERSON], "by": "Tom Reyes"})["ids"]
    (line,) = admin.get("records/Lead?search=ruiz")["lines"]
    assert (line["id"], line["created_by"], line["seeded"]) == (lead, "Tom Reyes", True)
    admin.done("PATCH", f"records/Lead/{lead}", {"fields": {"Title": "CEO"}, "by": "Aisha Bello"})
    found = admin.get(f"records/Lead/{lead}")
    assert (found["record"]["Title"], found["history"][0]["changes"]) == (
        "CEO", {"Title": [None, "CEO"]},
    )  # fmt: skip
    admin.done("DELETE", f"records/Lead/{lead}")
    assert admin.get("records/Lead")["lines"] == []
    assert admin.get(f"records/Lead/{lead}")["record"]["IsDeleted"] is True


def test_a_lead_is_converted_once(admin: Admin) -> None:
    (lead,) = admin.done("POST", "records/Lead", {"records": [PERSON]})["ids"]
    became = admin.done("POST", f"records/Lead/{lead}/convert", {})
    assert became["contact_id"].startswith("003")
    assert admin.call("POST", f"records/Lead/{lead}/convert", {})[0] == 409


def test_leads_are_merged_deleted_and_brought_back(admin: Admin) -> None:
    winner, loser = admin.done("POST", "records/Lead", {"records": [PERSON, PERSON]})["ids"]
    merged = admin.done("POST", f"records/Lead/{winner}/merge", {"losers": [loser]})
    assert merged == {"id": winner, "merged": [loser]}
    assert admin.get(f"records/Lead/{loser}")["record"]["MasterRecordId"] == winner
    admin.done("DELETE", f"records/Lead/{winner}")
    admin.done("POST", f"records/Lead/{winner}/undelete", {})
    assert [one["id"] for one in admin.get("records/Lead")["lines"]] == [winner]
    operations = [one["operation"] for one in admin.get(f"records/Lead/{winner}")["history"]]
    assert operations[:2] == ["undelete", "delete"]


def test_what_the_org_refuses_is_told_with_its_code(admin: Admin) -> None:
    status, body = admin.call("POST", "records/Lead", {"records": [{"LastName": "x"}]})
    assert (status, body["error"], body["errors"][0]["errorCode"]) == (
        422, "refused", "REQUIRED_FIELD_MISSING",
    )  # fmt: skip


def test_the_setup_is_changed_by_name(api: Api, admin: Admin) -> None:
    known = admin.get("changes")["changes"]
    assert known["set_user_active"]["parameters"]["active"] == {
        "type": "bool", "choices": [], "needed": True,
    }  # fmt: skip
    change = {"sobject": "Lead", "field": "Title", "access": "none"}
    admin.done("POST", "changes/set_field_access", change)
    reply = api.call("POST", "sobjects/Lead", {**PERSON, "Title": "x"})
    assert reply.body[0]["errorCode"] == "INVALID_FIELD"


@pytest.mark.parametrize(
    ("name", "arguments", "status", "told"),
    [
        ("fly", {}, 404, "There is no change fly"),
        ("set_user_active", {"user": "Tom Reyes"}, 400, "active is missing"),
        ("set_user_active", {"user": "Tom Reyes", "active": "no"}, 400, "type bool"),
        ("set_user_active", {"user": "Nobody", "active": True}, 404, "There is no user Nobody"),
        ("set_field_access", {"sobject": "Planet", "field": "x", "access": "none"}, 404, "Planet"),
        ("set_field_access", {"sobject": "Lead", "field": "Title", "access": "x"}, 400, "one of"),
    ],
)
def test_a_change_that_cannot_be_is_explained(
    admin: Admin, name: str, arguments: Any, status: int, told: str
) -> None:
    answered, body = admin.call("POST", f"changes/{name}", arguments)
    assert (answered, told in body["message"]) == (status, True), body


def test_who_gets_in_is_changed_by_name(admin: Admin, api: Api, org: PracticeOrg) -> None:
    assert admin.get("app-changes")["changes"]["set_installed"]["installed"]["needed"]
    admin.done("POST", "app-changes/set_flow", {"flow": "client_credentials", "enabled": False})
    assert "client_credentials" not in admin.get("setup")["access"]["apps"][0]["flows"]
    for arguments in ({"flow": "magic", "enabled": True}, {"enabled": 1}, {"x": 1}):
        assert admin.call("POST", "app-changes/set_flow", arguments)[0] == 400


def test_the_setup_is_shown_without_hashes(admin: Admin, org: PracticeOrg) -> None:
    text = json.dumps(admin.get("setup"))
    assert "Lead" in text
    assert not [name for name in ("password", "secret_hash", "token_hash") if f'"{name}":' in text]
    assert org.secret_hash not in text


def test_calls_a_day_are_limited(api: Api, admin: Admin) -> None:
    admin.done("PUT", "limit", {"api_max": 1})
    assert [api.get("limits").status for _ in range(2)] == [200, 403]
    assert admin.call("PUT", "limit", {"api_max": -1})[0] == 400
    assert [one["status"] for one in admin.get("calls?limit=2")["calls"]] == [403, 200]


def test_sessions_expire_grow_older_and_end(api: Api, admin: Admin) -> None:
    admin.done("POST", "sessions/advance", {"minutes": 30})
    assert api.get("limits").status == 200
    admin.done("POST", "sessions/advance", {"minutes": 121})
    assert api.get("limits").status == 401
    assert admin.done("POST", "sessions/expire", {}) == {"expired": 0}
    assert admin.done("POST", "sessions/end") == {"ended": True}


def test_an_access_token_expires(api: Api, admin: Admin) -> None:
    assert admin.done("POST", "sessions/expire") == {"expired": 1}
    assert api.get("limits").status == 401


def test_faults_are_made_and_taken_back(api: Api, admin: Admin) -> None:
    assert "reset_after" in admin.get("fault-kinds")["kinds"]
    made = admin.done("POST", "faults", {"kind": "lock", "route": "writes", "limit": 1})
    assert api.call("POST", "sobjects/Lead", PERSON).status == 400
    (shown,) = admin.get("faults")["faults"]
    assert (shown["id"], shown["on"], shown["matched"], shown["fired"]) == (made["id"], False, 1, 1)
    admin.done("PATCH", f"faults/{made['id']}", {"on": True})
    assert api.call("POST", "sobjects/Lead", PERSON).status == 400
    admin.done("DELETE", f"faults/{made['id']}")
    assert admin.call("DELETE", f"faults/{made['id']}")[0] == 404
    admin.done("POST", "faults", {"kind": "latency", "seconds": 1, "probability": 0.5})
    assert admin.done("DELETE", "faults") == {"removed": 1}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "kind is missing"),
        ({"kind": "meteor"}, "kind: one of"),
        ({"kind": "hang"}, "how long"),
        ({"kind": "lock", "every": "5"}, "every: a whole number"),
        ({"kind": "lock", "colour": "red"}, "colour: unknown"),
        ("{", "not JSON"),
        ([1], "JSON object"),
        ({"kind": "lock", "every": True}, "every: a whole number"),
        ({"kind": "lock", "seed": 2**70}, "seed"),
    ],
)
def test_a_fault_that_cannot_be_is_explained(admin: Admin, body: Any, told: str) -> None:
    status, answer = admin.call("POST", "faults", body)
    assert (status, told in answer["message"]) == (400, True), answer


def test_writes_are_read_page_by_page(api: Api, admin: Admin) -> None:
    admin.done("POST", "records/Lead", {"records": [PERSON, PERSON, PERSON]})
    api.create("Lead", **PERSON)
    found, after = [], ""
    while True:
        page = admin.get(f"writes?limit=3{after}")
        found += [one["source"] for one in page["writes"]]
        if page["after"] is None:
            break
        after = f"&after={page['after']}"
    assert found == ["seed", "seed", "seed", "api"]
    assert admin.call("GET", f"writes?after={uuid4()}")[0] == 200
    assert admin.call("GET", "writes?after=x")[0] == 404


def test_people_who_exist_twice_are_reported(admin: Admin) -> None:
    admin.done("POST", "records/Lead", {"records": [PERSON, {**PERSON, "LastName": "Other"}]})
    found = admin.get("doubles")
    assert found["totals"] == {"external id": 0, "e-mail": 1, "name and company": 0}
    assert [one["name"] for one in found["first"][0]["records"]] == ["Ruiz", "Other"]


def test_an_org_is_reset_to_another_personality(admin: Admin) -> None:
    admin.done("POST", "records/Lead", {"records": [PERSON]})
    assert admin.done("POST", "reset", {"personality": "careful"}) == {"personality": "careful"}
    assert (admin.get("")["personality"], admin.get("records/Lead")["lines"]) == ("careful", [])
    assert admin.call("POST", "reset", {"personality": "x"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404),
        ("PUT", "faults", 405),
        ("GET", "records/Planet", 404),
        ("GET", "records/User", 404),
        ("GET", "records/Lead/00Q", 404),
        ("GET", "records/Lead/00Q000000000000AAA", 404),
        ("GET", "records/Lead?limit=0", 400),
        ("GET", "records/Lead?limit=1e3", 400),
        ("PATCH", "faults/x", 404),
        ("POST", "changes", 405),
        ("POST", "records/Lead", 400),
    ],
)
def test_what_is_not_there_says_so(admin: Admin, method: str, path: str, status: int) -> None:
    answered, body = admin.call(method, path, {} if method == "POST" else None)
    assert (answered, bool(body["message"])) == (status, True)


def test_a_key_opens_its_own_org_only(admin: Admin, org: PracticeOrg, outsider: Tenant) -> None:
    admin.done("POST", "records/Lead", {"records": [PERSON]})
    prefix, rest = admin.key[:5], admin.key[20:]
    admin.key = prefix + "00D000000000001" + rest
    assert admin.call("GET", "records/Lead")[0] == 401


@pytest.mark.parametrize("name", ["search", "after"])
def test_a_query_that_no_database_could_ask_is_refused_in_words(admin: Admin, name: str) -> None:
    status, answer = admin.call("GET", f"records/Lead?{name}=a%00b")
    assert (status, answer["error"]) == (400, "bad_request")
