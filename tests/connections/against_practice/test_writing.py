"""Writing to the practice org, and finding what was written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.crm import Crm, Write
from connections.errors import ErrorClass, TransientError, explain
from connections.practice import opening
from connections.practice.models import PracticeOrg
from connections.practice.rules.changes import with_assignment, with_duplicate_rule
from connections.practice.rules.duplicates import ALERT, BLOCK

from .conftest import lead

KEY = "External_Person_ID__c"
LABELS = {"Region__c": "Region", "Company": "Company", "LastName": "Last Name"}


HARD = [
    "O'Neill", 'Say "hi"', "back\\slash", "per%cent_line", "a\\'b", "tab\there", "é ü ß 漢字 🙂",
    "&=?+#", "') OR (Name = '", "null", "--",
]  # fmt: skip


def leads_named(crm: Crm, *names: str) -> list[dict[str, Any]]:
    where = soql.within("LastName", names)
    columns = ["LastName", "Title", "Owner.Name"]
    (rows,) = crm.find([soql.select("Lead", columns, where=where, order_by="CreatedDate, Id")])
    return [dict(row.fields) for row in rows]


def test_whatever_a_person_is_called_is_found_again(crm: Crm) -> None:
    crm.write([lead(name) for name in HARD])
    for name in HARD:
        assert [row["LastName"] for row in leads_named(crm, name)] == [name]


def test_one_call_creates_updates_and_upserts(crm: Crm) -> None:
    first = crm.write([lead("Old"), Write("Key", "Lead", {
        KEY: "p-1", "LastName": "Key", "Company": "Acme"}, external_id_field=KEY)])  # fmt: skip
    before = crm.calls
    written = crm.write(
        [
            lead("New"),
            Write("Old", "Lead", {"Title": "CEO"}, record_id=first.results[0].record_id),
            Write("Key", "Lead", {KEY: "P-1", "Title": "CTO"}, external_id_field=KEY),
            Write("Contact", "Contact", {"LastName": "Contact"}),
        ],
        read_back=[soql.select("Lead", ["LastName", "Title"], order_by="CreatedDate, Id")],
    )
    assert crm.calls == before + 1
    assert [(one.ref, one.ok, one.created) for one in first.results + written.results] == [
        ("Old", True, True), ("Key", True, True), ("New", True, True), ("Old", True, False),
        ("Key", True, False), ("Contact", True, True),
    ]  # fmt: skip
    assert written.results[1].record_id == first.results[0].record_id
    assert sorted(
        (row.fields["LastName"], row.fields["Title"]) for row in written.read_back[0]
    ) == [("Key", "CTO"), ("New", None), ("Old", "CEO")]
    assert leads_named(crm, "Nobody") == []


def test_a_record_fails_by_itself_and_says_why(crm: Crm) -> None:
    wrong = lead("Wrong", Region__c="Narnia")
    written = crm.write([lead("Good"), Write("Empty", "Lead", {"Title": "x"}), wrong])
    assert [one.ok for one in written.results] == [True, False, False]
    told = [
        explain(failure, LABELS, sent=write.fields)[0]
        for write, result in zip([lead(""), lead(""), wrong], written.results, strict=True)
        for failure in result.failures
    ]
    assert told == [
        "Last Name and Company are missing. Salesforce requires them on every Lead.",
        "Salesforce has no Region called “Narnia”.",
    ]


def test_a_thousand_leads_are_one_call_and_are_all_found(crm: Crm) -> None:
    before = crm.calls
    written = crm.write([lead(f"Lead {n}") for n in range(1000)])
    assert (crm.calls, sum(one.ok for one in written.results)) == (before + 1, 1000)
    more = crm.write([lead(f"Lead {n}") for n in range(1000, 2100)])
    assert (crm.calls, sum(one.ok for one in more.results)) == (before + 3, 1100)
    (rows,) = crm.find([soql.select("Lead", ["LastName"], order_by="Id")])
    assert len({row.fields["LastName"] for row in rows}) == 2100
    # 2,000 rows are a page.
    assert crm.calls == before + 5


def test_the_assignment_rules_run_when_and_only_when_they_are_asked_for(
    crm: Crm, org: PracticeOrg
) -> None:
    opening.change_org(org, lambda setup: with_assignment(setup, active=True))
    german = {"Country": "Germany"}
    quiet = lead("Quiet", **german)
    written = crm.write([quiet, replace(lead("Routed", **german), auto_assign="TRUE")])
    owners = {row["LastName"]: row["Owner.Name"] for row in leads_named(crm, "Quiet", "Routed")}
    assert owners == {"Quiet": "Inlet Integration", "Routed": "Inbound DACH"}
    # An update leaves the owner alone, whatever it says.
    again = Write(
        "a",
        "Lead",
        {"Title": "CEO"},
        record_id=written.results[0].record_id,
        auto_assign="TRUE",
    )
    crm.write([again])
    assert leads_named(crm, "Quiet") == [
        {"LastName": "Quiet", "Title": "CEO", "Owner.Name": "Inlet Integration"}
    ]


def test_a_duplicate_rule_stops_a_lead_unless_saving_is_allowed(crm: Crm, org: PracticeOrg) -> None:
    crm.write([lead("Ruiz", Email="ana@example.com")])
    double = lead("Double", Email="ana@example.com")
    allowed = replace(double, allow_save=True)

    def outcome(write: Write, action: str) -> ErrorClass | None:
        opening.change_org(
            org, lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=action)
        )
        (result,) = crm.write([write]).results
        return result.failures[0].kind if result.failures else None

    stopped = ErrorClass.DUPLICATE_RULE
    assert outcome(double, ALERT) is stopped
    assert outcome(allowed, BLOCK) is stopped
    assert outcome(allowed, ALERT) is None


def test_a_taken_key_names_the_record_that_has_it(crm: Crm) -> None:
    (first,) = crm.write([lead("One", **{KEY: "p-1"})]).results
    (second,) = crm.write([lead("Two", **{KEY: "p-1"})]).results
    (failure,) = second.failures
    assert (failure.code, failure.retry, failure.matched_ids) == (
        "DUPLICATE_VALUE", True, (first.record_id,),
    )  # fmt: skip


def test_used_up_calls_stop_us_for_a_while(crm: Crm, org: PracticeOrg) -> None:
    opening.set_call_limit(org, 1)
    with pytest.raises(TransientError) as caught:
        crm.write([lead("Ruiz")])
    assert (caught.value.code, caught.value.kind) == (
        "REQUEST_LIMIT_EXCEEDED", ErrorClass.LIMIT,
    )  # fmt: skip
    assert type(caught.value) is TransientError
