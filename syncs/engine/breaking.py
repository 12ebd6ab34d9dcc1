"""For how long an org is left alone after a call that failed as a whole, and who ends it. Pure.

The breaker is closed while the lane has no pause, open until its pause is over, and half open from
then on: one worker alone tries a few leads (``lanes.take``), and only its success closes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from connections.errors import NOT_CONNECTED, VAULT_CLOSED, ErrorClass, Failure
from syncs.retries import ORG_SCHEDULE, pause_for

# Out of calls: at most one probe a minute, and never all orgs at once.
_LIMIT_SECONDS, _UPWARD = 60.0, 0.2
# What only a person can end is tried three times in all, in case it was a passing mood of
# something between us and Salesforce; then nothing is called before somebody reconnects.
_PERSON_SECONDS = (60.0, 600.0)
_NEEDS_PERSON = {ErrorClass.AUTH, ErrorClass.PERMISSION}
_NOTHING_CALLED = {NOT_CONNECTED, VAULT_CLOSED}
# A session that ended although it was just renewed: the refresh token works, so access isn't over
# by that alone; an admin may be ending sessions this very moment.
_SESSION_OVER = {"INVALID_SESSION_ID", "HTTP_401", "Bad_OAuth_Token", "invalid_token"}


@dataclass(frozen=True, slots=True)
class Pause:
    """``counts``: it was trouble with the org, so the next pause is longer. ``ends``: the
    connection is over until a person reconnects."""

    seconds: float
    counts: bool = True
    ends: bool = False


def out_of_calls(draw: float) -> Pause:
    """The pause while the org, or Inlet's share of it, has no API calls left."""
    return Pause(_LIMIT_SECONDS * (1 + _UPWARD * draw), counts=False)


def pause_after(failure: Failure, troubles: int, draw: float) -> Pause:
    """What follows from this failure after ``troubles`` others in a row."""
    if failure.kind is ErrorClass.LIMIT:
        return out_of_calls(draw)
    if failure.code in _NOTHING_CALLED:
        return Pause(pause_for(len(ORG_SCHEDULE), draw), counts=False)
    if failure.kind is ErrorClass.AUTH and failure.code in _SESSION_OVER:
        return Pause(pause_for(troubles + 1, draw), ends=troubles >= len(ORG_SCHEDULE))
    if failure.kind in _NEEDS_PERSON:
        seconds = _PERSON_SECONDS[min(troubles, len(_PERSON_SECONDS) - 1)]
        return Pause(seconds * (1 + _UPWARD * draw), ends=troubles >= len(_PERSON_SECONDS))
    return Pause(pause_for(troubles + 1, draw))
