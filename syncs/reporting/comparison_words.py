"""What checks of the ledger found, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from syncs.models import Reconciliation


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
    return ngettext(
        "On %(n)d day Salesforce holds other records than Inlet created.",
        "On %(n)d days Salesforce holds other records than Inlet created.",
        days,
    ) % {"n": days}


def sentences(row: Reconciliation) -> Iterator[str]:
    """What came of the comparison, in the order in which it matters."""
    if row.state == Reconciliation.State.WAITING:
        yield _("Is being compared.")
        return
    if row.state == Reconciliation.State.BROKEN:
        yield _("Could not be compared: %(why)s") % {"why": row.trouble}
        return
    told = _("%(written)d created, %(found)d found.")
    nothing = _("Inlet created nothing on that day.")
    yield told % {"written": row.written, "found": row.found} if row.written else nothing
    yield from _gaps(row)
    yield from _gone(row)
    if not row.by_key and row.written:
        yield _("Looked for by record id alone, since this org has no field for our key.")


def _gaps(row: Reconciliation) -> Iterator[str]:
    if row.missing_count:
        yield ngettext(
            "%(n)d is neither there nor in the recycle bin, or our user may no longer see it.",
            "%(n)d are neither there nor in the recycle bin, or our user may no longer see them.",
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
