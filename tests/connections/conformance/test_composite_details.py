"""What the client takes for granted of `/composite` (salesforce-facts 5.1 and 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from connections import soql
from connections.crm import Creation, Describe, Write
from connections.practice.rules.changes import with_assignment, with_duplicate_rule

from .world import KEY, LEAD, World

NAMES = soql.select("Lead", ["LastName", "Title"], order_by="Id")


def base() -> str:
    return f"/services/data/v{settings.SALESFORCE_API_VERSION}"


def part(name: str, method: str, path: str, **more: Any) -> dict[str, Any]:
    return {"method": method, "referenceId": name, "url": f"{base()}/{path}", **more}


def posted(world: World, *parts: dict[str, Any], **how: Any) -> Any:
    """What the parts answered, by their names."""
    body = {"compositeRequest": list(parts), "collateSubrequests": False, **how}
    reply = world.http("POST", "composite", body)
    assert reply.status_code == 200, reply.text
    answers = reply.json()["compositeResponse"]
    assert [one["referenceId"] for one in answers] == [one["referenceId"] for one in parts]
    return {one["referenceId"]: one for one in answers}


def test_what_is_read_back_in_the_same_call_knows_the_writes(world: World) -> None:
    crm = world.crm
    written = crm.write([Write("a", "Lead", LEAD)], read_back=[NAMES])
    assert (crm.calls, [row.id for row in written.read_back[0]]) == (
        1, [written.results[0].record_id],
    )  # fmt: skip


def test_the_last_of_two_writes_to_one_record_wins_in_one_call(world: World) -> None:
    lead, crm = world.made(), world.crm
    titles = ["First", "Second", "Third"]
    writes = [Write(title, "Lead", {"Title": title}, record_id=lead) for title in titles]
    written = crm.write(writes, read_back=[NAMES])
    assert (crm.calls, [one.ok for one in written.results]) == (1, [True] * 3)
    assert [row.fields["Title"] for row in written.read_back[0]] == ["Third"]


def test_each_part_has_its_own_assignment(world: World) -> None:
    world.change(lambda setup: with_assignment(setup, active=True))
    german = Write("kept", "Lead", {**LEAD, "Country": "Germany"})
    routed = replace(german, ref="routed", auto_assign="TRUE")
    owner = soql.select("Lead", ["Owner.Name"], order_by="Id")
    crm = world.crm
    written = crm.write([german, routed], read_back=[owner])
    names = {row.id: row.fields["Owner.Name"] for row in written.read_back[0]}
    assert [names[one.record_id] for one in written.results] == [
        "Inlet Integration", "Inbound DACH",
    ]  # fmt: skip
    assert crm.calls == 1


def test_headers_of_the_outer_call_reach_no_part(world: World) -> None:
    world.made(Email="ana@x.example")
    world.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    body = {**LEAD, "Email": "ana@x.example"}
    allow = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    parts = [
        part("outer", "POST", "sobjects/Lead", body=body),
        part("own", "POST", "sobjects/Lead", body=body, httpHeaders=allow),
    ]
    reply = world.http("POST", "composite", {"compositeRequest": parts}, headers=allow)
    statuses = [one["httpStatusCode"] for one in reply.json()["compositeResponse"]]
    assert statuses == [400, 201]


def test_a_collection_that_is_refused_whole_takes_only_its_own_records_along(world: World) -> None:
    good = Write("good", "Lead", LEAD)
    bad = [
        Write(f"bad{n}", "Lead", {**LEAD, "Nope__c": f"p-{n}"}, external_id_field="Nope__c")
        for n in range(3)
    ]
    crm = world.crm
    results = crm.write([good, *bad]).results
    assert ([one.ok for one in results], crm.calls) == ([True, False, False, False], 1)
    assert {failure.code for one in results[1:] for failure in one.failures} == {"NOT_FOUND"}


def test_upserts_say_whether_they_created(world: World) -> None:
    both = [Write(key, "Lead", {**LEAD, KEY: key}, external_id_field=KEY) for key in ("p-1", "p-2")]
    first = world.crm.write(both[:1]).results
    second = world.crm.write(both).results
    assert [one.created for one in (*first, *second)] == [True, False, True]
    assert first[0].record_id == second[0].record_id


def test_single_parts_have_the_single_shape_a_place_and_no_body_where_none_is(
    world: World,
) -> None:
    lead = world.made()
    told = posted(
        world,
        part("made", "POST", "sobjects/Lead", body=LEAD),
        part("changed", "PATCH", f"sobjects/Lead/{lead}", body={"Title": "CEO"}),
        part("failed", "POST", "sobjects/Lead", body={"LastName": "Ruiz"}),
        part("missing", "GET", "sobjects/Nope__c/describe"),
    )
    made = told["made"]["body"]["id"]
    assert told["made"]["httpHeaders"] == {"Location": f"{base()}/sobjects/Lead/{made}"}
    assert (told["changed"]["httpStatusCode"], told["changed"]["body"]) == (204, None)
    assert told["failed"]["httpStatusCode"] == 400
    (error,) = told["failed"]["body"]
    assert (error["errorCode"], error["fields"]) == ("REQUIRED_FIELD_MISSING", ["Company"])
    assert (told["missing"]["httpStatusCode"], told["missing"]["body"]) == (
        404,
        [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}],
    )


def test_a_part_refers_to_one_before_it_by_its_exact_name(world: World) -> None:
    lead = part("newLead", "POST", "sobjects/Lead", body=LEAD)
    again = part("again", "GET", "sobjects/Lead/@{newLead.id}?fields=Id")
    other_case = part("wrong", "GET", "sobjects/Lead/@{newlead.id}?fields=Id")
    told = posted(world, lead, again, other_case)
    assert told["again"]["body"]["Id"] == told["newLead"]["body"]["id"]
    (error,) = told["wrong"]["body"]
    assert (told["wrong"]["httpStatusCode"], error["errorCode"]) == (400, "PROCESSING_HALTED")


def test_all_or_none_halts_the_others(world: World) -> None:
    good, bad = ({"LastName": "Ruiz", "Company": company} for company in ("Acme", None))
    told = posted(
        world,
        part("query", "GET", "query?q=SELECT+Id+FROM+Lead"),
        part("good", "POST", "sobjects/Lead", body=good),
        part("bad", "POST", "sobjects/Lead", body=bad),
        part("later", "POST", "sobjects/Lead", body=good),
        allOrNone=True,
    )
    codes = {name: one["body"][0]["errorCode"] for name, one in told.items() if name != "query"}
    assert codes == {
        "good": "PROCESSING_HALTED",
        "bad": "REQUIRED_FIELD_MISSING",
        "later": "PROCESSING_HALTED",
    }
    assert world.crm.find([NAMES]) == [[]]


@pytest.mark.parametrize(("count", "status"), [(25, 200), (26, 400)])
def test_25_parts_are_the_most(world: World, count: int, status: int) -> None:
    parts = [part(f"p{n}", "GET", "sobjects/Lead") for n in range(count)]
    reply = world.http("POST", "composite", {"compositeRequest": parts})
    assert reply.status_code == status


@pytest.mark.parametrize(("count", "status"), [(5, 200), (6, 400)])
def test_five_of_them_may_be_queries_or_collections(world: World, count: int, status: int) -> None:
    body = {"records": [{"attributes": {"type": "Lead"}, **LEAD}]}
    parts = [part(f"q{n}", "GET", "query?q=SELECT+Id+FROM+Lead") for n in range(count - 2)]
    parts += [part(f"c{n}", "POST", "composite/sobjects", body=body) for n in range(2)]
    reply = world.http("POST", "composite", {"compositeRequest": parts})
    assert reply.status_code == status


def test_the_client_never_asks_for_more_than_fits(world: World) -> None:
    used = []
    for ask in (
        lambda crm: crm.find([NAMES] * 11),
        lambda crm: crm.look([Describe("Lead")] * 26),
        lambda crm: crm.write([Write(str(n), "Lead", LEAD) for n in range(1001)]),
        lambda crm: crm.set_up([Creation(f"c{n}", "Lead", LEAD) for n in range(25)]),
    ):
        crm = world.crm
        ask(crm)
        used.append(crm.calls)
    assert used == [3, 2, 2, 1]


def test_a_composite_counts_as_one_call(world: World) -> None:
    first = world.crm
    first.describe("Lead")
    crm = world.crm
    crm.look([Describe("Lead")] * 25)
    assert first.usage is not None
    assert crm.usage is not None
    assert crm.usage.used == first.usage.used + 1


def test_a_query_too_long_for_an_address_fits_in_a_part(world: World) -> None:
    lead = world.made(Email="ana@x.example")
    mails = [f"somebody.with.a.long.name.{n}@subsidiary.example" for n in range(600)]
    where = soql.within("Email", ["ana@x.example", *mails])
    select = soql.select("Lead", ["Email"], where=where)
    assert len(select.text) > 16_384
    assert world.http("GET", f"query?q={select.text}").status_code == 414
    assert [[row.id for row in rows] for rows in world.crm.find([select])] == [[lead]]


def test_pages_are_read_on_within_one_call_for_all_queries(world: World) -> None:
    crm = world.crm
    for start in (0, 1000, 2000):
        crm.write([Write(str(n), "Lead", LEAD) for n in range(start, start + 1000)])
    reader = world.crm
    one, two = reader.find([NAMES, NAMES])
    assert (len({row.id for row in one}), len(two), reader.calls) == (3000, 3000, 2)
