from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mappings.guards import Case
from mappings.memory import NOTHING, Held, Offer
from mappings.ownership import Result, Ruling, rule_on
from mappings.rules import (
    Always,
    Append,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    SourceNewer,
    Test,
    WhileDefault,
    WhileField,
)
from mappings.terms import Terms

WRITTEN, KEPT, SAME = Result
LEAD_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ALL: tuple[Guard, ...] = (
    Always(),
    IfBlank(),
    WhileDefault(),
    OnCreate(),
    Never(),
    WhileField(field="Status", values=("New",)),
    OursUntilEdited(),
    NotEditedWithin(days=30),
    SourceNewer(),
    RefreshAfter(days=7),
    Append(),
    HigherOf(),
)


def days(count: int) -> datetime:
    """So many days after the lead, or before it."""
    return LEAD_AT + timedelta(days=count)


HELD = {
    "blank": NOTHING,
    "ours": Held(value="CEO", ours=True, at=days(-10), lead_key="0"),
    "filler": Held(value="To come", ours=True, filler=True, at=days(-1), lead_key="0"),
    "place": Held(value="n/a", at=days(-5), by="Tom Reyes"),
    "old": Held(value="CEO", at=days(-40), by="Tom Reyes"),
    "new": Held(value="CEO", at=days(-5), by="Tom Reyes"),
    "after": Held(value="CEO", at=days(1), by="Tom Reyes"),
    "edited": Held(value="CEO", changed=True, at=days(-5), by="Tom Reyes"),
    "cleared": Held(changed=True, at=days(-5), by="Tom Reyes"),
    "nobody": Held(value="CEO", at=days(-5)),
    "unknown": Held(value="CEO"),
    "later": Held(value="CEO", ours=True, at=days(1), lead_key="0"),
}
#                    blank ours filler place old new after edited cleared nobody unknown later
TABLE: list[tuple[Guard, str]] = [
    (Always(), "W W W W W W W W W W W W"),
    (IfBlank(), "W K W W K K K K W K K K"),
    (WhileDefault(), "W K W W K K K K W K K K"),
    (OnCreate(), "K K K K K K K K K K K K"),
    (Never(), "K K K K K K K K K K K K"),
    (OursUntilEdited(), "W W W W K K K K K K K W"),
    (NotEditedWithin(days=30), "W W W W W K K K K W W W"),
    (SourceNewer(), "W W W W W W K W W W W K"),
    (RefreshAfter(days=7), "W W W W W K K K W K W K"),
    (Append(), "W W W W W W W W W W W W"),
]


def ruling(
    *guards: Guard, held: Held = NOTHING, offered: Any = "COO", is_new: bool = False, **more: Any
) -> Ruling:
    """The ruling on a Title; `status` is what Lead Status is, the rest goes to the terms."""
    status, filler = more.pop("status", "New"), more.pop("filler", False)
    offer = Offer(offered, Terms(guards, **({"first": "New"} | more)), filler)
    case = Case("Title", offer, held, LEAD_AT, "1", is_new, {"Status": status}.get)
    return rule_on(case)


CELLS = [
    (guard, name, result)
    for guard, row in TABLE
    for name, result in zip(HELD, row.split(), strict=True)
]


@pytest.mark.parametrize(("guard", "name", "result"), CELLS, ids=lambda one: str(one)[:24])
def test_the_truth_table_of_each_guard(guard: Guard, name: str, result: str) -> None:
    found = ruling(guard, held=HELD[name])
    assert found.result is (WRITTEN if result == "W" else KEPT)
    assert found.word == guard.rule


@pytest.mark.parametrize(
    ("guard", "status", "result"),
    [
        (WhileField(field="Status", values=("New",)), "New", WRITTEN),
        (WhileField(field="Status", values=("New",)), "new ", WRITTEN),
        (WhileField(field="Status", values=("New",)), "Working", KEPT),
        (WhileField(field="Status", values=("New",)), None, KEPT),
        (WhileField(field="Status", values=("Nurture", "New")), "New", WRITTEN),
        (WhileField(field="Status", test=Test.IS_NOT, values=("New",)), "New", KEPT),
        (WhileField(field="Status", test=Test.IS_NOT, values=("New",)), None, WRITTEN),
        (WhileField(field="Status", test=Test.IS_BLANK), None, WRITTEN),
        (WhileField(field="Status", test=Test.IS_BLANK), "New", KEPT),
        (WhileField(field="Status", test=Test.IS_NOT_BLANK), "New", WRITTEN),
        (WhileField(field="Elsewhere__c", test=Test.IS_BLANK), "New", WRITTEN),
    ],
)
def test_while_another_field_says_so(guard: Guard, status: str | None, result: Result) -> None:
    assert ruling(guard, held=HELD["new"], status=status).result is result


@pytest.mark.parametrize(
    ("held", "first", "result"),
    [
        ("New", "New", WRITTEN),
        (" New ", "New", WRITTEN),
        ("Working", "New", KEPT),
        ("Open - Not Contacted", "Open - Not Contacted", WRITTEN),
        ("Cold", "", KEPT),
        (None, "", WRITTEN),
    ],
)
def test_while_it_has_its_first_value(held: str | None, first: str, result: Result) -> None:
    assert ruling(WhileDefault(), held=Held(value=held), first=first).result is result


