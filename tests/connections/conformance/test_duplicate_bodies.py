"""What a duplicate rule answers (salesforce-facts 0.1 and 7.3): every key, both spellings, and
that the client reads the matches out of either, wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from connections.crm import Creation, Write
from connections.errors import ErrorClass, parse_errors
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.duplicates import ALERT, BLOCK

from .world import LEAD, World

EMAIL = "ana@x.example"
PERSON = {**LEAD, "Email": EMAIL}
MISSPELT, SPELT = "duplicateResut", "duplicateResult"
OTHER = {"message": "No title.", "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "fields": []}


def watched(world: World, action: str = ALERT) -> str:
    """An org that knows the person; the id of its Lead."""
    known = world.made(Email=EMAIL)
    world.change(
        lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=action),
        lambda setup: with_switches(setup, misspell_by_version=True),
    )
    return known


def told(world: World, version: str) -> Any:
    reply = world.http("POST", "sobjects/Lead", PERSON, version=version)
    assert reply.status_code == 400
    return reply.json()


@pytest.mark.parametrize(
    ("version", "key"),
    [("48.0", MISSPELT), ("50.0", MISSPELT), ("51.0", MISSPELT), ("52.0", SPELT), ("67.0", SPELT)],
)
def test_the_body_has_exactly_the_captured_keys_in_their_order(
    world: World, version: str, key: str
) -> None:
    known = watched(world)
    (error,) = told(world, version)
    result = error[key]
    (match,) = [one for one in result["matchResults"] if one["matchRecords"]]
    (record,) = match["matchRecords"]
    assert list(error) == [key, "errorCode", "message"]
    assert list(result) == [
        "allowSave", "duplicateRule", "duplicateRuleEntityType", "errorMessage", "matchResults",
    ]  # fmt: skip
    assert list(match) == [
        "entityType", "errors", "matchEngine", "matchRecords", "rule", "size", "success",
    ]  # fmt: skip
    assert list(record) == [
        "additionalInformation", "fieldDiffs", "matchConfidence", "record",
    ]  # fmt: skip
    assert record["record"] == {
        "attributes": {"type": "Lead", "url": f"/services/data/v{version}/sobjects/Lead/{known}"},
        "Id": known,
    }
    assert (result["allowSave"], error["message"]) == (True, result["errorMessage"])


@pytest.mark.parametrize("version", ["50.0", "62.0"])
@pytest.mark.parametrize("place", range(4))
def test_the_client_reads_it_in_any_place(world: World, version: str, place: int) -> None:
    known = watched(world)
    (error,) = told(world, version)
    body = [OTHER] * 3
    body.insert(place, error)
    read = parse_errors(body, 400)
    assert [one.matched_ids for one in read] == [(known,) if n == place else () for n in range(4)]
    assert read[place].kind is ErrorClass.DUPLICATE_RULE


@pytest.mark.parametrize("by_version", [True, False])
def test_the_client_names_the_matches_over_http(world: World, *, by_version: bool) -> None:
    known = watched(world)
    world.change(lambda setup: with_switches(setup, misspell_by_version=by_version))
    (result,) = world.crm.set_up([Creation("lead", "Lead", PERSON)])
    assert [one.matched_ids for one in result.failures] == [(known,)]


@pytest.mark.parametrize(("action", "allowed"), [(ALERT, True), (BLOCK, False)])
def test_only_an_alert_may_be_saved_over(world: World, action: str, *, allowed: bool) -> None:
    watched(world, action)
    (error,) = told(world, "62.0")
    assert error[SPELT]["allowSave"] is allowed
    (result,) = world.crm.write([Write("a", "Lead", PERSON, allow_save=True)]).results
    assert result.ok is allowed


def test_an_item_of_a_collection_says_it_without_the_matches(world: World) -> None:
    watched(world)
    records = [{"attributes": {"type": "Lead"}, **PERSON}]
    (item,) = world.http("POST", "composite/sobjects", {"records": records}).json()
    (error,) = item["errors"]
    assert (list(item), list(error)) == (["success", "errors"], ["statusCode", "message", "fields"])
    assert (error["statusCode"], error["fields"]) == ("DUPLICATES_DETECTED", [])
