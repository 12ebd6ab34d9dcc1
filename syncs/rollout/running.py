"""A promotion moves on: as far as it gets in a moment, from wherever it was left."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Count
from django.utils import timezone

from mappings.models import Promotion, PromotionStep
from syncs.models import InboundLead
from syncs.states import State as LeadState
from tenants import walls
from tenants.models import Tenant

from .steps import StepRef, check, promote, take_back
from .watching import Tally, Verdict, stopped_because, verdict

_P, _S = Promotion.State, PromotionStep.State
# Clients a turn: a worker is free for leads again after about a second.
AT_ONCE = 5
MOVING = (_P.CHECKING, _P.CANARY, _P.WATCHING, _P.REST, _P.GOING_BACK)
_WRONG = (LeadState.HELD, LeadState.FAILED)


@dataclass(frozen=True, slots=True)
class _Phase:
    """What is done to which steps, and what the promotion is when none is left."""

    states: tuple[str, ...]
    do: Callable[[StepRef], None]
    then: str
    canaries_only: bool = False


def advance(agency_id: uuid.UUID, promotion_id: uuid.UUID) -> bool:
    """Take the next few clients on; whether there is more to do at once. Outside the walls."""
    tenants = list(Tenant.objects.filter(agency_id=agency_id).values_list("id", flat=True))
    if not tenants:
        return False
    with walls.inside(*tenants):
        row = Promotion.objects.filter(pk=promotion_id).select_related("version").first()
    if row is None or row.state not in MOVING:
        return False
    if row.state in (_P.WATCHING, _P.REST):
        said = _watched(row, tenants)
        if said is not Verdict.GO_ON and (said is Verdict.STOP or row.state == _P.WATCHING):
            return False
        if row.state == _P.WATCHING:
            return _move(row, _P.REST, tenants)
    return _work(row, _phase(row), tenants)


def _phase(row: Promotion) -> _Phase:
    if row.state == _P.CHECKING:
        return _Phase((_S.PENDING,), check, _P.READY)
    if row.state == _P.CANARY:
        do = partial(promote, state=_P.CANARY)
        return _Phase((_S.CHECKED,), do, _P.WATCHING, canaries_only=True)
    if row.state == _P.REST:
        return _Phase((_S.CHECKED,), partial(promote, state=_P.REST), _P.DONE)
    back = partial(take_back, by=row.turned_by)
    return _Phase((_S.PROMOTED, _S.UNCHANGED), back, _P.WENT_BACK)


def _work(row: Promotion, phase: _Phase, tenants: list[uuid.UUID]) -> bool:
    with walls.inside(*tenants):
        steps = PromotionStep.objects.filter(promotion=row, state__in=phase.states)
        if phase.canaries_only:
            steps = steps.filter(is_canary=True)
        found = list(steps.order_by("-is_canary", "id").values_list("tenant_id", "id")[:AT_ONCE])
    for tenant_id, step_id in found:
        phase.do(StepRef(tenant_id, step_id))
    if found:
        return True
    return _move(row, phase.then, tenants)


def _move(row: Promotion, state: str, tenants: list[uuid.UUID]) -> bool:
    """The promotion's next state, unless somebody gave it another meanwhile; True: look again."""
    with walls.inside(*tenants):
        Promotion.objects.filter(pk=row.pk, state=row.state).update(
            state=state, changed_at=timezone.now()
        )
    return state in MOVING


def _watched(row: Promotion, tenants: list[uuid.UUID]) -> Verdict:
    """What the leads say; a promotion that they speak against is stopped."""
    with walls.inside(*tenants):
        found = tally(row)
        said = verdict(found, most_errors=row.most_errors, least_leads=row.least_leads)
        if said is Verdict.STOP:
            stop(row, stopped_because(found, most_errors=row.most_errors))
    return said


def tally(row: Promotion) -> Tally:
    """The leads that the promoted clients' new versions decided. Inside the walls."""
    steps = PromotionStep.objects.filter(promotion=row, state=_S.PROMOTED)
    numbers = dict(steps.values_list("client__mapping_id", "number"))
    counted = (
        InboundLead.objects.filter(
            source__mapping_id__in=numbers, changed_at__gte=row.asked_at, finished_at__isnull=False
        )
        .order_by()
        .values_list("source__mapping_id", "mapping_number", "state")
        .annotate(count=Count("id"))
    )
    mine = [(state, count) for mapping, number, state, count in counted
            if numbers[mapping] == number]  # fmt: skip
    return Tally(
        finished=sum(count for _, count in mine),
        wrong=sum(count for state, count in mine if state in _WRONG),
    )


def stop(row: Promotion, sentence: str) -> None:
    """Leave the clients alone that it has not come to. Inside the walls."""
    locked = Promotion.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.state not in (_P.CANARY, _P.WATCHING, _P.REST):
        return
    now = timezone.now()
    Promotion.objects.filter(pk=row.pk).update(state=_P.STOPPED, sentence=sentence, changed_at=now)
    PromotionStep.objects.filter(promotion=row, state=_S.CHECKED).update(
        state=_S.LEFT, changed_at=now
    )
