"""What a person decides about a promotion: begin, choose the first clients, go on, stop, go back.

Call everything inside the walls of all of the agency's tenants; what has to be done then is done
by tasks.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from mappings.models import (
    Blueprint,
    BlueprintClient,
    BlueprintVersion,
    Promotion,
    PromotionStep,
)
from syncs.models import Source
from syncs.waking import ROLL_OUT, later
from tenants import audit

from .running import MOVING, stop

_P = Promotion.State
OPEN = (*MOVING, _P.READY)
_BACK = (_P.CANARY, _P.WATCHING, _P.REST, _P.DONE, _P.STOPPED)


class NotPossible(Exception):
    """It can't be done as things stand; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Who goes first: the chosen steps, or without any so many of those whose leads came last.

    Then ``least_leads`` leads are waited for, unless more than ``most_errors`` percent of them
    are held or failed. None chosen and 0: all at once.
    """

    chosen: frozenset[uuid.UUID] = frozenset()
    how_many: int = 3
    least_leads: int = 20
    most_errors: int = 10


def begin(version: BlueprintVersion, *, by: object) -> Promotion:
    """A promotion of this version to every client that follows the blueprint; comparing begins.

    Raises NotPossible while another one of the blueprint is open, and where nobody follows it.
    """
    with transaction.atomic():
        Blueprint.objects.select_for_update(no_key=True).get(pk=version.blueprint_id)
        if Promotion.objects.filter(blueprint=version.blueprint_id, state__in=OPEN).exists():
            raise NotPossible("Another promotion of this blueprint is open. End it first.")
        clients = list(BlueprintClient.objects.filter(blueprint=version.blueprint_id))
        if not clients:
            raise NotPossible("No client follows this blueprint yet.")
        made = Promotion.objects.create(
            agency_id=version.agency_id,
            blueprint_id=version.blueprint_id,
            version=version,
            asked_by=str(by)[:160],
        )
        PromotionStep.objects.bulk_create(
            PromotionStep(tenant_id=one.tenant_id, promotion=made, client=one) for one in clients
        )
        _ask(made)
    return made


def start(row: Promotion, first: First, *, by: object) -> None:
    """Promote the first clients and watch their leads, or all at once."""
    with transaction.atomic():
        locked = _locked(row, _P.READY)
        locked.least_leads, locked.most_errors = first.least_leads, first.most_errors
        steps = PromotionStep.objects.filter(promotion=row, state=PromotionStep.State.CHECKED)
        chosen = list(steps.filter(pk__in=first.chosen)) or _busiest(steps, first.how_many)
        PromotionStep.objects.filter(pk__in=[one.pk for one in chosen]).update(is_canary=True)
        _put(locked, _P.CANARY if chosen else _P.REST)
        _note(row, by, "started")


def _busiest(steps: QuerySet[PromotionStep], how_many: int) -> list[PromotionStep]:
    """Those with something to change whose leads came last: they tell soonest."""
    last = Source.objects.filter(mapping=OuterRef("client__mapping")).order_by(
        F("last_lead_at").desc(nulls_last=True)
    )
    told = steps.exclude(changes=[]).annotate(last=Subquery(last.values("last_lead_at")[:1]))
    return list(told.order_by(F("last").desc(nulls_last=True), "id")[:how_many])


def go_on(row: Promotion, *, by: object) -> None:
    """Don't wait for more leads of the first clients."""
    with transaction.atomic():
        _put(_locked(row, _P.WATCHING), _P.REST)
        _note(row, by, "went_on")


def end(row: Promotion, *, by: object) -> None:
    """Stop it, or drop it before it began; what was promoted stays promoted."""
    with transaction.atomic():
        locked = _locked(row, *OPEN)
        if locked.state in (_P.CHECKING, _P.READY):
            _put(locked, _P.DROPPED)
        else:
            stop(locked, f"{by} stopped it.")
        _note(row, by, "stopped")


def go_back(row: Promotion, *, by: object) -> None:
    """Put every promoted client back to the document it had before."""
    with transaction.atomic():
        locked = _locked(row, *_BACK)
        locked.turned_by = str(by)[:160]
        _put(locked, _P.GOING_BACK)
        _note(row, by, "rolled_back")


def _locked(row: Promotion, *states: str) -> Promotion:
    locked = Promotion.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.state not in states:
        now = _P(locked.state).label.lower()
        raise NotPossible(f"This can’t be done now: the promotion is at “{now}”.")
    return locked


def _put(locked: Promotion, state: str) -> None:
    locked.state, locked.changed_at = state, timezone.now()
    locked.save()
    _ask(locked)


def _ask(row: Promotion) -> None:
    transaction.on_commit(lambda: later(ROLL_OUT, row.agency_id, row.pk))


def _note(row: Promotion, by: object, what: str) -> None:
    """In the record of every client that the promotion touches."""
    steps = PromotionStep.objects.filter(promotion=row).select_related("tenant")
    for step in steps:
        audit.note(step.tenant, by, f"promotion.{what}", subject=row.version, id=str(row.pk))
