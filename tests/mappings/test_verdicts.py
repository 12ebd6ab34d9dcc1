"""Every sentence that says why a field came out as it did, whole."""

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
    WhileDefault,
    WhileField,
)
from mappings.terms import Terms
from mappings.verdicts import About, day, tell, too_long

LEAD_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ABOUT = About(
    "Title", "Contact", "as the owner wrote it", (("Country", "Land"), ("Status", "Lead Status"))
)
WHILE_NEW = WhileField(field="Status", values=("New",))
BOTH = (WhileField(field="Country", values=("DE",)), WHILE_NEW)
HIGHER = HigherOf(order=("Cold", "Warm", "Hot"))


def on(count: float) -> datetime:
    """So many days after the lead, or before it."""
    return LEAD_AT + timedelta(days=count)


EDITED = Held(value="CEO", changed=True, at=on(-5), by="Tom Reyes")
OURS = Held(value="CEO", ours=True, at=on(-10), lead_key="0")
THEIRS = Held(value="CEO", at=on(-5), by="Tom Reyes")
SOMEBODY_S = Held(value="CEO", at=on(-5))
RULE = "Rule: as the owner wrote it."


def sentence(
    *guards: Guard, held: Held = NOTHING, offered: Any = "COO", is_new: bool = False, **more: Any
) -> str:
    """What is said; `filler` and `is_placeholder` tell of the offer, the rest goes to the terms."""
    filler, is_placeholder = more.pop("filler", False), more.pop("is_placeholder", False)
    others = more.pop("others", {})
    offer = Offer(offered, Terms(guards, **({"first": "New"} | more)), filler)
    case = Case("Title", offer, held, LEAD_AT, "1", is_new, others.get)
    return tell(rule_on(case), case, ABOUT, is_placeholder=is_placeholder)


