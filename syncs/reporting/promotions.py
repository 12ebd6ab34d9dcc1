"""The page of a promotion, out of rows. Call inside the walls of the agency's clients."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

from django.urls import reverse

from mappings.models import Promotion, PromotionStep
from syncs.page_values.blueprints import PromotionPage, StepRow
from syncs.page_values.shell import Live
from syncs.rollout.running import MOVING, tally

from .clients import link_of

_P, _S = Promotion.State, PromotionStep.State
# The mark of each step; one that waits is ready as long as nothing has begun.
_MARKS = {
    _S.PENDING: "waits",
    _S.CHECKED: "waits",
    _S.PROMOTED: "promoted",
    _S.UNCHANGED: "unneeded",
    _S.HELD: "held",
    _S.LEFT: "left",
    _S.ROLLED_BACK: "rolled_back",
    _S.KEPT: "kept",
}
_ORDER = ("kept", "held", "promoted", "unneeded", "ready", "waits", "left", "rolled_back")
_DONE = (_S.PROMOTED, _S.UNCHANGED)
_BACK = (_S.ROLLED_BACK, _S.KEPT)
# Seconds between two looks: work moves fast, leads come when they come.
_FAST, _SLOW = 2, 10


def promotion_page(row: Promotion, *, can_manage: bool, error: str = "") -> PromotionPage:
    """The page; four reads, however many clients."""
    steps = list(
        PromotionStep.objects.filter(promotion=row)
        .select_related("tenant", "client__mapping")
        .defer("before", "wanted", "before_overrides", "wanted_overrides")
        .order_by("tenant__name", "client__mapping__name")
    )
    counts = Counter(one.state for one in steps)
    leads = tally(row)
    rows = sorted((_step(one, row) for one in steps), key=lambda one: _ORDER.index(one.state))
    return PromotionPage(
        id=str(row.pk),
        blueprint_id=str(row.blueprint_id),
        blueprint=row.version.blueprint.name,
        number=row.version.number,
        state=row.state,
        rows=tuple(one for one in rows if one.state != "held"),
        held=tuple(one for one in rows if one.state == "held"),
        checked=len(steps) - counts[_S.PENDING],
        done=sum(counts[state] for state in _DONE),
        back=sum(counts[state] for state in _BACK),
        total=len(steps) - counts[_S.HELD],
        leads=leads.finished,
        wrong=leads.wrong,
        percent=leads.percent,
        least_leads=row.least_leads,
        most_errors=row.most_errors,
        sentence=row.sentence,
        live=_live(row, f"{sorted(counts.items())}{leads}"),
        can_manage=can_manage,
        error=error,
    )


def _step(one: PromotionStep, row: Promotion) -> StepRow:
    mark = _MARKS[_S(one.state)]
    if row.state == _P.READY and one.state == _S.CHECKED:
        mark = "ready" if one.changes else "unneeded"
    return StepRow(
        id=str(one.pk),
        client=link_of(one.tenant),
        mapping=one.client.mapping.name,
        state=mark,
        reasons=tuple(one.reasons),
        notes=tuple(one.notes),
        changes=tuple(change["sentence"] for change in one.changes),
        is_canary=one.is_canary,
    )


def _live(row: Promotion, told: str) -> Live | None:
    if row.state not in MOVING:
        return None
    seconds = _SLOW if row.state == _P.WATCHING else _FAST
    seen = f"{row.state} {crc32(told.encode()):x}"
    return Live(reverse("promotion", args=[row.blueprint_id, row.pk]), seen, seconds)
