"""The leads that wait for a person, by cause."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, Left, NullIf

from syncs.models import InboundLead
from syncs.page_values import Need
from syncs.states import NEEDS_PERSON, State

from .filters import Filters
from .sentences import first_and_rest

SHOWN = 5
_KEY = 200


@dataclass(frozen=True, slots=True)
class Cause:
    """Why some leads of a tenant wait; `key` is what they share."""

    tenant_id: uuid.UUID
    state: str
    key: str
    count: int


def with_key(leads: QuerySet[InboundLead]) -> QuerySet[Any]:
    """The leads with `key`: their cause, or the reason where none was kept."""
    return leads.annotate(
        key=Coalesce(NullIf(F("cause"), Value("")), Left("reason", _KEY), Value(""))
    )


def waiting_leads() -> QuerySet[InboundLead]:
    """Every held and failed lead of the tenants in force."""
    return InboundLead.objects.filter(state__in=NEEDS_PERSON)


def count_waiting() -> int:
    """How many there are; read from the index alone."""
    return waiting_leads().count()


def read_causes(tenants: Collection[uuid.UUID] | None = None) -> list[Cause]:
    """Every cause for which leads wait, the most frequent first; one read.

    Of all tenants in force, or of these among them.
    """
    leads = waiting_leads()
    leads = leads if tenants is None else leads.filter(tenant_id__in=tenants)
    groups = (
        with_key(leads)
        .values("tenant_id", "state", "key")
        .annotate(number=Count("id"))
        .order_by("-number", "state", "key")
    )
    return [Cause(row["tenant_id"], row["state"], row["key"], row["number"]) for row in groups]


def told_by_newest(causes: Iterable[Cause]) -> dict[tuple[uuid.UUID, str, str], tuple[str, str]]:
    """For each cause, by tenant, state and key: reason and fix of its newest lead; one read."""
    keys = {cause.key for cause in causes}
    if not keys:
        return {}
    newest = (
        with_key(waiting_leads())
        .filter(key__in=keys)
        .order_by("tenant_id", "state", "key", "-received_at")
        .distinct("tenant_id", "state", "key")
    )
    rows = newest.values_list("tenant_id", "state", "key", "reason", "fix")
    return {(tenant, state, key): (reason, fix) for tenant, state, key, reason, fix in rows}


def needs_of(causes: list[Cause], leads_address: str) -> tuple[Need, ...]:
    """The first causes as the overview shows them; `leads_address` is the list's."""
    shown = causes[:SHOWN]
    told = told_by_newest(shown)
    return tuple(
        _need(cause, told.get((cause.tenant_id, cause.state, cause.key), ("", "")), leads_address)
        for cause in shown
    )


def _need(cause: Cause, told: tuple[str, str], leads_address: str) -> Need:
    reason, fix = told
    state: Literal["held", "failed"] = "failed" if cause.state == State.FAILED else "held"
    first, rest = first_and_rest(reason)
    only = Filters(when="all", state=state, cause=cause.key)
    return Need(
        state=state,
        count=cause.count,
        cause=first,
        detail=f"{rest} {fix}".strip(),
        address=leads_address + only.query(),
    )