@pytest.mark.parametrize(
    ("guards", "known", "expected"),
    [
        # A new record.
        ((Always(),), {"is_new": True}, "The Contact is new."),
        ((Always(),), {"is_new": True, "filler": True},
         "The Contact is new. The source sent nothing, so it has the default."),
        ((Always(),), {"is_new": True, "filler": True, "is_placeholder": True, "offered": "n/a "},
         "The Contact is new. “n/a” stands for nothing, but nothing else came."),
        # What is written, and what made room.
        ((IfBlank(),), {}, f"Salesforce was blank. {RULE}"),
        ((IfBlank(),), {"held": Held(value=" n/a ")},
         f"“n/a” stands for nothing, so it counts as blank. {RULE}"),
        ((WhileDefault(),), {"held": Held(value="New")}, f"It was still New. {RULE}"),
        ((WhileDefault(), Always()), {"held": Held(value="New")}, f"It was still New. {RULE}"),
        ((OursUntilEdited(),), {"held": OURS}, f"It was still what Inlet wrote. {RULE}"),
        ((Always(),), {"held": OURS}, RULE),
        ((Always(),), {"held": THEIRS}, RULE),
        # What stays.
        ((Always(),), {"held": THEIRS, "offered": "CEO"}, "Salesforce already has this value."),
        ((Always(),), {"held": THEIRS, "offered": " "},
         "The source sent nothing, so it stays as it is."),
        ((Always(),), {"held": THEIRS, "filler": True},
         "The source sent nothing. The default is for new records only."),
        ((Always(),), {"held": THEIRS, "filler": True, "is_placeholder": True, "offered": " n/a"},
         "“n/a” stands for nothing, so it replaces nothing."),
        ((Never(),), {"held": THEIRS}, RULE),
        ((OnCreate(),), {"held": THEIRS}, f"{RULE} First touch stays."),
        ((IfBlank(),), {"held": THEIRS}, f"Salesforce has a value. {RULE}"),
        ((IfBlank(),), {"held": EDITED},
         f"Title was kept: Tom Reyes changed it on 15 November, so it is theirs now. {RULE}"),
        ((WhileDefault(),), {"held": THEIRS}, RULE),
        ((WhileDefault(),), {"held": EDITED},
         f"Title was kept: Tom Reyes changed it on 15 November, so it is theirs now. {RULE}"),
        ((OursUntilEdited(),), {"held": EDITED},
         f"Title was kept: Tom Reyes changed it on 15 November, so it is theirs now. {RULE}"),
        ((OursUntilEdited(),), {"held": Held(value="CEO", changed=True, at=on(-5))},
         f"It is no longer what Inlet wrote. {RULE}"),
        ((OursUntilEdited(),), {"held": Held(value="CEO", changed=True, by="Tom Reyes")},
         f"It is no longer what Inlet wrote. {RULE}"),
        ((OursUntilEdited(),), {"held": THEIRS},
         f"Inlet did not write what Salesforce has. {RULE}"),
        ((NotEditedWithin(days=30),), {"held": EDITED},
         f"Title was kept: Tom Reyes changed it on 15 November. {RULE}"),
        ((NotEditedWithin(days=30),), {"held": THEIRS},
         f"Title was kept: Tom Reyes changed the Contact on 15 November. {RULE}"),
        ((WHILE_NEW,), {"others": {"Status": "Working"}}, f"Lead Status is Working. {RULE}"),
        ((WHILE_NEW,), {}, f"Lead Status is blank. {RULE}"),
        ((WhileField(field="Other__c", values=("x",)),), {"others": {"Other__c": "y"}},
         f"Other__c is y. {RULE}"),
        (BOTH, {"others": {"Status": "Working", "Country": "GB"}},
         f"Land is GB. Lead Status is Working. {RULE}"),
        (BOTH, {"others": {"Status": "New", "Country": "GB"}}, f"Land is GB. {RULE}"),
        ((SourceNewer(),), {"held": Held(value="CEO", ours=True, at=on(1), lead_key="2")},
         f"It is from a lead of 21 November, which happened later. {RULE}"),
        ((SourceNewer(),), {"held": Held(value="CEO", at=on(1), by="Tom Reyes")},
         "Title was kept: Tom Reyes changed the Contact on 21 November, after this lead happened. "
         f"{RULE}"),
        ((SourceNewer(),), {"held": Held(value="CEO", at=on(1), changed=True)},
         "Title was kept: somebody changed it on 21 November, after this lead happened. "
         f"{RULE}"),
        ((RefreshAfter(days=7),), {"held": Held(value="CEO", ours=True, at=on(-2), lead_key="0")},
         f"It was 2 days old when this lead happened. {RULE}"),
        ((RefreshAfter(days=7),), {"held": Held(value="CEO", ours=True, at=on(-1.5), lead_key="0")},
         f"It was 1 day old when this lead happened. {RULE}"),
        ((RefreshAfter(days=7),), {"held": Held(value="CEO", ours=True, at=on(-.5), lead_key="0")},
         f"It was 0 days old when this lead happened. {RULE}"),
        ((RefreshAfter(days=7),), {"held": Held(value="CEO", ours=True, at=on(1), lead_key="2")},
         f"It is newer than this lead. {RULE}"),
        ((RefreshAfter(days=7),), {"held": Held(value="CEO", ours=True, at=on(0), lead_key="0")},
         f"It was 0 days old when this lead happened. {RULE}"),
        ((HIGHER,), {"held": Held(value="Hot"), "offered": "Warm"},
         f"Salesforce has Hot, the lead Warm. {RULE}"),
        ((HIGHER,), {"held": Held(value="Hot"), "offered": "Odd"},
         f"Nobody can say which is higher, Hot or Odd. {RULE}"),
    ],
)  # fmt: skip
def test_why_a_field_came_out_as_it_did(
    guards: tuple[Guard, ...], known: dict[str, Any], expected: str
) -> None:
    assert sentence(*guards, **known) == expected


def test_what_would_not_fit_says_by_how_much() -> None:
    offer = Offer("x" * 900, Terms((Append(),), length=1_000))
    held = Held(value="y" * 200)
    case = Case("Notes", offer, held, LEAD_AT, "1", is_new=False, other={}.get)
    ruling = rule_on(case)
    assert (ruling.result, ruling.word) == (Result.KEPT, "too_long")
    assert too_long(Ruling(Result.KEPT, "too_long", "z" * 1_101), case) == (
        "With this lead’s part it would have 1,101 characters; Salesforce keeps 1,000. Nothing "
        "was cut. Shorten the text in Salesforce, or let the mapping cut what it adds."
    )


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_a_long_value_is_shown_by_its_beginning(length: int, shown: str) -> None:
    said = sentence(HIGHER, held=Held(value="x" * length), offered="Warm")
    assert f"{shown} or Warm" in said


def test_a_day_has_its_year_if_it_is_another() -> None:
    assert day(LEAD_AT, LEAD_AT) == "20 November"
    assert day(datetime(2025, 3, 1, tzinfo=UTC), LEAD_AT) == "1 March 2025"
