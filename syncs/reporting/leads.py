"""The list of leads: where is that lead?"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _

from syncs.models import InboundLead
from syncs.page_values import Choice, LeadRow, LeadsPage, Ledger, Live, Pager
from syncs.states import NEEDS_PERSON, State
from tenants.models import Tenant

from .counting import ledger_since
from .days import day_start, zone_of
from .filters import DAYS, Cursor, Filters
from .freshness import Freshness
from .searching import sought
from .sentences import clause, reason_now
from .sources import names_of_sources
from .waiting import with_key

ROWS = 50
MOST = 10_000
_COLUMNS = (
    "id", "name", "email", "external_id", "company", "state", "reason", "source_id", "received_at",
    "attempts", "finished_at",
)  # fmt: skip


def leads_page(tenant: Tenant, filters: Filters, *, fresh: Freshness, now: datetime) -> LeadsPage:
    """The page; three or four reads."""
    names = names_of_sources()
    chosen = filters.among(set(names))
    since = _since(chosen, tenant, now)
    counts = ledger_since(since, source=chosen.source)
    found = _matching(chosen, since)
    rows = list(_after(found, chosen.after)[: ROWS + 1])
    address = reverse("leads", args=[tenant.slug])
    return LeadsPage(
        live=Live(address=address + chosen.query(after=chosen.after), seen=fresh.mark),
        now=now,
        counts=counts,
        rows=tuple(_row(row, names) for row in rows[:ROWS]),
        pager=_pager(chosen, rows, total=_total(chosen, counts, found, rows=len(rows))),
        when=chosen.when,
        state=chosen.state,
        q=chosen.q,
        sources=tuple(
            Choice(str(pk), name, chosen=pk == chosen.source) for pk, name in names.items()
        ),
    )


def _since(filters: Filters, tenant: Tenant, now: datetime) -> datetime | None:
    days = DAYS.get(filters.when)
    return day_start(now, zone_of(tenant.time_zone), back=days - 1) if days else None


def _matching(filters: Filters, since: datetime | None) -> QuerySet[Any]:
    leads: QuerySet[Any] = InboundLead.objects.all()
    if since:
        leads = leads.filter(received_at__gte=since)
    if filters.state:
        states = NEEDS_PERSON if filters.state == "repair" else (State(filters.state),)
        leads = leads.filter(state__in=states)
    if filters.source:
        leads = leads.filter(source_id=filters.source)
    if filters.cause:
        leads = with_key(leads).filter(key=filters.cause)
    return leads.filter(sought(filters.q)) if filters.q else leads


def _after(leads: QuerySet[Any], cursor: Cursor | None) -> QuerySet[Any, Any]:
    if cursor:
        leads = leads.filter(
            Q(received_at__lt=cursor.received_at)
            | Q(received_at=cursor.received_at, id__lt=cursor.id),
            # Said once more for the planner: a bound of the index, which the "or" is not.
            received_at__lte=cursor.received_at,
        )
    owner = KeyTextTransform("owner", F("answer"))
    newest: QuerySet[Any, Any] = leads.order_by("-received_at", "-id").annotate(owner=owner)
    return newest.values(*_COLUMNS, "owner")


def _total(filters: Filters, counts: Ledger, found: QuerySet[Any], *, rows: int) -> int | None:
    """How many leads match; None for more than 10,000."""
    if filters.is_search and rows <= ROWS:
        total = (filters.after.first - 1 if filters.after else 0) + rows
    elif filters.is_search:
        total = found.order_by()[: MOST + 1].count()
    elif filters.state == "repair":
        total = counts.waiting
    else:
        total = counts.counts[State(filters.state)] if filters.state else counts.received
    return total if total <= MOST else None


def _pager(filters: Filters, rows: list[dict[str, Any]], *, total: int | None) -> Pager:
    first = filters.after.first if filters.after else 1
    shown = min(ROWS, len(rows))
    older = ""
    if len(rows) > ROWS:
        last = rows[ROWS - 1]
        older = filters.query(after=Cursor(last["received_at"], last["id"], first + ROWS))
    return Pager(
        shown=shown,
        # A lead that came in since is counted already, and shown on the first page.
        total=None if total is None else max(total, first + shown - 1),
        first=first if shown else 0,
        older=older,
        newest=replace(filters, after=None).query() if filters.after else "",
    )


def _row(row: dict[str, Any], names: dict[uuid.UUID, str]) -> LeadRow:
    state = State(row["state"])
    return LeadRow(
        id=str(row["id"]),
        name=row["name"] or row["email"] or row["external_id"] or _("Without a name"),
        company=row["company"],
        state=state,
        what=_what_happened(state, row),
        source=names.get(row["source_id"], ""),
        received_at=row["received_at"],
        owner=row["owner"] or "",
    )


def _what_happened(state: State, row: dict[str, Any]) -> str:
    """One clause for the list."""
    if state is not State.PENDING:
        return clause(row["reason"])
    was_finished = row["finished_at"] is not None
    reason = reason_now(row["reason"], attempts=row["attempts"], was_finished=was_finished)
    if not reason:
        return _("Waiting for its turn")
    return _("%(reason)s. Inlet tries again by itself") % {"reason": clause(reason)}
