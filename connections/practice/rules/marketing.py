"""What tasks, campaigns and campaign members are judged by beyond their fields (10.3, 10.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .ids import sobject_of
from .refusals import Refusal, Refused
from .values import Value

_CLOSED = "Completed"
_LEAD_AND_WHAT = "Related To ID: a task whose Name is a lead can't be related to another record"
_NOBODY = "Required fields are missing: [LeadId]"
_BOTH = "A campaign member is either a lead or a contact, not both."
# A Campaign begins with these: label, order, default, responded.
FIRST_STATUSES = (("Sent", 1, True, False), ("Responded", 2, False, True))


def settled_task(stored: Mapping[str, Value], current: Mapping[str, Any]) -> dict[str, Value]:
    """A task's values with what follows from them. Raises Refused for a Lead with a WhatId."""
    whole = {**current, **stored}
    if sobject_of(str(whole.get("WhoId") or "")) == "Lead" and whole.get("WhatId"):
        raise Refused(Refusal("FIELD_INTEGRITY_EXCEPTION", _LEAD_AND_WHAT, ("WhatId",)))
    if "Status" not in stored:
        return dict(stored)
    return {**stored, "IsClosed": stored["Status"] == _CLOSED}


def check_member(stored: Mapping[str, Value]) -> None:
    """Raise Refused unless a new campaign member is exactly one of Lead and Contact."""
    people = [name for name in ("LeadId", "ContactId") if stored.get(name)]
    if not people:
        raise Refused(Refusal("REQUIRED_FIELD_MISSING", _NOBODY, ("LeadId",)))
    if len(people) > 1:
        raise Refused(Refusal("FIELD_INTEGRITY_EXCEPTION", _BOTH, ("LeadId", "ContactId")))


def settled_member(
    stored: Mapping[str, Value],
    current: Mapping[str, Any],
    statuses: Sequence[Mapping[str, Any]],
    *,
    today: date,
) -> dict[str, Value]:
    """A member's values with its status, which is one of its campaign's `statuses`.

    One that isn't listed falls back to the default silently (salesforce-facts 10.4).
    """
    who = {**current, **stored}
    result = {**stored, "LeadOrContactId": who.get("LeadId") or who.get("ContactId")}
    if current and "Status" not in stored:
        return result
    wanted = str(stored.get("Status") or "").lower()
    listed = [one for one in statuses if str(one.get("Label")).lower() == wanted]
    chosen = next(iter(listed or [one for one in statuses if one.get("IsDefault")]), None)
    if chosen is None:
        return result
    responded = bool(chosen.get("HasResponded"))
    result |= {"Status": chosen["Label"], "HasResponded": responded}
    if responded and not current.get("FirstRespondedDate"):
        result["FirstRespondedDate"] = today.isoformat()
    return result


def member_key(values: Mapping[str, Any]) -> str:
    """What two members have in common when they are the same person in the same campaign."""
    return f"{values.get('CampaignId')}:{values.get('LeadOrContactId')}".lower()
