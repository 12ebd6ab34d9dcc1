"""How clients stand: their leads, what waits for a person, their orgs. A few reads for all."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.models import Connection
from syncs.models import InboundLead, Lane, LedgerCheck, Source
from syncs.states import State
from tenants.models import Tenant

from .budgets import running_out
from .comparison_words import days_differ, hours_differ
from .comparisons import days_with_gaps
from .counting import Counted, by_tenant_and_day
from .days import day_start, local_day, zone_of
from .orgs import Orgs
from .sentences import clause
from .standing import Standing, Waiting
from .waiting import Cause, read_causes, told_by_newest

DAYS = 7
_Told = dict[tuple[uuid.UUID, str, str], tuple[str, str]]


def standings(tenants: Sequence[Tenant], now: datetime) -> list[Standing]:
    """Each of these clients, whose walls are in force; ten reads and one per time zone."""
    ids = [tenant.pk for tenant in tenants]
    days, orgs, causes = _days(tenants, now), _orgs(ids), _causes(ids)
    waiting, wrong, paused = _waiting(ids), _wrong(ids, now), _paused(ids, now)
    ending = running_out(tenants, orgs, now)
    sources = Source.objects.filter(tenant_id__in=ids).order_by()
    last = dict(sources.values_list("tenant_id").annotate(last=Max("last_lead_at")))
    return [
        Standing(
            tenant,
            orgs.get(tenant.pk, Orgs(())),
            days[tenant.pk],
            waiting.get(tenant.pk, Waiting()),
            last.get(tenant.pk),
            cause=causes.get(tenant.pk, ""),
            wrong=wrong.get(tenant.pk, ""),
            paused=paused.get(tenant.pk, ""),
            ending=ending.get(tenant.pk, ""),
        )
        for tenant in tenants
    ]


def _days(tenants: Sequence[Tenant], now: datetime) -> dict[uuid.UUID, tuple[Counted, ...]]:
    """The last 7 days of each, oldest first, as days are where it lives; one read a zone."""
    found: dict[uuid.UUID, tuple[Counted, ...]] = {}
    for name in {tenant.time_zone for tenant in tenants}:
        zone = zone_of(name)
        here = [tenant.pk for tenant in tenants if tenant.time_zone == name]
        counted = by_tenant_and_day(day_start(now, zone, back=DAYS - 1), zone, here)
        today = local_day(now, zone)
        dates = [today - timedelta(days=back) for back in reversed(range(DAYS))]
        found |= {pk: tuple(counted[pk].get(on, Counted()) for on in dates) for pk in here}
    return found


def _orgs(ids: list[uuid.UUID]) -> dict[uuid.UUID, Orgs]:
    found: dict[uuid.UUID, list[Connection]] = defaultdict(list)
    known = (
        "tenant_id", "environment", "state", "problem", "api_used", "api_allowed", "api_share",
        "streams", "org_changed_at",
    )  # fmt: skip
    for row in Connection.objects.filter(tenant_id__in=ids).only(*known):
        found[row.tenant_id].append(row)
    return {pk: Orgs(tuple(rows)) for pk, rows in found.items()}


def _waiting(ids: list[uuid.UUID]) -> dict[uuid.UUID, Waiting]:
    """By the index of states alone."""
    not_done = (State.HELD, State.FAILED, State.PENDING)
    rows = InboundLead.objects.filter(tenant_id__in=ids, state__in=not_done).order_by()
    counted: dict[uuid.UUID, dict[str, tuple[int, datetime]]] = defaultdict(dict)
    for row in rows.values("tenant_id", "state").annotate(n=Count("id"), at=Min("received_at")):
        counted[row["tenant_id"]][row["state"]] = (row["n"], row["at"])
    none: tuple[int, None] = (0, None)
    return {
        pk: Waiting(
            held=by_state.get(State.HELD, none)[0],
            failed=by_state.get(State.FAILED, none)[0],
            pending=by_state.get(State.PENDING, none)[0],
            oldest_at=by_state.get(State.PENDING, none)[1],
        )
        for pk, by_state in counted.items()
    }


def _causes(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Why most of each client's leads wait, and for how many causes more."""
    by_tenant: dict[uuid.UUID, list[Cause]] = defaultdict(list)
    for cause in read_causes(ids):
        by_tenant[cause.tenant_id].append(cause)
    told = told_by_newest([causes[0] for causes in by_tenant.values()])
    return {pk: _cause(causes, told) for pk, causes in by_tenant.items()}


def _cause(causes: list[Cause], told: _Told) -> str:
    first, others = causes[0], len(causes) - 1
    reason = clause(told.get((first.tenant_id, first.state, first.key), ("", ""))[0])
    if not reason or not others:
        return f"{reason}." if reason else ""
    more = ngettext("%(n)d other cause", "%(n)d other causes", others) % {"n": others}
    return _("%(reason)s; %(more)s.") % {"reason": reason, "more": more}


def _wrong(ids: list[uuid.UUID], now: datetime) -> dict[uuid.UUID, str]:
    """Whose counters differ from their leads, or whose records from Salesforce's."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    off = LedgerCheck.objects.filter(tenant_id__in=ids, hours__gt=0)
    for pk, hours in off.values_list("tenant_id", "hours"):
        found[pk].append(hours_differ(hours))
    for pk, days in days_with_gaps(now, ids):
        found[pk].append(days_differ(days))
    return {pk: " ".join(sentences) for pk, sentences in found.items()}


def _paused(ids: list[uuid.UUID], now: datetime) -> dict[uuid.UUID, str]:
    """Why an org is left alone at the moment."""
    lanes = Lane.objects.filter(tenant_id__in=ids, paused_until__gt=now).exclude(trouble="")
    return dict(lanes.values_list("tenant_id", "trouble"))
