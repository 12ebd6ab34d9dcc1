"""Plans for many leads as pages: the form, the totals, the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from connections.models import Connection
from mappings.decisions import Decision
from mappings.proposals import Problem
from syncs.models import PlanRow, PlanRun
from syncs.page_values import Choice, Fact, Live, Pager
from syncs.page_values.plan_many import (
    PlanManyForm,
    PlanManyPage,
    PlanOutcome,
    PlanRunLine,
    PlanRunPage,
    PlanRunRow,
    PlanTile,
    RunState,
)

from .mappings import Agreed, mapping_head
from .plans import decision_card

SHOWN = 25
RECENT = 10
KEPT = timedelta(days=7)
COUNTS = (10, 50, 200)
OUTCOMES: tuple[PlanOutcome, ...] = (
    "created", "updated", "unchanged", "skipped", "held", "failed", "unreadable",
)  # fmt: skip
_FIRST = 2
_STATES: dict[str, RunState] = {
    PlanRun.State.WAITING: "waiting",
    PlanRun.State.RUNNING: "running",
    PlanRun.State.DONE: "done",
    PlanRun.State.BROKEN: "broken",
}
_GOING = (PlanRun.State.WAITING, PlanRun.State.RUNNING)


def plan_many_page(
    agreed: Agreed, slug: str, *, form: PlanManyForm, can_edit: bool, now: datetime
) -> PlanManyPage:
    """The form and the last plans; one read."""
    runs = PlanRun.objects.filter(mapping=agreed.mapping).defer("document")[:RECENT]
    return PlanManyPage(
        now=now,
        head=mapping_head(agreed, slug),
        form=form,
        runs=tuple(_line(one) for one in runs),
        can_edit=can_edit,
    )


def plan_form(
    agreed: Agreed,
    *,
    source: str = "",
    count: str = "50",
    version: str = "",
    is_file: bool = False,
    error: str = "",
) -> PlanManyForm:
    """The form with these choices; without a version, the draft is offered before what is live."""
    versions = [one for one in (agreed.draft, agreed.live) if one is not None]
    names = {one.state: rules_name(one.number, one.state == "draft") for one in versions}
    return PlanManyForm(
        sources=tuple(
            Choice(str(one.pk), one.name, chosen=str(one.pk) == source) for one in agreed.sources
        ),
        counts=tuple(Choice(str(one), str(one), chosen=str(one) == count) for one in COUNTS),
        versions=tuple(
            Choice(state, name, chosen=state == version) for state, name in names.items()
        ),
        is_file=is_file,
        error=error,
    )


def rules_name(number: int, is_draft: bool) -> str:  # noqa: FBT001
    """By which rules, in words."""
    if is_draft:
        return _("the draft of version %(number)d") % {"number": number}
    return _("version %(number)d") % {"number": number}


def plan_run_page(
    agreed: Agreed,
    plan: PlanRun,
    slug: str,
    *,
    connection: Connection | None,
    outcome: str,
    after: int | None,
    now: datetime,
) -> PlanRunPage:
    """The plan; at most three reads."""
    here = reverse("mapping-plan-run", args=[slug, plan.mapping_id, plan.pk])
    going = plan.state in _GOING
    chosen = _chosen(plan, outcome)
    rows = [] if going else list(_page_of(plan, chosen, after)[: SHOWN + 1])
    return PlanRunPage(
        now=now,
        head=mapping_head(agreed, slug),
        id=str(plan.pk),
        title=plan.title,
        rules=rules_name(plan.number, plan.is_draft),
        state=_STATES[plan.state],
        is_file=plan.is_file,
        rows=plan.rows,
        done=plan.done + plan.unreadable,
        calls=plan.calls,
        trouble=plan.trouble,
        facts=_facts(plan),
        columns=_columns(plan),
        tiles=_tiles(plan, here, chosen),
        shown=tuple(
            _row(row, connection=connection, slug=slug, is_file=plan.is_file)
            for row in rows[:SHOWN]
        ),
        chosen=chosen,
        pager=_pager(plan, rows, here, chosen=chosen, after=after),
        live=Live("", mark_of(plan), 1 if plan.done < 5_000 else 3) if going else None,
    )


def mark_of(plan: PlanRun) -> str:
    """How far it is, for a page that polls."""
    return f"{plan.pk}-{plan.state}-{plan.stretch}"


def is_going(agreed: Agreed) -> bool:
    """Whether a plan for many leads is being made by this mapping. One read."""
    return PlanRun.objects.filter(mapping=agreed.mapping, state__in=_GOING).exists()


def _line(plan: PlanRun) -> PlanRunLine:
    return PlanRunLine(
        id=str(plan.pk),
        title=plan.title,
        rules=rules_name(plan.number, plan.is_draft),
        rows=plan.rows,
        state=_STATES[plan.state],
        asked_at=plan.asked_at,
        asked_by=plan.asked_by,
    )


def _facts(plan: PlanRun) -> tuple[Fact, ...]:
    until = formats.date_format(timezone.localtime(plan.asked_at + KEPT), "j F")
    found = (
        Fact(_("Rules"), rules_name(plan.number, plan.is_draft)),
        Fact(_("Calls for looking"), formats.number_format(plan.calls, force_grouping=True)),
        Fact(_("Records written"), "0"),
        Fact(_("Asked by"), plan.asked_by),
        Fact(_("Kept until"), until),
    )
    return tuple(one for one in found if one.value)


def _columns(plan: PlanRun) -> tuple[Fact, ...]:
    """Which path each column of a file fills."""
    unread = _("left out: it has no heading")
    return tuple(
        Fact(heading or "–", path or unread, is_code=bool(path)) for heading, path in plan.columns
    )


def _tiles(plan: PlanRun, here: str, chosen: str) -> tuple[PlanTile, ...]:
    return tuple(
        PlanTile(
            one,
            plan.counts.get(one, 0),
            _address(here, "" if one == chosen else one) + "#rows",
            one == chosen,
        )
        for one in OUTCOMES
        if plan.is_file or one != "unreadable"
    )


def _of(plan: PlanRun, chosen: str) -> QuerySet[PlanRow]:
    rows = PlanRow.objects.filter(run=plan).exclude(outcome="")
    return rows.filter(outcome=chosen) if chosen else rows


def _chosen(plan: PlanRun, outcome: str) -> PlanOutcome | Literal[""]:
    """The outcome whose rows are shown alone; "" for all, also where none came to it."""
    for one in OUTCOMES:
        if one == outcome and plan.counts.get(one):
            return one
    return ""


def _page_of(plan: PlanRun, chosen: str, after: int | None) -> QuerySet[PlanRow]:
    rows = _of(plan, chosen)
    return rows.filter(position__gt=after) if after is not None else rows


def _pager(
    plan: PlanRun, rows: Sequence[PlanRow], here: str, *, chosen: str, after: int | None
) -> Pager:
    shown = min(len(rows), SHOWN)
    total = plan.counts.get(chosen, 0) if chosen else plan.done + plan.unreadable
    first = 1 if after is None else _of(plan, chosen).filter(position__lte=after).count() + 1
    more = len(rows) > SHOWN
    return Pager(
        shown=shown,
        total=total,
        first=first,
        older=_address(here, chosen, rows[SHOWN - 1].position) + "#rows" if more else "",
        newest=_address(here, chosen) + "#rows" if after is not None else "",
    )


def _address(here: str, chosen: str, after: int | None = None) -> str:
    asked = {"outcome": chosen} if chosen else {}
    if after is not None:
        asked["after"] = str(after)
    return f"{here}?{urlencode(asked)}" if asked else here


def _row(row: PlanRow, *, connection: Connection | None, slug: str, is_file: bool) -> PlanRunRow:
    shown = PlanRunRow(
        number=row.number,
        name=row.name or row.email or row.company or _("A lead without a name"),
        beside=", ".join(one for one in (row.company, row.email) if one and (row.name or is_file)),
        outcome=next(one for one in OUTCOMES if one == row.outcome),
        why=row.why,
        lead_id=str(row.lead_id or ""),
    )
    if row.decision is None:
        return shown
    decision = Decision.from_dict(row.decision)
    predicted = tuple(Problem(**one) for one in row.predicted)
    card = decision_card(decision, predicted=predicted, connection=connection, slug=slug)
    written = [one for one in card.fields if one.result == "planned"]
    return replace(
        shown, card=card, first=tuple(written[:_FIRST]), more=max(0, len(written) - _FIRST)
    )


def export_rows(plan: PlanRun) -> Iterable[tuple[object, ...]]:
    """The whole plan as a table, the headings first; one read. Inside the walls."""
    yield (
        _("Row"), _("Name"), _("E-mail"), _("Company"), _("Outcome"), _("Why"),
        _("Would be written"), _("Salesforce record"),
    )  # fmt: skip
    words = {
        "created": _("Would create"),
        "updated": _("Would update"),
        "unchanged": _("No change"),
        "skipped": _("Would skip"),
        "held": _("Would hold"),
        "failed": _("Would fail"),
        "unreadable": _("No lead"),
    }
    names = (
        "number", "name", "email", "company", "outcome", "why", "changes", "decision__record_id",
    )  # fmt: skip
    rows = PlanRow.objects.filter(run=plan).order_by("position").values_list(*names)
    for number, name, email, company, outcome, *rest in rows.iterator(chunk_size=2000):
        yield (number, name, email, company, words.get(outcome, _("not planned yet")), *rest)
