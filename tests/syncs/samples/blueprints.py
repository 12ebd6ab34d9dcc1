"""Blueprints, a promotion in each state, and a client's configuration, as pages show them."""

from __future__ import annotations

from dataclasses import replace

from syncs.page_values.blueprints import (
    BlueprintPage,
    BlueprintRow,
    BlueprintsPage,
    FollowerRow,
    PromotionPage,
    PromotionRow,
    StepRow,
    VersionRow,
)
from syncs.page_values.configuration import ConfigurationPage, NewKeyShown, PlanChange
from syncs.page_values.shell import Choice

from .world import CLIENTS, NOW, live

MAPPINGS = (Choice("1", "Solvane Energy: Leads"), Choice("2", "Tidewell Insurance: Leads"))
CHANGES = ("Title is now always written; it was only if blank.", "Rating was added.")
REASON = "Rating: Rating can be read but not written. Give the integration user Edit on it."
LIST = BlueprintsPage(
    rows=(
        BlueprintRow(id="b1", name="Quote forms", newest=4, clients=60, behind=16),
        BlueprintRow(id="b2", name="Webinars", newest=2, clients=31, behind=9, promotion_id="p1"),
        BlueprintRow(id="b3", name="Agency standard", newest=1, clients=3, behind=0),
        BlueprintRow(id="b4", name="Unused", newest=1, clients=0, behind=0),
    ),
    mappings=MAPPINGS,
    following=60,
    clients=64,
    can_edit=True,
)
LISTS = (
    LIST,
    replace(LIST, rows=()),
    replace(LIST, mappings=(), error="There is a blueprint called “Webinars” already."),
    replace(LIST, can_edit=False),
)
ONE = BlueprintPage(
    id="b1",
    name="Quote forms",
    now=NOW,
    newest=4,
    followers=(
        FollowerRow(id="f1", client=CLIENTS[1], mapping="Leads", mapping_id="m1", version=4),
        FollowerRow(
            id="f2", client=CLIENTS[2], mapping="Leads", mapping_id="m2", version=3, behind=1,
            own=CHANGES,
        ),
        FollowerRow(
            id="f3", client=CLIENTS[3], mapping="Leads", mapping_id="m3", version=3, behind=1,
            reasons=(REASON,),
        ),
    ),
    versions=(
        VersionRow(number=4, at=NOW, by="Maya Okafor", note="Ratings", changes=CHANGES),
        VersionRow(number=3, at=NOW, by="Maya Okafor"),
    ),
    promotions=(PromotionRow(id="p1", number=3, word="Done", at=NOW, by="Maya Okafor"),),
    sources=MAPPINGS,
    others=MAPPINGS,
    can_edit=True,
    can_manage=True,
)  # fmt: skip
PAGES = (
    ONE,
    replace(ONE, followers=(), promotions=(), sources=()),
    replace(ONE, followers=ONE.followers[:1], open_promotion="p2"),
    replace(ONE, can_edit=False, can_manage=False, error="Version 4 says the same already."),
)
STEPS = (
    StepRow(id="s1", client=CLIENTS[1], mapping="Leads", state="ready", changes=CHANGES,
            notes=("“Title” stays as it is: this client has its own.",)),
    StepRow(id="s2", client=CLIENTS[2], mapping="Leads", state="unneeded"),
)  # fmt: skip
HELD = (
    StepRow(id="s3", client=CLIENTS[3], mapping="Leads", state="held", changes=CHANGES,
            reasons=(REASON,)),
)  # fmt: skip
READY = PromotionPage(
    id="p1",
    blueprint_id="b1",
    blueprint="Quote forms",
    number=4,
    state="ready",
    rows=STEPS,
    held=HELD,
    checked=3,
    total=2,
    can_manage=True,
)


def _at(state: str, *marks: str, **changed: object) -> PromotionPage:
    """A promotion in this state, its steps with these marks."""
    rows = tuple(
        StepRow(id=mark, client=CLIENTS[place], mapping="Leads", state=mark, changes=CHANGES,
                is_canary=place == 0)
        for place, mark in enumerate(marks)
    )  # fmt: skip
    return replace(READY, state=state, rows=rows, total=len(rows), **changed)  # type: ignore[arg-type]


MOVING = live("/agency/blueprints/b1/promotions/p1/", 2)
PROMOTIONS = (
    READY,
    replace(READY, rows=(), total=0, error="Give a whole number from 0 to 100."),
    replace(READY, can_manage=False),
    _at("checking", "waits", "waits", live=MOVING),
    _at("watching", "promoted", "waits", done=1, leads=14, wrong=1, percent=7.1, live=MOVING),
    _at("rest", "promoted", "unneeded", "waits", done=2, live=MOVING),
    _at("done", "promoted", "unneeded", done=2),
    _at("stopped", "promoted", "left", done=1, sentence="Maya Okafor stopped it."),
    _at("going_back", "promoted", "rolled_back", done=1, back=1, live=MOVING),
    _at("went_back", "kept", "rolled_back", back=2),
    _at("dropped", "waits"),
)
CONFIGURATION = ConfigurationPage(mappings=(Choice("Leads", "Leads"),), can_bring=True)
CONFIGURATIONS = (
    CONFIGURATION,
    replace(CONFIGURATION, can_bring=False),
    replace(
        CONFIGURATION,
        mark="x",
        can_apply=True,
        text="inlet: 1",
        changes=(
            PlanChange(kind="change", title="Mapping “Leads” gets a new version.", lines=CHANGES),
            PlanChange(kind="add", title="Source “Webinar” is added."),
            PlanChange(kind="remove", title="Source “Old” is removed."),
        ),
    ),
    replace(CONFIGURATION, mark="x", changes=(PlanChange(kind="add", title="More."),)),
    replace(CONFIGURATION, mark="x", is_same=True, can_apply=True),
    replace(CONFIGURATION, text="inlet: 2", wrongs=("Line 1, inlet: “2” is none of “1”.",)),
    replace(
        CONFIGURATION,
        keys=(NewKeyShown(source="Webinar", text="lsk_live_abcdefgh_x"),),
        waiting=("Solvane: “Production” is not connected yet.",),
    ),
)
