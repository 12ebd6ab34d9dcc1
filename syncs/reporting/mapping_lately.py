"""What a mapping did lately: how often a rule kept a field, and what a replay of the draft said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.decisions import Action
from mappings.models import Mapping as MappingRow
from mappings.ownership import Result
from mappings.rules import FieldRule
from syncs.models import InboundLead, Replay
from syncs.page_values.mapping import ReplayNote

from .mappings import Agreed

DAYS, MOST = 30, 500
_UPDATES = (Action.UPDATE_LEAD.value, Action.UPDATE_CONTACT.value)


def kept_lately(mapping: MappingRow, rule: FieldRule, *, now: datetime) -> str:
    """How often the rule that was live kept the field; "" when nothing was updated. One read."""
    rows = InboundLead.objects.filter(
        source__mapping_id=mapping.pk,
        received_at__gte=now - timedelta(days=DAYS),
        decision__action__in=_UPDATES,
    ).order_by("-received_at")
    found = rows.values_list("sobject", "decision__changes")[:MOST]
    kept, updates = tally(found, rule)
    if not updates:
        return ""
    told = {"title": rule.title, "kept": kept, "updates": updates, "days": DAYS}
    sentence = ngettext(
        "Over the last %(days)d days, the rule that was live kept %(title)s on %(kept)d of "
        "%(updates)d update.",
        "Over the last %(days)d days, the rule that was live kept %(title)s on %(kept)d of "
        "%(updates)d updates.",
        updates,
    )
    return sentence % told


def tally(
    decided: Iterable[tuple[str, list[Mapping[str, Any]] | None]], rule: FieldRule
) -> tuple[int, int]:
    """How many updates a guard kept the field from, and how many were about it at all."""
    results = [
        change["result"]
        for sobject, changes in decided
        for change in changes or ()
        if change["field"] == rule.target(sobject or "Lead")
        # What the source didn't send is kept by no rule.
        and change.get("guard") not in ("stand_in", "placeholder", "key_taken")
    ]
    return results.count(Result.KEPT.value), len(results)


def replay_note(agreed: Agreed, slug: str) -> ReplayNote | None:
    """What the newest replay says about the draft; None without a draft. One read."""
    draft = agreed.draft
    if draft is None or agreed.live is None:
        return None
    address = reverse("mapping-replay", args=[slug, agreed.mapping.pk])
    newest = Replay.objects.filter(mapping=agreed.mapping, number=draft.number).first()
    if newest is None or newest.document != draft.document:
        return ReplayNote(_("This draft was not replayed yet."), _("Replay 30 days"), address)
    told = {"leads": newest.leads, "days": newest.days}
    shown = {name: formats.number_format(value, use_l10n=True) for name, value in told.items()}
    if newest.state == Replay.State.DONE:
        shown["differing"] = formats.number_format(newest.differing, use_l10n=True)
        text = _(
            "Replaying the last %(days)s days: %(differing)s of %(leads)s leads would come out "
            "differently."
        )
        return ReplayNote(text % shown, _("See which"), address)
    if newest.state == Replay.State.BROKEN:
        return ReplayNote(_("The replay of this draft broke off."), _("See why"), address)
    text = _("The last %(days)s days are being replayed with this draft.")
    return ReplayNote(text % shown, _("Look at it"), address)
