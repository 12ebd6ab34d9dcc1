"""The states of a lead, in the order in which they are always shown. Pure."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a lead stands."""

    CREATED = "created"  # a new record in Salesforce
    UPDATED = "updated"  # something was written to an existing record
    UNCHANGED = "unchanged"  # found, nothing to change
    SKIPPED = "skipped"  # left out by a rule somebody wrote
    HELD = "held"  # not written until a person decides
    FAILED = "failed"  # Salesforce refused; can be repaired
    PENDING = "pending"  # on its way


IN_SALESFORCE = (State.CREATED, State.UPDATED, State.UNCHANGED)
NEEDS_PERSON = (State.HELD, State.FAILED)
