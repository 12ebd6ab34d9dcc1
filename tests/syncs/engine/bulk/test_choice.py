"""Which leads of a batch may be written by a bulk load."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connections.bulk_port import BulkKind
from connections.crm import Write
from mappings.decisions import Action, Decision
from mappings.defaults import default_rules
from mappings.folding import Folded
from mappings.following import Follow, Kind
from mappings.matching import Match
from mappings.rules import OrgRefuses
from syncs.engine.bulk.choice import WORTH, choose, folded, key_of, kind_of, qualifies
from syncs.engine.jobs import Job
from syncs.engine.preparing import Group
from syncs.states import State

KEY = "External_Person_ID__c"
RULE = "01QKB0000002gHi2AI"
RECORD = "00QKB00000aBcD12AK"
NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
UPSERT = Write("0", "Lead", {KEY: "ext-1", "LastName": "Ruiz"}, external_id_field=KEY)
UPDATE = Write("0", "Lead", {"Title": "COO"}, record_id=RECORD)
TO_LEADS = BulkKind("Lead", KEY)


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (UPSERT, TO_LEADS),
        (replace(UPSERT, auto_assign=""), TO_LEADS),
        (replace(UPSERT, auto_assign=RULE), BulkKind("Lead", KEY, RULE)),
        (replace(UPSERT, auto_assign=RULE[:15]), BulkKind("Lead", KEY, RULE)),
        (replace(UPSERT, auto_assign="TRUE"), None),  # the active rule has to be named
        (replace(UPSERT, allow_save=True), None),
        (replace(UPSERT, external_id_field=""), None),  # nothing would find it again
        (replace(UPSERT, fields={KEY: " "}), None),
        (replace(UPSERT, fields={KEY: "x" * 255}), TO_LEADS),
        (replace(UPSERT, fields={KEY: "x" * 256}), None),
        (replace(UPSERT, fields={KEY: "ext-1", "LastName": "#N/A"}), None),
        (replace(UPSERT, sobject="Contact"), BulkKind("Contact", KEY)),
        (UPDATE, BulkKind("Lead")),
        (replace(UPDATE, auto_assign=RULE), BulkKind("Lead")),  # no rule takes a lead away
        (replace(UPDATE, fields={"Title": "x" * 32_001}), None),
    ],
)
def test_a_write_goes_where_no_row_has_to_say_more_than_its_load(
    write: Write, kind: BulkKind | None
) -> None:
    assert kind_of(write) == kind


def test_a_key_is_folded_as_salesforce_compares_it() -> None:
    assert folded(TO_LEADS, " Ext-1 ") == folded(TO_LEADS, "ext-1")
    assert folded(TO_LEADS, "ABCDEFGHIJKLMNO") == folded(TO_LEADS, "abcdefghijklmno")
    by_id = BulkKind("Lead")
    assert folded(by_id, RECORD[:15]) == folded(by_id, RECORD)
    assert folded(by_id, "00QKB00000aBcD1") != folded(by_id, "00QKB00000abcd1")
    assert (key_of(TO_LEADS, UPSERT), key_of(by_id, UPDATE)) == ("ext-1", RECORD.casefold())


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"org_refuses": OrgRefuses.USE_MATCHED}, True),
        ({"org_refuses": OrgRefuses.SAVE_ANYWAY}, False),
        ({"external_id_field": ""}, False),
    ],
)
def test_some_mappings_never_go(changes: dict[str, Any], *, may: bool) -> None:
    assert qualifies(replace(default_rules("US"), **changes)) is may


def group(at: int, *writes: Write, follow: Sequence[Follow] = ()) -> Group:
    decision = Decision(
        action=Action.CREATE_LEAD, reason="New.", person_key=f"ext-{at}", follow=tuple(follow)
    )
    return Group((at,), Match(record=None), Folded((decision,), writes))


def upsert(at: int) -> Write:
    return replace(UPSERT, ref=str(at), fields={KEY: f"ext-{at}"})


def job(at: int, **more: Any) -> Job:
    return Job(uuid.UUID(int=at), {}, NOW, **more)


def test_many_of_a_kind_go_and_few_do_not() -> None:
    many = [group(at, upsert(at)) for at in range(WORTH)]
    few = [group(WORTH, replace(UPDATE, ref="u"))]
    jobs = [job(at) for at in range(WORTH + 1)]
    assert choose([*many, *few], jobs, begun=()) == {TO_LEADS: many}
    assert choose(many[1:], jobs, begun=()) == {}
    both = choose([many[0], *few], jobs, begun=[TO_LEADS, BulkKind("Lead")])
    assert both == {TO_LEADS: many[:1], BulkKind("Lead"): few}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (group(0), job(0)),  # nothing to write
        (group(0, upsert(0), upsert(1)), job(0)),  # two records
        (group(0, upsert(0)), job(0, tries=2)),
        (group(0, upsert(0)), job(0, reached=State.CREATED)),
        (group(0, upsert(0)), job(0, intended_at=NOW)),  # it may be there already
        (group(0, upsert(0), follow=[Follow(kind=Kind.TASK, number=1)]), job(0)),
    ],
)
def test_who_needs_more_than_a_row_goes_singly(one: Group, said: Job) -> None:
    assert choose([group(0, upsert(0))], [job(0)], begun=[TO_LEADS]) != {}
    assert choose([one], [said], begun=[TO_LEADS]) == {}


def test_a_key_stands_once_in_a_load() -> None:
    twice = [group(0, upsert(0)), group(1, replace(upsert(0), ref="1"))]
    assert choose(twice, [job(0), job(1)], begun=[TO_LEADS]) == {TO_LEADS: twice[:1]}