@pytest.mark.parametrize(
    ("order", "held", "offered", "result"),
    [
        ((), 40, 41, WRITTEN),
        ((), 40, 39, KEPT),
        ((), 40, "40.0", SAME),
        ((), "9", "10", WRITTEN),
        ((), "2026-03-04", "2026-03-05", WRITTEN),
        ((), "2026-03-04", "2026-03-03", KEPT),
        ((), "2026-03-04T10:00:00.000+0000", "2026-03-04T11:00:00.000+0200", KEPT),
        ((), "2026-03-04T10:00:00.000+0000", "2026-03-04T12:00:00.000+0000", WRITTEN),
        ((), "Hot", 12, KEPT),
        ((), None, 1, WRITTEN),
        ((), "n/a", 1, WRITTEN),
        (("Cold", "Warm", "Hot"), "Cold", "Hot", WRITTEN),
        (("Cold", "Warm", "Hot"), "hot", "Warm", KEPT),
        (("Cold", "Warm", "Hot"), "WARM", "warm", KEPT),
        (("Cold", "Warm", "Hot"), "Tepid", "Hot", KEPT),
        (("Cold", "Warm", "Hot"), "Cold", "Tepid", KEPT),
    ],
)
def test_only_what_is_higher(
    order: tuple[str, ...], held: Any, offered: Any, result: Result
) -> None:
    assert ruling(HigherOf(order=order), held=Held(value=held), offered=offered).result is result


@pytest.mark.parametrize(
    ("held", "offered", "is_multi", "after"),
    [
        ("one", "two", False, "one\ntwo"),
        ("one\r\ntwo", "three", False, "one\ntwo\nthree"),
        ("one\n", "two", False, "one\ntwo"),
        ("one\ntwo", " two ", False, None),
        ("one\ntwo", "two\nthree\nthree", False, "one\ntwo\nthree"),
        ("Solar;Wind", "Wind;Storage", True, "Solar;Wind;Storage"),
        ("Solar;Wind", "Wind;Solar", True, None),
        (None, "one", False, "one"),
        ("n/a", "one", False, "one"),
    ],
)
def test_what_is_added_is_added_once(
    held: str | None, offered: str, *, is_multi: bool, after: str | None
) -> None:
    found = ruling(Append(), held=Held(value=held), offered=offered, is_multi=is_multi)
    assert (found.result, found.value) == ((SAME, None) if after is None else (WRITTEN, after))


def test_what_no_longer_fits_is_a_problem_and_never_cut() -> None:
    fits = ruling(Append(separator=" "), held=Held(value="abc"), offered="de", length=6)
    assert (fits.result, fits.value) == (WRITTEN, "abc de")
    found = ruling(Append(separator=" "), held=Held(value="abc"), offered="de", length=5)
    assert (found.result, found.word) == (KEPT, "too_long")


@pytest.mark.parametrize("guard", ALL)
def test_a_new_record_gets_everything_but_what_is_never_written(guard: Guard) -> None:
    found = ruling(guard, is_new=True, status="Working")
    never = isinstance(guard, Never)
    assert found == (Ruling(KEPT, "never", by=guard) if never else Ruling(WRITTEN, "new", "COO"))


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("blank", [None, "", " "])
@pytest.mark.parametrize("guard", ALL)
def test_no_guard_lets_a_blank_overwrite(guard: Guard, blank: str | None, *, is_new: bool) -> None:
    found = ruling(guard, held=HELD["new"], offered=blank, is_new=is_new)
    assert found == Ruling(KEPT, "blank")


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("guard", ALL)
def test_a_filler_never_touches_an_existing_record(guard: Guard, name: str) -> None:
    assert ruling(guard, held=HELD[name], offered="Unknown", filler=True) == Ruling(
        KEPT, "stand_in"
    )


@pytest.mark.parametrize("guard", ALL)
def test_no_guard_writes_what_salesforce_already_has(guard: Guard) -> None:
    assert ruling(guard, held=Held(value="COO ")) == Ruling(SAME, "same")


@pytest.mark.parametrize("left", ALL)
@pytest.mark.parametrize("right", ALL)
def test_all_guards_have_to_allow_a_write(left: Guard, right: Guard) -> None:
    for held in HELD.values():
        alone = [ruling(guard, held=held, status="Working") for guard in (left, right)]
        both = ruling(left, right, held=held, status="Working")
        assert (both.result is WRITTEN) == all(one.result is WRITTEN for one in alone)
        refusing = [guard for guard, one in zip((left, right), alone, strict=True) if one.by]
        assert both.by == (refusing[0] if refusing else None)


def test_leads_of_one_instant_go_by_their_keys() -> None:
    at_once = Held(value="CEO", ours=True, at=LEAD_AT, lead_key="0")
    assert ruling(SourceNewer(), held=at_once).result is WRITTEN
    after = Held(value="CEO", ours=True, at=LEAD_AT, lead_key="2")
    assert ruling(SourceNewer(), held=after).result is KEPT
    assert ruling(SourceNewer(), held=Held(value="CEO", at=LEAD_AT)).result is KEPT


@pytest.mark.parametrize(("age", "result"), [(6, KEPT), (7, WRITTEN), (8, WRITTEN)])
def test_a_span_of_days_ends_on_its_last_day(age: int, result: Result) -> None:
    written = Held(value="CEO", ours=True, at=days(-age))
    assert ruling(RefreshAfter(days=7), held=written).result is result
    edited = Held(value="CEO", changed=True, at=days(-age))
    assert ruling(NotEditedWithin(days=7), held=edited).result is result


def test_a_choice_of_a_picklist_is_a_value_whatever_it_says() -> None:
    chosen = Held(value="Unknown", at=days(-5), by="Tom Reyes")
    assert ruling(IfBlank(), held=chosen).result is WRITTEN
    assert ruling(IfBlank(), held=chosen, is_choice=True).result is KEPT


def test_an_email_address_is_the_same_in_any_case() -> None:
    held = Held(value="ana@x.example")
    assert ruling(Always(), held=held, offered="Ana@x.example", is_email=True).result is SAME
    assert ruling(Always(), held=held, offered="Ana@x.example").result is WRITTEN
