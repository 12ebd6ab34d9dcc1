"""A row kept as JSON ends its leads as if the answer had come at once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connections.crm import Record, WriteResult
from connections.errors import failure
from mappings.defaults import default_rules
from mappings.orgs import Org
from syncs.engine.bulk.rows import Row, row_of
from syncs.engine.bulk.settling import outcomes, remembered
from syncs.engine.jobs import Bench, Job
from syncs.engine.outcomes import Outcome
from syncs.engine.preparing import prepare
from syncs.engine.working import work
from syncs.states import State
from tests.syncs.engine.memory import MemoryDesk, MemoryOrg

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
FOUND = "00Q000000000001AAA"


def bench(org: MemoryOrg) -> Bench:
    return Bench(
        crm=org, rules=default_rules("US"), org=Org(now=NOW), desk=MemoryDesk(),
        draw=lambda: 0.5, clock=lambda: 0.0,
    )  # fmt: skip


def lead(email: str = "a@x.example", **person: Any) -> dict[str, Any]:
    return {
        "person": {"email": email, "last_name": "Byrne", **person},
        "company": {"name": "Byrne Analytics"},
    }


def jobs(payloads: Sequence[dict[str, Any]]) -> list[Job]:
    return [Job(uuid.UUID(int=at), payload, NOW) for at, payload in enumerate(payloads)]


def kept(org: MemoryOrg, payloads: Sequence[dict[str, Any]]) -> tuple[Bench, Row]:
    """The row of these leads of one person, as it comes back from the database."""
    at = bench(org)
    prepared = prepare(at, jobs(payloads))
    (group,) = prepared.groups
    row = row_of(at, jobs(payloads), prepared, group=group)
    read = Row.from_dict(json.loads(json.dumps(row.to_dict())))
    assert read.to_dict() == row.to_dict()
    return at, read


def ended(
    at: Bench, row: Row, result: WriteResult, owners: dict[str, Record] | None = None
) -> list[Outcome]:
    found = outcomes(at, row, result, owners=owners or {})
    return [found[one] for one in sorted(found)]


def residents() -> dict[str, dict[str, Any]]:
    return {FOUND: {"Email": "a@x.example", "LastName": "Byrne", "OwnerId": "005KB000001mNoPYAU"}}


TITLES = st.lists(st.sampled_from([None, "COO", "CEO"]), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(TITLES, st.booleans(), st.sampled_from(["", "STRING_TOO_LONG", "UNABLE_TO_LOCK_ROW"]))
def test_leads_end_as_in_a_batch(titles: list[str | None], known: bool, refused: str) -> None:  # noqa: FBT001
    payloads = [lead(title=title) for title in titles]

    def org() -> MemoryOrg:
        return MemoryOrg(leads=residents() if known else {}, refuse=lambda _: refused)

    singly = org()
    report = work(bench(singly), jobs(payloads))
    first = prepare(bench(org()), jobs(payloads)).groups[0]
    if not first.folded.writes:
        return
    at, row = kept(org(), payloads)
    ref = first.folded.writes[0].ref
    record_id = next((one.record_id for one in report.outcomes if one and one.record_id), "")
    errors = (failure(refused, refused),) if refused else ()
    result = WriteResult(ref, ok=not refused, record_id=record_id, failures=errors)
    said = ended(at, row, result)
    plain = [one for one in report.outcomes if one]
    assert [(one.state, one.cause, one.fix, one.record_id) for one in said] == [
        (one.state, one.cause, one.fix, one.record_id) for one in plain
    ]
    assert [one.decision for one in said] == [json.loads(json.dumps(one.decision)) for one in plain]
    assert [one.seen for one in said] == [json.loads(json.dumps(one.seen)) for one in plain]
    assert set(remembered(row, result)) == set(report.memories)


def test_what_is_uploaded_names_the_record_that_is_updated() -> None:
    _, row = kept(MemoryOrg(leads=residents()), [lead(title="COO")])
    assert row.fields["Id"] == FOUND
    assert row.fields["Title"] == "COO"
    _, row = kept(MemoryOrg(), [lead(title="COO")])
    assert "Id" not in row.fields and row.fields["External_Person_ID__c"]


def test_the_owner_that_was_read_back_is_compared() -> None:
    at, row = kept(MemoryOrg(), [lead()])
    result = WriteResult("0", ok=True, record_id=FOUND, created=True)
    owner = Record("Lead", FOUND, {"OwnerId": "005KB000001mNoPYAU", "Owner.Name": "Tom Reyes"})
    (outcome,) = ended(at, row, result, {FOUND: owner})
    assert (outcome.state, outcome.answer["owner"]) == (State.CREATED, "Tom Reyes")


@pytest.mark.parametrize(("named", "state"), [((), State.PENDING), ((FOUND,), State.HELD)])
def test_a_duplicate_rule_that_names_nobody_is_asked_singly(
    named: tuple[str, ...], state: State
) -> None:
    at, row = kept(MemoryOrg(), [lead()])
    refusal = replace(failure("DUPLICATES_DETECTED", "Use one of these?"), matched_ids=named)
    (outcome,) = ended(at, row, WriteResult("0", ok=False, failures=(refusal,)))
    assert outcome.state is state
    assert (outcome.again_in == 0.0) is (state is State.PENDING)
