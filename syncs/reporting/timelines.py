"""What happened to a lead, newest first, from what was stored."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from syncs.page_values import TimelineItem
from syncs.states import State
from tenants.models import AuditEntry

from .story import Stored, by_mapping, what_salesforce_answered, what_was_decided

SENT_AGAIN = "lead.sent-again"
MOST = 20


def timeline_of(stored: Stored) -> tuple[TimelineItem, ...]:
    """The items; one read, for what people did."""
    items = [_received(stored), *_done(stored), *_waiting(stored), *_people(stored)]
    # Of things at one moment the later step stands first.
    ordered = sorted(enumerate(items), key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    return tuple(item for _position, item in ordered)


def _received(stored: Stored) -> TimelineItem:
    lead = stored.lead
    key = lead.external_id
    return TimelineItem(
        kind="received",
        what=_("Received from %(source)s") % {"source": lead.source.name},
        at=lead.received_at,
        detail=_("Stored, with the source’s id %(key)s.") % {"key": key} if key else _("Stored."),
    )


def _done(stored: Stored) -> list[TimelineItem]:
    """The last try: searched, decided, answered; stored together, so at one time."""
    lead, decision = stored.lead, stored.decision
    at = lead.finished_at or lead.changed_at
    items = []
    if decision is not None:
        items.append(TimelineItem("searched", _("Looked for this person"), at, decision.looked))
        what = _("Decided: %(what)s") % {"what": what_was_decided(decision)}
        items.append(TimelineItem("decided", what, at, by_mapping(lead)))
    return [*items, *_answered(stored)]


def _answered(stored: Stored) -> list[TimelineItem]:
    lead = stored.lead
    at = lead.finished_at or lead.changed_at
    if stored.state is State.HELD:
        return [TimelineItem("held", _("Held for a person"), at, lead.reason)]
    if stored.state is State.FAILED:
        return [TimelineItem("refused", _("Salesforce refused"), at, lead.reason)]
    if stored.state in (State.CREATED, State.UPDATED):
        sent = len(stored.answer.get("sent") or ())
        detail = ngettext("%(count)d field sent.", "%(count)d fields sent.", sent)
        what = what_salesforce_answered(stored)
        items = [TimelineItem("answered", what, at, detail % {"count": sent})]
        if stored.owner:
            items.append(TimelineItem("owner", _("Owner read back"), at, stored.owner))
        return items
    return []


def _waiting(stored: Stored) -> list[TimelineItem]:
    lead = stored.lead
    if stored.state is not State.PENDING or not stored.reason:
        return []
    if lead.fence < 0:
        return [TimelineItem("decided", _("Put into a load"), lead.changed_at, stored.reason)]
    tries = ngettext("%(count)d try so far.", "%(count)d tries so far.", lead.attempts)
    detail = f"{stored.reason} {tries % {'count': lead.attempts}}"
    return [TimelineItem("retry", _("Inlet tries again by itself"), lead.changed_at, detail)]


def _people(stored: Stored) -> list[TimelineItem]:
    entries = AuditEntry.objects.filter(action=SENT_AGAIN, subject=str(stored.lead.pk))[:MOST]
    return [
        TimelineItem("person", _("%(who)s sent it again") % {"who": entry.actor}, entry.at)
        for entry in entries
    ]
