from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.indexing import index_records
from mappings.matching import candidates
from mappings.ranking import rank
from mappings.rules import Rules, Tiebreaker
from tests.mappings.agreement import RULES, contact, lead, proposal, rules

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
OPEN, ACTIVE, OWNER, OLDEST = Tiebreaker


def by(*tiebreakers: Tiebreaker) -> Rules:
    return rules(tiebreakers=tiebreakers)


NAMED = {"Name": "Ana Ruiz", "Company": "Tarn"}
CLOSED = lead(1, **NAMED, Status="Closed - Not Converted", LastActivityDate="2026-11-20")
BUSY = lead(2, Name="Anna Ruiz", Company="Tarn", Status="Working", LastActivityDate="2026-11-16")
EDITED = lead(3, Name="A. Ruiz", Status="New", LastModifiedDate="2026-11-19T10:00:00.000+0000")
QUEUED = lead(4, Name="Ana R.", **{"Owner.Type": "Queue", "Owner.IsActive": False})
OWNED = lead(5, Name="Ana", OwnerId="005000000000001AAA", **{"Owner.IsActive": True})
LEFT = lead(6, Name="Ana", OwnerId="005000000000002AAA", **{"Owner.IsActive": False})


@pytest.mark.parametrize(
    ("tiebreakers", "rows", "level", "chosen"),
    [
        ((), (BUSY, EDITED), (BUSY, EDITED), ""),
        ((OPEN,), (CLOSED, BUSY), (BUSY,), "The one that is still open was taken."),
        ((OPEN,), (BUSY, EDITED), (BUSY, EDITED), ""),
        ((OPEN,), (CLOSED, BUSY, EDITED), (BUSY, EDITED), "The one that is still open was taken."),
        ((ACTIVE,), (BUSY, EDITED), (BUSY,), "The one that was active last was taken."),
        ((ACTIVE,), (EDITED, QUEUED), (EDITED,), "The one that was active last was taken."),
        ((OWNER,), (LEFT, OWNED), (OWNED,), "The one with an active owner was taken."),
        ((OWNER,), (LEFT, QUEUED), (QUEUED,), "The one with an active owner was taken."),
        ((OWNER,), (OWNED, QUEUED), (OWNED, QUEUED), ""),
        ((OWNER, OLDEST), (OWNED, QUEUED, LEFT), (QUEUED,), "The oldest was taken."),
        ((OLDEST,), (EDITED, BUSY), (BUSY,), "The oldest was taken."),
        ((OPEN, ACTIVE), (CLOSED, BUSY, EDITED), (BUSY,),
         "The one that was active last was taken."),
        ((ACTIVE, OPEN), (CLOSED, BUSY, EDITED), (CLOSED,),
         "The one that was active last was taken."),
    ],
)  # fmt: skip
def test_tiebreakers_decide_in_their_order(
    tiebreakers: tuple[Tiebreaker, ...],
    rows: tuple[Record, ...],
    level: tuple[Record, ...],
    chosen: str,
) -> None:
    ranked = rank(by(*tiebreakers), rows, frozenset())
    assert (ranked.level, ranked.chosen) == (level, chosen)
    assert ranked.winner == (level[0] if len(level) == 1 else None)


def test_the_persons_own_key_comes_before_every_tiebreaker() -> None:
    ours = lead(7, **{KEY: "A:1"})
    ranked = rank(by(OLDEST), (BUSY, ours), frozenset({"a:1"}))
    assert (ranked.winner, ranked.chosen) == (ours, "Only one of them has this person’s key.")
    assert ranked.why == (
        "It was not the Lead Anna Ruiz, Tarn: another one has this person’s key.",
    )
    both = rank(by(OLDEST), (lead(8, **{KEY: "a:2"}), ours), frozenset({"a:1", "a:2"}))
    assert both.winner == ours


