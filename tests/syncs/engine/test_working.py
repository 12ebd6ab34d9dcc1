"""One batch against an org in memory: outcomes, calls, and what a lost answer does."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connections.crm import Write, WriteResult
from connections.errors import UnknownOutcome, answer_lost
from mappings.defaults import default_rules
from mappings.orgs import Org
from mappings.rules import Mode, Rules
from syncs.engine.jobs import Bench, Job, Report
from syncs.engine.working import work
from syncs.states import State

from .memory import MemoryDesk, MemoryOrg

RULES = default_rules("US")
NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


def lead(email: str, **more: Any) -> dict[str, Any]:
    return {
        "person": {"email": email, "last_name": "Byrne", **more},
        "company": {"name": "Byrne Analytics"},
    }


def run(
    org: MemoryOrg,
    payloads: Sequence[dict[str, Any]],
    *,
    rules: Rules = RULES,
    tries: int = 1,
    intended: bool = False,
    desk: MemoryDesk | None = None,
) -> Report:
    jobs = [
        Job(uuid.UUID(int=at), payload, NOW, tries, NOW if intended else None)
        for at, payload in enumerate(payloads)
    ]
    return work(bench(org, rules, desk or MemoryDesk()), jobs)


def bench(org: MemoryOrg, rules: Rules, desk: MemoryDesk) -> Bench:
    return Bench(
        crm=org, rules=rules, org=Org(now=NOW), desk=desk, draw=lambda: 0.5, clock=lambda: 0.0
    )


def states(report: Report) -> list[State]:
    return [outcome.state for outcome in report.outcomes]


def test_a_thousand_new_people_cost_two_calls() -> None:
    org = MemoryOrg()
    report = run(org, [lead(f"p{at}@example.com") for at in range(1000)])
    assert states(report) == [State.CREATED] * 1000
    assert (org.calls, report.calls, len(org.leads)) == (2, 2, 1000)


def test_repeats_of_one_person_are_one_write_and_each_has_its_own_decision() -> None:
    org = MemoryOrg()
    report = run(
        org,
        [lead("a@example.com"), lead("A@Example.com", title="COO"), lead("a@example.com")],
    )
    assert states(report) == [State.CREATED, State.UPDATED, State.UNCHANGED]
    assert len(org.written[0]) == 1
    assert {outcome.record_id for outcome in report.outcomes} == set(org.leads)
    assert next(iter(org.leads.values()))["Title"] == "COO"


def test_when_nothing_is_to_be_written_no_second_call_is_made() -> None:
    org = MemoryOrg()
    run(org, [lead("a@example.com")])
    org.calls = 0
    assert states(run(org, [lead("a@example.com")])) == [State.UNCHANGED]
    assert org.calls == 1


def test_a_refused_record_fails_alone_with_cause_fix_and_raw_answer() -> None:
    org = MemoryOrg(refuse=lambda write: "STRING_TOO_LONG" * (write.fields["Email"][0] == "b"))
    report = run(org, [lead("a@example.com"), lead("b@example.com"), lead("c@example.com")])
    assert states(report) == [State.CREATED, State.FAILED, State.CREATED]
    refused = report.outcomes[1]
    assert refused.cause == "STRING_TOO_LONG"
    assert refused.fix
    assert refused.answer["errors"][0]["code"] == "STRING_TOO_LONG"
    assert refused.again_in is None


def test_a_lock_is_tried_again_later_and_given_up_at_last() -> None:
    org = MemoryOrg(refuse=lambda _: "UNABLE_TO_LOCK_ROW")
    first, last = (run(org, [lead("a@example.com")], tries=tries).outcomes[0] for tries in (1, 11))
    assert (first.state, first.again_in) == (State.PENDING, pytest.approx(0.6))
    assert (last.state, last.again_in) == (State.FAILED, None)


def test_all_leads_of_a_person_fail_when_their_one_write_is_refused() -> None:
    org = MemoryOrg(refuse=lambda _: "STRING_TOO_LONG")
    create_only = replace(RULES, mode=Mode.CREATE_ONLY)
    for rules in (RULES, create_only):
        report = run(org, [lead("a@example.com"), lead("a@example.com")], rules=rules)
        assert states(report) == [State.FAILED, State.FAILED]


def test_a_lead_that_stood_on_a_refused_update_fails_with_it() -> None:
    org = MemoryOrg(
        leads={"00Q1": {"Email": "a@example.com", "LastName": "Byrne", "Title": ""}},
        refuse=lambda write: "STRING_TOO_LONG" * ("Title" in write.fields),
    )
    report = run(org, [lead("a@example.com", title="X"), lead("a@example.com", title="X")])
    assert states(report) == [State.FAILED, State.FAILED]


def test_long_values_are_looked_up_in_several_statements_and_everybody_is_found() -> None:
    people = [lead(f"{'x' * 60}{at}@example.com") | {"external_id": f"{'k' * 200}{at}"}
              for at in range(600)]  # fmt: skip
    org = MemoryOrg()
    assert set(states(run(org, people))) == {State.CREATED}
    assert len(org.asked[0]) == 6
    assert all(len(query.text) < 100_000 for query in org.asked[0])
    assert set(states(run(org, people))) == {State.UNCHANGED}


def test_after_a_lost_answer_the_lead_finds_what_it_created_and_nobody_is_doubled() -> None:
    org = MemoryOrg(losing=[answer_lost("reset")])
    with pytest.raises(UnknownOutcome):
        run(org, [lead("a@example.com")])
    report = run(org, [lead("a@example.com")], tries=2, intended=True)
    assert states(report) == [State.CREATED]
    assert "whose answer never came, and found again" in report.outcomes[0].reason
    assert len(org.leads) == 1


def test_a_found_record_with_another_key_was_not_created_by_us() -> None:
    org = MemoryOrg(leads={"00Q1": {"Email": "a@example.com", "External_Person_ID__c": "other"}})
    report = run(org, [lead("a@example.com")], tries=2, intended=True)
    assert report.outcomes[0].state in {State.UPDATED, State.UNCHANGED}


def test_leads_about_to_be_created_are_named_before_the_write() -> None:
    org = MemoryOrg(leads={"00Q1": {"Email": "known@example.com"}})

    def before() -> None:
        assert not org.written

    desk = MemoryDesk(before_write=before)
    run(org, [lead("new@example.com"), lead("known@example.com")], desk=desk)
    assert desk.named == [uuid.UUID(int=0)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_one_record_a_person_however_often_the_answer_is_lost(
    people: list[int], lost: list[bool]
) -> None:
    org = MemoryOrg(losing=[answer_lost("reset") for gone in lost if gone])
    payloads = [lead(f"p{one}@example.com") for one in people]
    for tries in range(1, 9):
        try:
            report = run(org, payloads, tries=tries, intended=tries > 1)
        except UnknownOutcome:
            continue
        break
    emails = sorted(row["Email"] for row in org.leads.values())
    assert emails == sorted({f"p{one}@example.com" for one in people})
    assert len(report.outcomes) == len(people)
    assert all(outcome.record_id in org.leads for outcome in report.outcomes)


@pytest.mark.parametrize(
    "code",
    ["ENTITY_IS_DELETED", "NOT_FOUND", "CANNOT_UPDATE_CONVERTED_LEAD", "DUPLICATE_VALUE",
     "INVALID_CROSS_REFERENCE_KEY"],
)  # fmt: skip
def test_a_record_that_changed_between_look_up_and_write_is_matched_again_at_once(
    code: str,
) -> None:
    org = MemoryOrg(
        leads={"00Q1": {"Email": "a@example.com", "LastName": "Byrne", "Title": ""}},
        refuse=lambda _: code,
    )
    first, second, last = (
        run(org, [lead("a@example.com", title="X")], tries=tries).outcomes[0]
        for tries in (1, 2, 10)
    )
    assert first is not None
    assert second is not None
    assert last is not None
    assert (first.state, first.again_in) == (State.PENDING, 0)
    if code == "INVALID_CROSS_REFERENCE_KEY":
        assert second.state is State.FAILED
    else:
        assert (second.state, second.again_in) == (State.PENDING, pytest.approx(3))
    assert last.state is State.FAILED


def test_a_record_that_another_worker_has_in_hand_is_set_aside() -> None:
    org = MemoryOrg(leads={"00Q1": {"Email": "a@example.com"}})
    desk = MemoryDesk(busy=frozenset({"00Q1"}))
    report = run(org, [lead("a@example.com", title="X"), lead("b@example.com")], desk=desk)
    aside, other = report.outcomes
    assert aside is not None
    assert other is not None
    assert (aside.state, aside.aside, other.state) == (State.PENDING, True, State.CREATED)
    assert aside.again_in is not None
    assert "Title" not in org.leads["00Q1"]


@pytest.mark.parametrize(("key", "quarantined"), [("External_Person_ID__c", False), ("", True)])
def test_without_a_key_a_create_whose_answer_was_lost_is_left_alone(
    key: str, *, quarantined: bool
) -> None:
    org = MemoryOrg(refuse=lambda write: "" if write.record_id else "ANSWER_LOST")
    rules = replace(RULES, external_id_field=key, contact_external_id_field=key)
    (outcome,) = run(org, [lead("a@example.com")], rules=rules).outcomes
    assert outcome is not None
    assert (outcome.state, outcome.quarantined) == (State.PENDING, quarantined)
    assert (outcome.again_in == 900.0) is quarantined


@dataclass
class SilentOrg(MemoryOrg):
    """An org whose duplicate rule refuses a create in a collection, and then doesn't answer."""

    def write_singly(self, writes: Sequence[Write]) -> list[WriteResult]:
        """The answer is lost."""
        del writes
        raise answer_lost("reset")


@pytest.mark.parametrize("key", ["External_Person_ID__c", ""])
def test_what_is_written_is_kept_when_a_later_call_of_the_batch_fails(key: str) -> None:
    org = SilentOrg(
        refuse=lambda write: (
            "DUPLICATES_DETECTED" if write.fields.get("Email") == "b@example.com" else ""
        )
    )
    rules = replace(RULES, external_id_field=key, contact_external_id_field=key)
    first, second = run(org, [lead("a@example.com"), lead("b@example.com")], rules=rules).outcomes
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (State.CREATED, State.PENDING)
    assert second.cause.startswith("ANSWER_LOST")
    assert second.quarantined is (key == "")
