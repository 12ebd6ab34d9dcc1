"""Of a collection exactly the bad records fail, the others are stored, and each answer stands where
its record stood (salesforce-facts 5.2)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from connections import soql
from connections.crm import Write

from .world import LEAD, World

SIZE = 200
# What makes a record bad, and the code that it then has to fail with.
FLAWS: list[tuple[dict[str, Any], str]] = [
    ({"Company": None}, "REQUIRED_FIELD_MISSING"),
    ({"Email": "foo@"}, "INVALID_EMAIL_ADDRESS"),
    ({"Title": "x" * 129}, "STRING_TOO_LONG"),
    ({"NumberOfEmployees": "many"}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ({"Region__c": "Mars"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    ({"Foo__c": 1}, "INVALID_FIELD"),
    ({"OwnerId": "x"}, "MALFORMED_ID"),
]


def batch(size: int, bad: int, seed: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Records with a name each, ``bad`` of them flawed, at random; and the codes to expect."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same records
    records = [{**LEAD, "LastName": f"Lead {place}"} for place in range(size)]
    codes = [""] * size
    for place in chance.sample(range(size), bad):
        flaw, codes[place] = chance.choice(FLAWS)
        records[place] |= flaw
    return records, codes


def stored(world: World) -> list[str]:
    (rows,) = world.crm.find([soql.select("Lead", ["LastName"], order_by="Id")])
    return [row.fields["LastName"] for row in rows]


def good(records: list[dict[str, Any]], codes: list[str]) -> list[str]:
    return [one["LastName"] for one, code in zip(records, codes, strict=True) if not code]


@pytest.mark.parametrize("bad", [0, 1, 17, 100, 199, 200])
@pytest.mark.parametrize("seed", [1, 2])
def test_of_200_exactly_the_bad_ones_fail(world: World, bad: int, seed: int) -> None:
    records, codes = batch(SIZE, bad, seed)
    crm = world.crm
    written = crm.write([Write(str(n), "Lead", one) for n, one in enumerate(records)])
    assert [one.ref for one in written.results] == [str(n) for n in range(SIZE)]
    assert ["".join(each.code for each in one.failures) for one in written.results] == codes
    assert [one.ok for one in written.results] == [not code for code in codes]
    assert (crm.calls, stored(world)) == (1, good(records, codes))


@pytest.mark.parametrize("bad", [1, 17, 100, 199])
def test_of_200_updates_exactly_the_bad_ones_fail(world: World, bad: int) -> None:
    made = world.crm.write(
        [Write(str(n), "Lead", {**LEAD, "LastName": f"Lead {n}"}) for n in range(SIZE)]
    )
    records, codes = batch(SIZE, bad, seed=bad)
    changes = [{**one, "FirstName": "New"} for one in records]
    written = world.crm.write([
        Write(was.ref, "Lead", one, record_id=was.record_id)
        for was, one in zip(made.results, changes, strict=True)
    ])  # fmt: skip
    assert ["".join(each.code for each in one.failures) for one in written.results] == codes
    where = soql.equals("FirstName", "New")
    (rows,) = world.crm.find([soql.select("Lead", ["LastName"], where=where, order_by="Id")])
    assert [row.fields["LastName"] for row in rows] == good(records, codes)


def test_of_1000_in_one_call_exactly_the_bad_ones_fail(world: World) -> None:
    records, codes = batch(1000, 333, seed=3)
    crm = world.crm
    written = crm.write([Write(str(n), "Lead", one) for n, one in enumerate(records)])
    assert ["".join(each.code for each in one.failures) for one in written.results] == codes
    assert (crm.calls, stored(world)) == (1, good(records, codes))


@pytest.mark.parametrize("bad", [1, 17, 199])
def test_all_or_none_keeps_nothing_and_names_the_culprits(world: World, bad: int) -> None:
    records, codes = batch(SIZE, bad, seed=bad)
    typed = [{"attributes": {"type": "Lead"}, **one} for one in records]
    reply = world.http("POST", "composite/sobjects", {"allOrNone": True, "records": typed})
    told = [one["errors"][0]["statusCode"] for one in reply.json()]
    assert reply.status_code == 200
    assert told == [code or "ALL_OR_NONE_OPERATION_ROLLED_BACK" for code in codes]
    assert stored(world) == []


def test_all_or_none_keeps_all_when_all_are_good(world: World) -> None:
    records, codes = batch(SIZE, 0, seed=1)
    typed = [{"attributes": {"type": "Lead"}, **one} for one in records]
    reply = world.http("POST", "composite/sobjects", {"allOrNone": True, "records": typed})
    assert [one["success"] for one in reply.json()] == [True] * SIZE
    assert stored(world) == good(records, codes)