def test_why_each_of_the_others_stood_back_is_said() -> None:
    ranked = rank(by(OPEN, ACTIVE, OLDEST), (CLOSED, BUSY, EDITED), frozenset())
    assert ranked.why == (
        "It was not the Lead Ana Ruiz, Tarn: another one is still open.",
        "It was not the Lead A. Ruiz: another one was active later, on 16 November 2026.",
    )
    twins = (lead(1, **NAMED), lead(2, **NAMED))
    assert rank(by(OLDEST), twins, frozenset()).why == (
        "It was not the Lead Ana Ruiz, Tarn, created on 2 March 2026: another one is older, "
        "created on 1 March 2026.",
    )
    many = rank(by(OPEN), (BUSY, *(lead(n, Status="Closed") for n in range(3, 9))), frozenset())
    assert many.why[0].count("the Lead") == 3
    assert many.why[0].endswith(" and 3 others: another one is still open.")


def test_a_tie_that_a_rule_breaks_is_no_longer_held() -> None:
    rows = [lead(number, Email=ANA, **NAMED) for number in (1, 2)]
    found = candidates(by(OLDEST), [proposal(email=ANA)], index_records(RULES, rows))
    assert (found.record, found.looked, found.why) == (
        rows[0],
        "Two Leads have this e-mail. The oldest was taken. No Contact does. "
        "Match rule 1, e-mail, was enough.",
        rank(by(OLDEST), rows, frozenset()).why,
    )
    people = [contact(number, Email=ANA) for number in (1, 2)]
    customer = candidates(by(OLDEST), [proposal(email=ANA)], index_records(RULES, people))
    assert (customer.record, customer.looked) == (
        people[0],
        "Two Contacts have this e-mail. No open Lead does. The oldest was taken. "
        "Match rule 1, e-mail, was enough.",
    )


def test_what_is_still_level_is_held_with_those_that_are() -> None:
    rows = [lead(1, Email=ANA, Status="Closed"), lead(2, Email=ANA), lead(3, Email=ANA)]
    found = candidates(by(OPEN), [proposal(email=ANA)], index_records(RULES, rows))
    assert (found.hold, found.rivals, len(found.why)) == (
        "Three Leads share this e-mail. Two Leads are level in everything that could decide. "
        "Inlet never picks one at random.",
        (rows[1], rows[2]),
        1,
    )


rows = st.lists(
    st.builds(
        lambda number, day, status, owner, is_contact: (contact if is_contact else lead)(
            number,
            Email=ANA,
            Status=status,
            LastActivityDate=day,
            **{"Owner.IsActive": owner, "CreatedDate": f"2026-03-0{number % 3}"},
        ),
        st.integers(1, 9),
        st.sampled_from([None, "2026-11-01", "2026-11-02"]),
        st.sampled_from(["New", "Closed"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=7,
    unique_by=lambda row: row.id,
)
orders = st.lists(st.sampled_from(list(Tiebreaker)), unique=True)


@given(rows, orders, st.randoms(use_true_random=False))
def test_no_order_of_the_candidates_changes_who_wins(
    some: list[Record], tiebreakers: list[Tiebreaker], chance: random.Random
) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    of = by(*tiebreakers)
    one, other = (
        candidates(of, [proposal(email=ANA)], index_records(of, each)) for each in (some, shuffled)
    )
    assert one == other
    assert one.record is None or one.record in some
    assert all(rival in some for rival in one.rivals)
    assert one.record is None or not one.hold
    assert bool(some) == bool(one.record or one.hold)


@given(rows, orders)
def test_who_wins_alone_is_ahead_of_nobody_better(
    some: list[Record], tiebreakers: list[Tiebreaker]
) -> None:
    level = rank(by(*tiebreakers), some, frozenset()).level
    assert bool(level) == bool(some)
    for step in tiebreakers[:1]:
        first = rank(by(step), some, frozenset()).level
        assert {row.id for row in level} <= {row.id for row in first}
