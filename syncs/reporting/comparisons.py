"""What checks of the ledger found: against the leads, and against Salesforce."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.models import Connection
from syncs.models import LedgerCheck, LedgerFinding, Reconciliation
from syncs.page_values.ledger_page import Checked, Compared

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


def hours_differ(hours: int) -> str:
    """The sentence about counters that differ from the leads."""
    told = ngettext(
        "%(n)d hour of the ledger differs from the leads.",
        "%(n)d hours of the ledger differ from the leads.",
        hours,
    )
    return f"{told % {'n': hours}} {_('The fault is ours and has been reported.')}"


def days_differ(days: int) -> str:
    """The sentence about records that differ from Salesforce's."""
    told = ngettext(
        "On %(n)d day Salesforce holds other records than Inlet created.",
        "On %(n)d days Salesforce holds other records than Inlet created.",
        days,
    )
    return told % {"n": days}


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
        for name in one.stood
        if one.counted[name] != one.stood[name]
    ]
    hour = formats.date_format(one.hour.astimezone(zone), "j F, H:i")
    return f"{hour}, {source}: {'; '.join(parts)}."


def last_compared(now: datetime, connections: Iterable[Connection]) -> tuple[Compared, ...]:
    """The last days that were compared with Salesforce, the newest first; one read."""
    names = {one.pk: one.name for one in connections}
    rows = Reconciliation.objects.filter(ends__gt=now - SHOWN, connection_id__in=list(names))
    return tuple(
        Compared(
            day=row.day,
            org=names[row.connection_id] if len(names) > 1 else "",
            state=_state(row),
            sentences=tuple(_sentences(row)),
            at=row.finished_at,
            ids=_ids(row),
        )
        for row in rows.order_by("-day", "connection_id")[:SHOWN_AT_MOST]
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


def _sentences(row: Reconciliation) -> Iterator[str]:
    """What came of the comparison, in the order in which it matters."""
    if row.state == Reconciliation.State.WAITING:
        yield _("Is being compared.")
        return
    if row.state == Reconciliation.State.BROKEN:
        yield _("Could not be compared: %(why)s") % {"why": row.trouble}
        return
    yield (
        _("%(written)d created, %(found)d found.") % {"written": row.written, "found": row.found}
        if row.written
        else _("Inlet created nothing on that day.")
    )
    yield from _gaps(row)
    yield from _gone(row)
    if not row.by_key and row.written:
        yield _("Looked for by record id alone, since this org has no field for our key.")


def _gaps(row: Reconciliation) -> Iterator[str]:
    if row.missing_count:
        yield ngettext(
            "%(n)d is neither there nor in the recycle bin, or our user may not see it any more.",
            "%(n)d are neither there nor in the recycle bin, or our user may not see them any "
            "more.",
            row.missing_count,
        ) % {"n": row.missing_count}
    if row.unknown_count:
        yield ngettext(
            "%(n)d record has our key, but no lead ended in it.",
            "%(n)d records have our key, but no lead ended in them.",
            row.unknown_count,
        ) % {"n": row.unknown_count}
    if row.doubles_count:
        yield ngettext(
            "%(n)d person is there twice.", "%(n)d people are there twice.", row.doubles_count
        ) % {"n": row.doubles_count}


def _gone(row: Reconciliation) -> Iterator[str]:
    if row.deleted:
        yield ngettext(
            "%(n)d was deleted in Salesforce since.",
            "%(n)d were deleted in Salesforce since.",
            row.deleted,
        ) % {"n": row.deleted}
    if row.merged:
        yield ngettext(
            "%(n)d was merged into another record.",
            "%(n)d were merged into other records.",
            row.merged,
        ) % {"n": row.merged}
