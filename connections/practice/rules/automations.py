"""What an org's own automation does to a save: triggers, flows, locks, filters (facts 4, 9).

None of it is run; each is a named obstacle with a condition, that refuses as the real one would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .assignment import Condition
from .refusals import Refusal

TRIGGER, FLOW, FILTER, APPROVAL = "trigger", "flow", "lookup filter", "approval"
STATUS, LIMIT, LICENSE = "status", "limit", "licence"
HTML, APEX_ACCESS, APEX_REQUESTS = "html", "apex access", "apex requests"
LOCK, SHARING, TRANSFER, UNKNOWN = "row lock", "sharing", "transfer", "unknown"
ASSIGNEE = "assignee"

# Kind → (error code, text where the automation has none of its own).
KINDS: Mapping[str, tuple[str, str]] = {
    TRIGGER: (
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "{name}: execution of {moment}\n\ncaused by: System.NullPointerException: Attempt to "
        "de-reference a null object\n\nTrigger.{name}: line 14, column 1",
    ),
    FLOW: (
        "CANNOT_EXECUTE_FLOW_TRIGGER",
        "We can't save this record because the “{name}” process failed. Give your Salesforce "
        "admin these details. This error occurred when the flow tried to update records.",
    ),
    FILTER: (
        "FIELD_FILTER_VALIDATION_EXCEPTION",
        "Value does not exist or does not match filter criteria.",
    ),
    APPROVAL: ("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"),
    SHARING: ("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"),
    TRANSFER: ("TRANSFER_REQUIRES_READ", "The new owner must have read permission"),
    ASSIGNEE: ("INVALID_ASSIGNEE_TYPE", "Assignee Type: invalid for this record"),
    STATUS: ("INVALID_STATUS", "invalid status: {value}"),
    LIMIT: ("LIMIT_EXCEEDED", "You have reached a limit of your organization."),
    LICENSE: ("LICENSE_LIMIT_EXCEEDED", "license limit exceeded"),
    HTML: ("UNSAFE_HTML_CONTENT", "unsafe HTML content: {value}"),
    APEX_ACCESS: ("APEX_DATA_ACCESS_RESTRICTION", "Apex data access is restricted"),
    APEX_REQUESTS: ("TOO_MANY_APEX_REQUESTS", "Too many Apex requests are running."),
    LOCK: (
        "UNABLE_TO_LOCK_ROW",
        "unable to obtain exclusive access to this record or 1 records: {id}",
    ),
    UNKNOWN: ("UNKNOWN_EXCEPTION", "An unexpected error occurred. ErrorId: 1093-{name}"),
}
# What Salesforce looks at before it looks at what is required (salesforce-facts 4).
LOCKS = frozenset({APPROVAL, SHARING, LOCK})
EARLY = frozenset({ASSIGNEE, TRANSFER, FILTER, STATUS, HTML})
_BEFORE = frozenset({FLOW, TRIGGER})


@dataclass(frozen=True, slots=True)
class Automation:
    """An obstacle to saving records of one object. `kind`: a key of KINDS.

    `conditions` are all about the record as it will be; APPROVAL, SHARING and
    LOCK look at it as it was.
    `after`: a trigger or flow that runs after the save, which it then undoes. `field`: where
    the error is shown.
    """

    name: str
    sobject: str
    kind: str
    conditions: tuple[Condition, ...] = field(default=(), metadata={"of": Condition})
    active: bool = True
    on_create: bool = True
    on_update: bool = True
    after: bool = False
    field: str = ""
    message: str = ""

    def stage(self) -> str:
        """When it is met: "locked" (before anything is read), "early", "before" or "late"."""
        if self.kind in LOCKS:
            return "locked"
        if self.kind in EARLY:
            return "early"
        return "before" if self.kind in _BEFORE and not self.after else "late"

    def meets(self, record: Mapping[str, Any], *, creating: bool) -> bool:
        """Whether it stops this save."""
        wanted = self.on_create and self.kind != APPROVAL if creating else self.on_update
        return (
            self.active and wanted and all(condition.holds(record) for condition in self.conditions)
        )

    def refusal(self, record: Mapping[str, Any], *, creating: bool) -> Refusal:
        """What it answers."""
        code, text = KINDS[self.kind]
        moment = f"{'After' if self.after else 'Before'}{'Insert' if creating else 'Update'}"
        told = self.message or text.format(
            name=self.name,
            moment=moment,
            id=str(record.get("Id") or "")[:15],
            value=record.get(self.field) or "",
        )
        return Refusal(code, told, (self.field,) if self.field else ())


def obstacle(
    automations: Iterable[Automation], record: Mapping[str, Any], *, stage: str, creating: bool
) -> Refusal | None:
    """The refusal of the first automation of that stage which stops the save."""
    found = (
        one.refusal(record, creating=creating)
        for one in automations
        if one.stage() == stage and one.meets(record, creating=creating)
    )
    return next(found, None)
