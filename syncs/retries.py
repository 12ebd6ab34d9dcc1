"""When to try again. Pure: the draw is passed in."""

from __future__ import annotations

from collections.abc import Sequence

# Upper ends in seconds: 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 6 h, 12 h; about 21 hours in all.
SCHEDULE = (5, 30, 120, 600, 1800, 7200, 21600, 43200)
# The record changed since the look-up: the next look-up shows how, and there is nothing to wait
# for. Once; if it is refused in the same way again, looking doesn't help.
LOOK_AGAIN = (0, *SCHEDULE)
# Somebody else held the record for a moment.
UNLOCKING = (1, 3, 10, *SCHEDULE[1:])
# For an org that doesn't answer at all: soon again at first, never rarer than every 10 minutes.
ORG_SCHEDULE = (2, 5, 15, 60, 180, 600)


def retry_in(tries: int, draw: float, steps: Sequence[int] = SCHEDULE) -> float | None:
    """Seconds until a lead that failed `tries` times (1 or more) is due again; None gives it up.

    Full jitter: `draw` in [0, 1) picks a moment in the last four fifths of the step, so that
    leads that failed together don't come back together.
    """
    if tries > len(steps):
        return None
    return _spread(steps[tries - 1], draw)


def pause_for(troubles: int, draw: float) -> float:
    """Seconds for which an org is left alone after `troubles` (1 or more) failures in a row."""
    return _spread(ORG_SCHEDULE[min(troubles, len(ORG_SCHEDULE)) - 1], draw)


def _spread(seconds: int, draw: float) -> float:
    return seconds * (0.2 + 0.8 * draw)
