"""The four steps of a lead, in words, from what was stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.decisions import Action, Decision
from syncs.models import InboundLead
from syncs.page_values import StoryStep
from syncs.states import State

from .payloads import leaves
from .sentences import first_and_rest, reason_now


@dataclass(frozen=True, slots=True)
class Stored:
    """A lead with its decision and Salesforce's answer, as they were kept. ``halt``: why nothing
    is sent to its org at the moment."""

    lead: InboundLead
    decision: Decision | None
    answer: dict[str, Any]
    unmapped: tuple[str, ...]
    halt: str = ""

    @property
    def state(self) -> State:
        """Where the lead stands."""
        return State(self.lead.state)

    @property
    def reason(self) -> str:
        """Why it stands there; "" while nothing is known."""
        lead = self.lead
        if self.state is not State.PENDING:
            return lead.reason
        was_finished = lead.finished_at is not None
        return self.halt or reason_now(
            lead.reason, attempts=lead.attempts, was_finished=was_finished
        )

    @property
    def owner(self) -> str:
        """Who owns the record, as far as Salesforce said."""
        return str(self.answer.get("owner") or "")


def story_of(stored: Stored) -> tuple[StoryStep, ...]:
    """The steps done so far, at most four."""
    steps = [_received(stored)]
    if stored.decision is not None:
        steps += [_recognised(stored.decision), _decided(stored, stored.decision)]
        answered = _answered(stored)
        steps += [answered] if answered else []
    return tuple(steps)


def _received(stored: Stored) -> StoryStep:
    lead = stored.lead
    count, missing = sum(1 for _leaf in leaves(lead.payload)), len(stored.unmapped)
    clock = formats.date_format(timezone.localtime(lead.received_at), "H:i:s")
    fields = ngettext("%(count)d field", "%(count)d fields", count) % {"count": count}
    if missing:
        detail = _("%(clock)s. %(fields)s, %(missing)d of them not mapped.")
    else:
        detail = _("%(clock)s. %(fields)s.")
    return StoryStep(
        lead.source.name, detail % {"clock": clock, "fields": fields, "missing": missing}
    )


def _recognised(decision: Decision) -> StoryStep:
    first, rest = first_and_rest(decision.looked)
    return StoryStep(first.removesuffix(".") or _("Nobody was looked for"), rest)


def what_was_decided(decision: Decision) -> str:
    """The decision as a heading."""
    if decision.is_unchanged:
        return _("Change nothing")
    return {
        Action.CREATE_LEAD: _("Create a Lead"),
        Action.UPDATE_LEAD: _("Update the Lead"),
        Action.UPDATE_CONTACT: _("Update the Contact"),
        Action.SKIP: _("Leave it alone"),
        Action.HOLD: _("Hold it for a person"),
    }[decision.action]


def by_mapping(lead: InboundLead) -> str:
    """Which version decided; "" when none did."""
    if not lead.mapping_number:
        return ""
    return _("By mapping version %(number)d.") % {"number": lead.mapping_number}


def _decided(stored: Stored, decision: Decision) -> StoryStep:
    # The reason tells of a record written, which is not so before Salesforce took it.
    is_done = stored.state not in (State.FAILED, State.PENDING)
    detail = decision.reason if is_done else by_mapping(stored.lead)
    return StoryStep(what_was_decided(decision), detail)


def what_salesforce_answered(stored: Stored) -> str:
    """Salesforce's answer as a heading; "" while nothing was answered."""
    sobject = stored.lead.sobject or "Lead"
    return {
        State.CREATED: _("Lead created"),
        State.UPDATED: _("%(sobject)s updated") % {"sobject": sobject},
        State.UNCHANGED: _("Nothing to write"),
        State.SKIPPED: _("Not asked to write"),
        State.FAILED: _("Refused"),
    }.get(stored.state, "")


def _answered(stored: Stored) -> StoryStep | None:
    title = what_salesforce_answered(stored)
    if not title:
        return None
    if stored.state is State.FAILED:
        return StoryStep(title, stored.lead.reason)
    if stored.state in (State.UNCHANGED, State.SKIPPED):
        return StoryStep(title, _("Inlet found the record and left it as it is."))
    return StoryStep(title, f"{_took(stored)} {_owned(stored)}".strip())


def _took(stored: Stored) -> str:
    lead = stored.lead
    if lead.finished_at is None:
        return ""
    seconds = (lead.finished_at - lead.received_at).total_seconds()
    shown = formats.number_format(max(seconds, 0.1), decimal_pos=1)
    return _("%(seconds)s seconds after it was received.") % {"seconds": shown}


def _owned(stored: Stored) -> str:
    return _("Owner: %(owner)s.") % {"owner": stored.owner} if stored.owner else ""
