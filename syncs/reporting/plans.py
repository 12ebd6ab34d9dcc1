"""A plan as a card: what would be done about a lead, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from connections.models import Connection
from mappings.decisions import Action, Decision
from mappings.following import Follow
from mappings.proposals import Problem
from syncs.page_values import FieldRow
from syncs.page_values.plan import (
    Candidate,
    Outcome,
    PlanCard,
    PlanField,
    PlanLine,
    PlanProblem,
)
from syncs.planning import Plan

from .changes import field_rows
from .orgs import record_address

_OUTCOMES: dict[Action, Outcome] = {
    Action.CREATE_LEAD: "created",
    Action.CREATE_CONTACT: "created",
    Action.UPDATE_LEAD: "updated",
    Action.UPDATE_CONTACT: "updated",
    Action.SKIP: "skipped",
    Action.HOLD: "held",
}


def plan_card(plan: Plan, *, connection: Connection | None = None, slug: str = "") -> PlanCard:
    """The card of a plan; with the connection, records can be opened. No read."""
    return decision_card(
        plan.decision,
        predicted=plan.predicted,
        trouble=plan.trouble,
        connection=connection,
        slug=slug,
    )


def decision_card(
    decision: Decision,
    *,
    predicted: tuple[Problem, ...] = (),
    trouble: str = "",
    connection: Connection | None = None,
    slug: str = "",
) -> PlanCard:
    """The card of a decision that is only planned, as ``plan_card`` makes it of a plan. No read."""
    told, same = field_rows(decision, is_done=False)
    return PlanCard(
        outcome="unchanged" if decision.is_unchanged else _OUTCOMES[decision.action],
        title=_title(decision),
        looked="" if trouble else decision.looked,
        why=decision.why,
        reason=_reason(decision),
        lines=tuple(_lines(decision)),
        fields=tuple(_field(row) for row in told),
        same=tuple(row.label for row in same),
        problems=_problems(decision.problems),
        predicted=_problems(predicted),
        candidates=tuple(
            Candidate(
                one.name or one.id,
                record_address(connection, slug, sobject=one.sobject, record_id=one.id)
                if connection
                else "",
            )
            for one in decision.candidates
        ),
        trouble=trouble,
    )


def _reason(decision: Decision) -> str:
    """Why nothing would be written; what would be is told field by field."""
    stays = decision.action in (Action.SKIP, Action.HOLD)
    return decision.reason if stays and not decision.problems else ""


def _title(decision: Decision) -> str:
    if decision.is_unchanged:
        return _("Would change nothing")
    return {
        Action.CREATE_LEAD: _("Would create a Lead"),
        Action.CREATE_CONTACT: _("Would create a Contact"),
        Action.UPDATE_LEAD: _("Would update a Lead"),
        Action.UPDATE_CONTACT: _("Would update a Contact"),
        Action.SKIP: _("Would be left alone"),
        Action.HOLD: _("Would be held for a person"),
    }[decision.action]


def _field(row: FieldRow) -> PlanField:
    is_planned = row.result == "planned"
    named = _("Rule: %(rule)s.") % {"rule": row.rule} if row.rule else ""
    kept = " ".join(part for part in (row.reason, named) if part)
    return PlanField(
        label=row.label,
        result="planned" if is_planned else "kept",
        before=row.before,
        after=row.after,
        why=(row.rule or row.reason) if is_planned else kept,
        note=row.note,
    )


def _lines(decision: Decision) -> Iterable[PlanLine]:
    if decision.owner_sentence:
        yield PlanLine("owner", decision.owner_sentence)
    for one in decision.follow:
        yield PlanLine("campaign" if one.kind == "campaign" else "task", _followed(one))


def _followed(one: Follow) -> str:
    if one.problem:
        return one.problem
    if one.kind == "campaign":
        text = _("Becomes a member of the campaign “%(campaign)s”, status “%(status)s”.")
        if not one.status:
            text = _("Becomes a member of the campaign “%(campaign)s”.")
        return text % {"campaign": one.campaign, "status": one.status}
    text = _("A Task is logged: “%(subject)s”, %(due)s.")
    return text % {"subject": one.subject, "due": one.due}


def _problems(problems: Iterable[Problem]) -> tuple[PlanProblem, ...]:
    return tuple(PlanProblem(one.label, one.sentence) for one in problems)
