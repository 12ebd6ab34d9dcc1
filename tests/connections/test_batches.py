"""Every write is sent exactly once, in as few calls as Salesforce's limits allow."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import soql
from connections.batches import MAX_OBJECTS, MAX_PARTS, MAX_RECORDS, Batch, Operation, plan
from connections.crm import Write

KEY = "External_Person_ID__c"
SELECT = soql.select("Lead", ["Id"])


def write(ref: str, **changes: object) -> Write:
    return Write(**{"ref": ref, "sobject": "Lead", "fields": {"LastName": "Ruiz"}, **changes})  # type: ignore[arg-type]


def shape(writes: list[Write], read_back: int = 0) -> list[list[str]]:
    """The plan in short: "create 3", "upsert Lead 200", "query"."""
    return [
        [f"{batch.operation} {batch.sobject} {len(batch.writes)}" for batch in call.batches]
        + ["query"] * len(call.selects)
        for call in plan(writes, [SELECT] * read_back)
    ]


def many(count: int, **changes: object) -> list[Write]:
    return [write(f"{changes}{n}", **changes) for n in range(count)]


@pytest.mark.parametrize(
    ("writes", "read_back", "expected"),
    [
        ([], 0, []),
        (many(1), 0, [["create  1"]]),
        (many(1), 1, [["create  1", "query"]]),
        (many(201), 0, [["create  200", "create  1"]]),
        (many(1000), 0, [["create  200"] * 5]),
        (many(1000), 1, [["create  200"] * 5, ["query"]]),
        (many(1001), 2, [["create  200"] * 5, ["create  1", "query", "query"]]),
        (many(2) + many(3, record_id="00QKB00000aBcD1"), 0, [
            ["create  2", "update  1", "update  1", "update  1"],
        ]),
        (many(2, auto_assign="TRUE") + many(3) + many(1, allow_save=True), 0, [
            ["create  2", "create  3", "create  1"],
        ]),
        ([write("a", external_id_field=KEY, fields={KEY: "1"}),
          write("b", external_id_field=KEY, fields={KEY: "2"}, sobject="Contact"),
          write("c", external_id_field="Other__c", fields={"Other__c": "1"})], 0, [
            ["upsert Lead 1", "upsert Contact 1", "upsert Lead 1"],
        ]),
    ],
)  # fmt: skip
def test_writes_become_few_calls(
    writes: list[Write], read_back: int, expected: list[list[str]]
) -> None:
    assert shape(writes, read_back) == expected


def test_an_update_never_runs_assignment_rules() -> None:
    (call,) = plan([write("a", record_id="00QKB00000aBcD12AK", auto_assign="TRUE")])
    assert [batch.auto_assign for batch in call.batches] == ["FALSE"]


def test_one_record_written_twice_is_written_one_after_the_other() -> None:
    twice = [
        write("a", record_id="00QKB00000aBcD1"),
        write("b", record_id="00QKB00000aBcD12AK"),
        write("c", external_id_field=KEY, fields={KEY: "One "}),
        write("d", external_id_field=KEY, fields={KEY: "one"}),
    ]
    (call,) = plan(twice)
    assert [[each.ref for each in batch.writes] for batch in call.batches] == [
        ["a"], ["c"], ["b"], ["d"],
    ]  # fmt: skip


def test_mixed_objects_stand_together() -> None:
    mixed = [write(str(n), sobject=("Lead", "Contact", "Task")[n % 3]) for n in range(9)]
    (call,) = plan(mixed)
    (batch,) = call.batches
    assert [one for one, _ in groupby(each.sobject for each in batch.writes)] == [
        "Contact", "Lead", "Task",
    ]  # fmt: skip


def test_two_writes_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same ref"):
        plan([write("a"), write("a")])


def _identity(each: Write) -> object:
    if each.record_id:
        return each.record_id[:15]
    if each.external_id_field:
        return (each.sobject, str(each.fields[each.external_id_field]).casefold())
    return each.ref


SOME_WRITES = st.lists(
    st.fixed_dictionaries(
        {
            "sobject": st.sampled_from([f"Object{n}__c" for n in range(14)]),
            "record_id": st.sampled_from(["", "", "00QKB00000aBcD12AK", "003KB00000xYzQ7YAK"]),
            "external_id_field": st.sampled_from(["", KEY]),
            "auto_assign": st.sampled_from(["TRUE", "FALSE", "01QKB0000002gHi2AI"]),
            "allow_save": st.booleans(),
            "fields": st.builds(lambda key: {KEY: key}, st.sampled_from("abAB")),
        }
    ),
    max_size=60,
)


@given(SOME_WRITES, st.integers(0, 4), st.sampled_from([1, 7, 23]))
def test_every_write_is_sent_once_within_every_limit(
    some: list[dict[str, object]], read_back: int, times: int
) -> None:
    writes = [write(f"{turn}.{n}", **one) for turn in range(times) for n, one in enumerate(some)]
    calls = plan(writes, [SELECT] * read_back)
    batches = [batch for call in calls for batch in call.batches]
    sent = [each for batch in batches for each in batch.writes]
    assert sorted(each.ref for each in sent) == sorted(each.ref for each in writes)
    assert sum(len(call.selects) for call in calls) == read_back
    assert all(0 < len(call.batches) + len(call.selects) <= MAX_PARTS for call in calls)
    # Nothing is read back before the last write.
    parts = "".join("w" * len(call.batches) + "r" * len(call.selects) for call in calls)
    assert parts == "w" * len(batches) + "r" * read_back
    for batch in batches:
        _assert_uniform(batch)


def _assert_uniform(batch: Batch) -> None:
    """One collection: within its limits, and one header is right for all of its records."""
    assert 0 < len(batch.writes) <= MAX_RECORDS
    chunks = [one for one, _ in groupby(each.sobject for each in batch.writes)]
    assert len(chunks) == len(set(chunks)) <= MAX_OBJECTS
    assert len({_identity(each) for each in batch.writes}) == len(batch.writes)
    assert {each.allow_save for each in batch.writes} == {batch.allow_save}
    if batch.operation is Operation.UPDATE:
        assert batch.auto_assign == "FALSE"
        assert all(each.record_id for each in batch.writes)
        return
    assert {each.auto_assign for each in batch.writes} == {batch.auto_assign}
    assert not any(each.record_id for each in batch.writes)
    if batch.operation is Operation.UPSERT:
        assert {each.external_id_field for each in batch.writes} == {batch.external_id_field}
        assert {each.sobject for each in batch.writes} == {batch.sobject}
    else:
        assert not any(each.external_id_field for each in batch.writes)


@given(st.integers(0, 2600))
def test_plain_creates_take_the_least_number_of_calls(count: int) -> None:
    assert len(plan(many(count))) == -(-count // 1000)
