"""One record of the practice org as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.practice_view import Happening, Kind, Line, OrgView, Whole
from syncs.page_values import Fact
from syncs.page_values.practice_record import (
    ChangedField,
    Happened,
    MergeChoice,
    MergePage,
    PracticeRecordPage,
    RecordValue,
)
from tenants.models import Tenant

from .filters import Filters

# They stand in the card of the record, or say nothing to a person.
_SYSTEM = {
    "Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
    "IsUnreadByOwner", "PhotoUrl",
}  # fmt: skip
_JUST_NOW = timedelta(minutes=1)
_MERGEABLE = ("Lead", "Contact", "Account")


def record_page(
    tenant: Tenant,
    view: OrgView,
    whole: Whole,
    *,
    kind: Kind,
    everything: bool,
    can_edit: bool,
    now: datetime,
) -> PracticeRecordPage:
    """A record, its fields and its history; `everything`: the folded fields too. One read."""
    history = view.history(whole)
    written = _last_written(history, now)
    values = [
        RecordValue(name, label, whole.owner if name == "OwnerId" else value, written.get(name, ""))
        for name, label, value in whole.values
    ]
    plain = [one for one in values if _is_telling(one)]
    leads = reverse("leads", args=[tenant.slug]) + Filters(when="all", q=whole.id).query()
    is_open = can_edit and not whole.deleted
    is_converted = _value(whole, "IsConverted") == "true"
    return PracticeRecordPage(
        sobject=kind.name,
        plural=kind.plural,
        id=whole.id,
        name=whole.name,
        sentence=_sentence(whole, kind, history),
        values=tuple(values if everything else plain),
        folded=len(values) - len(plain),
        shows_all=everything,
        history=tuple(_happened(one, now) for one in history),
        facts=_facts(whole),
        leads_address=leads,
        reps=reps_of(view),
        deleted=whole.deleted,
        can_edit=can_edit,
        can_convert=is_open and kind.name == "Lead" and not is_converted,
        can_merge=is_open and kind.name in _MERGEABLE and not is_converted,
    )


def _is_telling(one: RecordValue) -> bool:
    """Whether a field is shown unasked: neither blank nor off, and no column of the system."""
    return one.value not in {"", "false"} and one.api_name not in _SYSTEM


def reps_of(view: OrgView) -> tuple[str, ...]:
    """Who of the org can do something by hand, the likeliest first."""
    return tuple(one.name for one in view.people() if one.name != view.inlet)


def _facts(whole: Whole) -> tuple[Fact, ...]:
    return (
        Fact(_("Record ID"), whole.id, is_code=True),
        Fact(_("Owner"), whole.owner),
        Fact(_("Created"), _stamp(whole.created_at, whole.created_by)),
        Fact(_("Changed"), _stamp(whole.modified_at, whole.modified_by)),
    )


def _value(whole: Whole, wanted: str) -> str:
    return next((value for name, _label, value in whole.values if name == wanted), "")


def _sentence(whole: Whole, kind: Kind, history: tuple[Happening, ...]) -> str:
    company = _value(whole, "Company")
    words = {"kind": kind.label, "company": company, "owner": whole.owner}
    if whole.deleted:
        first = _("This %(kind)s is in the recycle bin.") % words
    elif company:
        first = _("A %(kind)s of %(company)s, owned by %(owner)s.") % words
    else:
        first = _("A record of the object %(kind)s, owned by %(owner)s.") % words
    wrote = Counter(one.who for one in history if one.source != "seed")
    told = [_wrote(who, count) for who, count in wrote.most_common(2)]
    return " ".join([first, *told])


def _wrote(who: str, count: int) -> str:
    told = ngettext("%(who)s wrote to it once.", "%(who)s wrote to it %(count)d times.", count)
    return told % {"who": who, "count": count}


def _last_written(history: tuple[Happening, ...], now: datetime) -> Mapping[str, str]:
    """By whom each field was written last; `history` is newest first."""
    found: dict[str, str] = {}
    for one in history:
        for change in one.changes:
            words = {"who": one.who, "when": _when(one, now)}
            found.setdefault(change.name, _("by %(who)s, %(when)s") % words)
    return found


def _when(one: Happening, now: datetime) -> str:
    if one.source == "seed":
        return _("day 1")
    if now - one.at < _JUST_NOW:
        return _("just now")
    here = timezone.localtime(one.at)
    is_today = here.date() == timezone.localtime(now).date()
    return formats.date_format(here, "H:i" if is_today else "j F H:i")


def _happened(one: Happening, now: datetime) -> Happened:
    words = {
        "create": _("Created"),
        "update": _("Updated"),
        "delete": _("Deleted"),
        "undelete": _("Taken back"),
    }
    by = {
        "api": _("by %(who)s, through the API"),
        "bulk": _("by %(who)s, through the Bulk API"),
        "seed": _("by %(who)s, there from the first day"),
    }
    return Happened(
        words.get(one.operation, one.operation),
        _when(one, now),
        by.get(one.source, _("by %(who)s")) % {"who": one.who},
        tuple(
            ChangedField(change.label, change.old, change.new)
            for change in one.changes
            if change.name not in _SYSTEM and (change.old or change.new != "false")
        ),
    )


def merge_page(
    view: OrgView, whole: Whole, *, kind: Kind, q: str, found: tuple[Line, ...]
) -> MergePage:
    """Which other records can be merged into this one; no read."""
    return MergePage(
        kind.name,
        kind.plural,
        whole.id,
        whole.name,
        q,
        tuple(
            MergeChoice(one.id, one.name, one.company, _stamp(one.created_at, one.created_by))
            for one in found
            if one.id != whole.id
        ),
        reps_of(view),
    )


def _stamp(moment: datetime, who: str) -> str:
    when = formats.date_format(timezone.localtime(moment), "j F, H:i")
    return _("%(when)s, by %(who)s") % {"when": when, "who": who} if who else when
