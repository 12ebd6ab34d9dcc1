"""The kinds of an org's own automation: what each answers, and when it is met (facts 4, 9)."""

from __future__ import annotations

from collections.abc import Mapping

TRIGGER, FLOW, FILTER, APPROVAL = "trigger", "flow", "lookup filter", "approval"
STATUS, LIMIT, LICENSE = "status", "limit", "licence"
HTML, APEX_ACCESS, APEX_REQUESTS = "html", "apex access", "apex requests"
LOCK, SHARING, TRANSFER, UNKNOWN = "row lock", "sharing", "transfer", "unknown"
ASSIGNEE = "assignee"
# Stops nothing: it takes its time over each record that is saved.
SLOW = "slow"

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
ALL_KINDS = (*KINDS, SLOW)
# What Salesforce looks at before it looks at what is required (salesforce-facts 4).
LOCKS = frozenset({APPROVAL, SHARING, LOCK})
EARLY = frozenset({ASSIGNEE, TRANSFER, FILTER, STATUS, HTML})
BEFORE = frozenset({FLOW, TRIGGER})
