"""A plan for a trade fair's visitors, in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syncs.page_values import Choice, Fact, Live, Pager
from syncs.page_values.plan import PlanField
from syncs.page_values.plan_many import (
    PlanManyForm,
    PlanManyPage,
    PlanRunLine,
    PlanRunPage,
    PlanRunRow,
    PlanTile,
)

from .mapping import HEAD, HOLD, ID, PLAN, REFUSED_PLAN
from .world import NOW

FORM = PlanManyForm(
    sources=(Choice("s1", "Website quote form", chosen=True), Choice("s2", "Landing page")),
    counts=(Choice("10", "10"), Choice("50", "50", chosen=True)),
    versions=(Choice("draft", "the draft of version 9"), Choice("live", "version 8")),
)
_LINE = PlanRunLine(
    id=ID,
    title="trade-fair.xlsx",
    rules="version 8",
    rows=1_480,
    state="done",
    asked_at=NOW - timedelta(hours=3),
    asked_by="Maya Okafor",
)
ASK = PlanManyPage(
    now=NOW,
    head=HEAD,
    form=FORM,
    runs=(
        replace(_LINE, state="running", asked_by=""),
        _LINE,
        replace(_LINE, state="broken", rows=1),
    ),
    can_edit=True,
)
FORMS = (
    ASK,
    replace(ASK, form=replace(FORM, is_file=True, error="This file has no rows."), runs=()),
    replace(ASK, form=PlanManyForm()),
    replace(ASK, can_edit=False),
)
_ROW = PlanRunRow(
    number=2,
    name="Priya Natarajan",
    beside="Brightfield Farms, priya.natarajan@brightfield.example",
    outcome="updated",
    why="Recognised by e-mail. Lead updated: 2 fields written, 1 kept.",
    first=(
        PlanField("Phone", "planned", "", "+44 20 7946 0958", "only if blank"),
        PlanField("Industry", "planned", "Other", "Agriculture", "refresh after 90 days"),
    ),
    more=3,
    lead_id=ID,
    card=PLAN,
)
ROWS = (
    _ROW,
    replace(_ROW, number=3, outcome="created", beside="", first=_ROW.first[:1], more=1),
    replace(_ROW, number=4, outcome="unchanged", why="All is there already.", first=(), more=0),
    replace(_ROW, number=5, outcome="skipped", why="Policy: no update.", first=(), more=0),
    replace(_ROW, number=6, outcome="held", why="Two Contacts match.", card=HOLD, lead_id=""),
    replace(_ROW, number=7, outcome="failed", why="Company: It is missing.", card=REFUSED_PLAN),
    replace(
        _ROW, number=1_048, outcome="unreadable", name="A lead without a name", beside="", first=(),
        more=0, card=None, lead_id="",
        why="Mitarbeiter: A valid integer is required.",
    ),
)  # fmt: skip
RUN = PlanRunPage(
    now=NOW,
    head=HEAD,
    id=ID,
    title="trade-fair.xlsx",
    rules="the draft of version 9",
    state="done",
    is_file=True,
    rows=1_480,
    done=1_480,
    calls=3,
    facts=(Fact("Rules", "the draft of version 9"), Fact("Records written", "0")),
    columns=(
        Fact("E-Mail", "person.email", is_code=True),
        Fact("Jahresverbrauch (kWh)", "custom.jahresverbrauch_kwh", is_code=True),
        Fact("–", "left out: it has no heading"),
    ),
    tiles=(
        PlanTile("created", 940, "?outcome=created#rows"),
        PlanTile("updated", 361, "#rows", chosen=True),
        PlanTile("unchanged", 90, "?outcome=unchanged#rows"),
        PlanTile("skipped", 0, "?outcome=skipped#rows"),
        PlanTile("held", 61, "?outcome=held#rows"),
        PlanTile("failed", 20, "?outcome=failed#rows"),
        PlanTile("unreadable", 8, "?outcome=unreadable#rows"),
    ),
    shown=ROWS,
    chosen="updated",
    pager=Pager(7, 361, first=26, older="?after=51#rows", newest="?#rows"),
)
RUNS = (
    RUN,
    replace(
        RUN, chosen="", is_file=False, title="Website quote form", columns=(), tiles=RUN.tiles[:6],
        pager=Pager(7, 7), trouble="Salesforce did not answer.", calls=1, rows=1,
    ),
    replace(RUN, state="waiting", done=0, calls=0, live=Live("", "x", 1)),
    replace(RUN, state="running", done=1_000, live=Live("", "x", 1)),
    replace(RUN, state="broken", trouble="The rule for Title names no source."),
)  # fmt: skip
