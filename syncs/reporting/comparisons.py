"""What checks of the ledger found: against the leads, and against Salesforce."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from connections.models import Connection
from syncs.models import LedgerCheck, LedgerFinding, Reconciliation
from syncs.page_values.ledger_page import Checked, Compared

from .comparison_words import hours_differ, sentences
from .counting import COLUMNS

# What was compared longer ago is not shown any more.
SHOWN = timedelta(days=14)
SHOWN_AT_MOST = 12
_GAPS = Q(missing_count__gt=0) | Q(unknown_count__gt=0) | Q(doubles_count__gt=0)


def days_with_gaps(now: datetime, tenants: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, int]]:
    """Each client whose records differed from Salesforce's, and on how many of the last days."""
    rows = Reconciliation.objects.filter(
        _GAPS, tenant_id__in=list(tenants), state=Reconciliation.State.DONE, ends__gt=now - SHOWN
    )
    return list(rows.order_by().values_list("tenant_id").annotate(days=Count("day", distinct=True)))


def last_check(names: Mapping[uuid.UUID, str], zone: ZoneInfo) -> Checked | None:
    """The last time that the ledger was compared with the leads; None before the first.

    ``names`` are those of the sources; two reads.
    """
    row = LedgerCheck.objects.first()
    if row is None:
        return None
    if not row.hours:
        return Checked(row.checked_at, row.leads)
    open_ones = LedgerFinding.objects.filter(closed_at=None)[:SHOWN_AT_MOST]
    lines = tuple(_line(one, names.get(one.source_id, ""), zone) for one in open_ones)
    return Checked(row.checked_at, row.leads, hours_differ(row.hours), lines)


def _line(one: LedgerFinding, source: str, zone: ZoneInfo) -> str:
    """What was counted in an hour that differs, and what its leads say."""
    parts = [
        _("%(state)s %(counted)d, the leads say %(stood)d")
        % {"state": name, "counted": one.counted[name], "stood": one.stood[name]}
        for name in COLUMNS
        if one.counted[name] != one.stood[name]
    ]
    hour = formats.date_format(one.hour.astimezone(zone), "j F, H:i")
    return f"{hour}, {source}: {'; '.join(parts)}."


def newest_compared(now: datetime) -> QuerySet[Reconciliation]:
    """The days that were compared lately, the newest first, each connection's by itself."""
    rows = Reconciliation.objects.filter(ends__gt=now - SHOWN)
    return rows.order_by("-day", "connection_id")


def last_compared(now: datetime, connections: Iterable[Connection]) -> tuple[Compared, ...]:
    """The last days that were compared with Salesforce, the newest first; one read."""
    names = {one.pk: one.name for one in connections}
    rows = newest_compared(now).filter(connection_id__in=list(names))
    return tuple(
        Compared(
            day=row.day,
            org=names[row.connection_id] if len(names) > 1 else "",
            state=_state(row),
            sentences=tuple(sentences(row)),
            at=row.finished_at,
            ids=_ids(row),
        )
        for row in rows[:SHOWN_AT_MOST]
    )


def _state(row: Reconciliation) -> Literal["right", "differs", "waiting", "uncompared"]:
    if row.state == Reconciliation.State.WAITING:
        return "waiting"
    if row.state == Reconciliation.State.BROKEN:
        return "uncompared"
    return "right" if row.is_right else "differs"


def _ids(row: Reconciliation) -> tuple[str, ...]:
    if row.state != Reconciliation.State.DONE:
        return ()
    twice = (one for pair in row.doubles for one in pair)
    return tuple(dict.fromkeys([*row.missing, *row.unknown, *twice]))[:SHOWN_AT_MOST]
