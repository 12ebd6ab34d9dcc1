"""What we created beside what Salesforce holds, as a pure comparison."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from syncs.reconciling.judging import SKEW, Verdict, judge, to_be_asked
from syncs.reconciling.queries import AT_ONCE, by_id, of_day
from syncs.reconciling.records import Ours, Theirs

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def there(name: str, *, gone: bool = False, master: str = "") -> Theirs:
    return Theirs(name, NOON, is_deleted=gone or bool(master), master=master)


def compare(
    ours: list[Ours],
    theirs: list[Theirs],
    *,
    listed: tuple[str, ...] = (),
    known: tuple[str, ...] = (),
    since: datetime | None = None,
) -> Verdict:
    by_name = {one.record_id: one for one in theirs}
    return judge(ours, by_name, listed=listed, known=set(known), in_progress_since=since)


def test_what_is_there_deleted_merged_or_missing_is_counted_apart() -> None:
    ours = [Ours(name, name) for name in "abcd"]
    found = compare(ours, [there("a"), there("b", gone=True), there("c", master="x")])
    assert (found.written, found.found, found.deleted, found.merged) == (4, 1, 1, 1)
    assert found.missing == ("d",)


def test_a_record_that_two_leads_created_counts_once() -> None:
    assert compare([Ours("a", "p"), Ours("a", "p")], [there("a")]).written == 1


def test_a_listed_record_of_nobody_is_unknown_and_one_of_another_day_is_not() -> None:
    found = compare([Ours("a", "p")], [there("a"), there("b"), there("c")],
                    listed=("a", "b", "c"), known=("c",))  # fmt: skip
    assert found.unknown == ("b",)


@pytest.mark.parametrize(
    ("since", "unknown"),
    [
        (None, ("b",)),
        (NOON - timedelta(hours=1), ()),
        (NOON + SKEW - timedelta(seconds=1), ()),
        (NOON + SKEW + timedelta(seconds=1), ("b",)),
    ],
)
def test_what_a_lead_on_its_way_may_have_created_is_not_called_unknown(
    since: datetime | None, unknown: tuple[str, ...]
) -> None:
    assert compare([], [there("b")], listed=("b",), since=since).unknown == unknown


@pytest.mark.parametrize(
    ("ours", "theirs", "doubles"),
    [
        ([Ours("a", "p"), Ours("b", "P ")], [there("a"), there("b")], (("a", "b"),)),
        ([Ours("a", "p"), Ours("b", "p")], [there("a"), there("b", master="a")], ()),
        ([Ours("a", "p"), Ours("b", "p")], [there("a", master="x"), there("b", master="x")], ()),
        ([Ours("a", "p"), Ours("b", "p")], [there("a", gone=True), there("b")], ()),
        ([Ours("a", "p"), Ours("b", "")], [there("a"), there("b")], ()),
        ([Ours("a", ""), Ours("b", "")], [there("a"), there("b")], ()),
        (
            [Ours("a", "p", is_today=False), Ours("b", "p")],
            [there("a"), there("b")],
            (("a", "b"),),
        ),
        (
            [Ours("a", "p", is_today=False), Ours("b", "p", is_today=False)],
            [there("a"), there("b")],
            (),
        ),
        # A circle of merges, which no org has, ends nowhere.
        ([Ours("a", "p"), Ours("b", "p")], [there("a", master="b"), there("b", master="a")], ()),
    ],
)
def test_a_person_with_two_records_left_is_a_double(
    ours: list[Ours], theirs: list[Theirs], doubles: tuple[tuple[str, ...], ...]
) -> None:
    assert compare(ours, theirs).doubles == doubles


def test_only_what_the_list_leaves_open_is_asked_for() -> None:
    ours = [Ours("a", "p"), Ours("b", "p", is_today=False), Ours("c", "q", is_today=False)]
    assert to_be_asked(ours, {"a"}) == {"b"}
    assert to_be_asked(ours, set()) == {"a", "b"}


def test_a_row_of_salesforce_is_read() -> None:
    row = Record("Lead", "00QWz00000Ab3dEMAR", {
        "CreatedDate": "2026-11-19T12:00:00.000+0000", "IsDeleted": True,
        "MasterRecordId": "00QWz00000Ab3dF",
    })  # fmt: skip
    found = Theirs.of(row)
    assert (found.created_at, found.is_deleted, len(found.master)) == (NOON, True, 18)


NAMES = st.sampled_from("abcdefgh")
OURS = st.lists(st.builds(Ours, NAMES, st.sampled_from(["", "p", "q"]), st.booleans()))
THEIRS = st.lists(
    st.builds(Theirs, NAMES, st.just(NOON), st.booleans(), st.sampled_from(["", "a"]))
)


@given(OURS, THEIRS, st.lists(NAMES), st.lists(NAMES))
def test_every_record_of_the_day_is_accounted_for(
    ours: list[Ours], theirs: list[Theirs], listed: list[str], known: list[str]
) -> None:
    told = {one.record_id for one in theirs}
    found = compare(
        ours, theirs, listed=tuple(one for one in listed if one in told), known=tuple(known)
    )
    assert found.written == found.found + found.deleted + found.merged + len(found.missing)
    mine = {one.record_id for one in ours if one.is_today}
    assert not mine & set(found.unknown)
    assert set(found.missing) == mine - told
    assert all(len(set(group)) == len(group) > 1 for group in found.doubles)


def test_the_days_query_names_our_user_our_keys_and_the_bin() -> None:
    (lead,) = of_day(
        {"Lead": ["B__c", "A__c"], "Contact": []},
        user_id="005000000000001AAA", begins=NOON, ends=NOON + timedelta(days=1),
    )  # fmt: skip
    assert lead.all_rows
    assert lead.text == (
        "SELECT Id, CreatedDate, IsDeleted, MasterRecordId FROM Lead WHERE "
        "(CreatedDate >= 2026-11-19T12:00:00Z) AND (CreatedDate < 2026-11-20T12:00:00Z) AND "
        "(CreatedById = '005000000000001AAA') AND ((A__c != null) OR (B__c != null))"
    )


def test_ids_are_asked_for_by_object_and_in_statements_that_fit() -> None:
    ids = [f"00Q{number:012}AAA" for number in range(AT_ONCE + 1)] + ["003000000000001AAA"]
    assert [one.sobject for one in by_id(ids)] == ["Lead", "Lead", "Contact"]
    assert by_id([]) == []
