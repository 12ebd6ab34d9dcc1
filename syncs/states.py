"""The states of a lead, in the order in which they are always shown, and of a load. Pure."""

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


class LoadState(StrEnum):
    """Where a bulk load stands. Each is kept before the call that leads out of it."""

    GATHERING = "gathering"  # rows are added
    READY = "ready"  # all rows are there, and the org knows nothing of them
    FILLING = "filling"  # the org opened a job, which is not closed: nothing of it is worked
    CLOSING = "closing"  # it may have been told to begin
    WORKING = "working"  # the org works on it
    READING = "reading"  # the org is done, and its answers are being read
    DONE = "done"
