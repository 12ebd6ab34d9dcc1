"""Several unique fields on one object: who holds which value, also when many ask at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.practice.rehearsing import delete_record, undelete_record
from connections.practice.rules.fields import Field
from connections.practice.rules.refusals import Refused
from connections.practice.rules.setup import Setup

from .conftest import Api
from .test_races import at_once, call

LEAD = {"LastName": "Ruiz", "Company": "Acme"}
KEY, BADGE, CODE, NUMBER = "External_Person_ID__c", "Badge__c", "Code__c", "Number__c"
EXTRA = (
    Field(BADGE, "Badge", "string", length=40, unique=True),
    Field(
        CODE, "Code", "string", length=40, unique=True, external_id=True, case_sensitive=True,
        id_lookup=True,
    ),
    Field(NUMBER, "Number", "double", precision=18, external_id=True, id_lookup=True),
)  # fmt: skip


def with_keys(setup: Setup) -> Setup:
    lead = setup.objects["Lead"]
    fields = (*lead.fields, *(replace(one, permissionable=False) for one in EXTRA))
    return replace(setup, objects={**setup.objects, "Lead": replace(lead, fields=fields)})


@pytest.fixture
def keyed(api: Api) -> Api:
    """An org whose Leads have four keys: two more unique ones, one of them minding the case."""
    api.change(with_keys)
    return api


def clash(api: Api, **fields: Any) -> str:
    reply = api.call("POST", "sobjects/Lead", {**LEAD, **fields})
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "DUPLICATE_VALUE"), reply.body
    return str(reply.body[0]["message"])


def test_each_unique_field_is_unique_by_itself(keyed: Api) -> None:
    lead = keyed.create("Lead", **LEAD, **{KEY: "1", BADGE: "1", CODE: "1"})
    for name in (KEY, BADGE, CODE):
        assert clash(keyed, **{name: " 1 "}) == (
            f"duplicate value found: {name} duplicates value on record with id: {lead[:15]}"
        )
    keyed.create("Lead", **LEAD, **{KEY: "2", BADGE: "2", CODE: "2"})
    keyed.create("Lead", **LEAD)
    keyed.create("Lead", **LEAD, **{BADGE: ""})


def test_letter_case_counts_only_where_the_field_says_so(keyed: Api) -> None:
    keyed.create("Lead", **LEAD, **{BADGE: "a", CODE: "a"})
    keyed.create("Lead", **LEAD, **{CODE: "A"})
    assert BADGE in clash(keyed, **{BADGE: "A"})


def test_a_value_is_free_when_its_holder_gives_it_up(keyed: Api) -> None:
    lead = keyed.create("Lead", **LEAD, **{BADGE: "1"})
    keyed.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "CTO"})
    clash(keyed, **{BADGE: "1"})
    keyed.call("PATCH", f"sobjects/Lead/{lead}", {BADGE: "2"})
    other = keyed.create("Lead", **LEAD, **{BADGE: "1"})
    reply = keyed.call("PATCH", f"sobjects/Lead/{other}", {BADGE: "2"})
    assert reply.body[0]["errorCode"] == "DUPLICATE_VALUE"
    keyed.call("PATCH", f"sobjects/Lead/{lead}", {BADGE: None})
    assert keyed.call("PATCH", f"sobjects/Lead/{other}", {BADGE: "2"}).status == 204


def test_a_deleted_record_holds_nothing_until_it_is_back(keyed: Api) -> None:
    lead = keyed.create("Lead", **LEAD, **{BADGE: "1"})
    delete_record(keyed.org, lead, by="Tom Reyes")
    undelete_record(keyed.org, lead, by="Tom Reyes")
    clash(keyed, **{BADGE: "1"})
    delete_record(keyed.org, lead, by="Tom Reyes")
    keyed.create("Lead", **LEAD, **{BADGE: "1"})
    with pytest.raises(Refused):
        undelete_record(keyed.org, lead, by="Tom Reyes")


def test_one_save_takes_a_value_once(keyed: Api) -> None:
    records = [{"attributes": {"type": "Lead"}, **LEAD, BADGE: badge} for badge in "abA"]
    items = keyed.call("POST", "composite/sobjects", {"records": records}).body
    assert [item["success"] for item in items] == [True, True, False]


def test_an_upsert_may_go_by_any_of_them(keyed: Api) -> None:
    first = keyed.call("PATCH", f"sobjects/Lead/{CODE}/a", LEAD)
    assert (first.status, keyed.call("PATCH", f"sobjects/Lead/{CODE}/A", LEAD).status) == (201, 201)
    again = keyed.call("PATCH", f"sobjects/Lead/{CODE}/a", {"Title": "CTO"})
    assert (again.status, again.body["id"]) == (200, first.body["id"])
    assert keyed.call("PATCH", f"sobjects/Lead/{NUMBER}/12", LEAD).status == 201
    assert keyed.call("PATCH", f"sobjects/Lead/{NUMBER}/12.0", LEAD).status == 200
    wrong = keyed.call("PATCH", f"sobjects/Lead/{NUMBER}/twelve", LEAD)
    assert (wrong.status, wrong.body[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_value(keyed: Api) -> None:
    body = {**LEAD, BADGE: "1"}
    replies = at_once(lambda _: call(keyed.token, "POST", "sobjects/Lead", body))
    assert sorted(status for status, _ in replies)[:2] == [201, 400]
    codes = {found[0]["errorCode"] for status, found in replies if status == 400}
    assert codes == {"DUPLICATE_VALUE"}
    assert len(keyed.rows("SELECT Id FROM Lead")) == 1
    ids = [keyed.create("Lead", **LEAD) for _ in range(6)]
    path = "sobjects/Lead/{}"
    replies = at_once(lambda n: call(keyed.token, "PATCH", path.format(ids[n]), {BADGE: "2"}))
    assert sorted(status for status, _ in replies)[:2] == [204, 400]
    assert len(keyed.rows("SELECT Id FROM Lead WHERE Badge__c = '2'")) == 1
