"""For how long an org is left alone, and when a person has to come."""

from __future__ import annotations

import pytest

from connections.errors import answer_lost, failure, not_sent
from syncs.engine.breaking import Pause, out_of_calls, pause_after

BUSY, LIMIT = failure("SERVER_UNAVAILABLE", "Busy."), failure("REQUEST_LIMIT_EXCEEDED", "Total.")
REFUSED = failure("API_DISABLED_FOR_ORG", "The REST API is not enabled.")
ENDED = failure("INVALID_SESSION_ID", "Session expired or invalid")
NOBODY = failure("NOT_CONNECTED", "Disconnected")
PARALLEL = failure("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")

# What failed, how often before; the shortest and the longest pause, counted, the end.
PAUSES = [
    ("busy", BUSY, 0, (0.4, 2), (True, False)),
    ("busy again", BUSY, 1, (1, 5), (True, False)),
    ("busy for long", BUSY, 50, (120, 600), (True, False)),
    ("not reached", not_sent("refused").failure, 0, (0.4, 2), (True, False)),
    ("no answer", answer_lost("timeout").failure, 2, (3, 15), (True, False)),
    ("out of calls", LIMIT, 0, (60, 72), (False, False)),
    ("out of calls, for hours", LIMIT, 99, (60, 72), (False, False)),
    ("too many long calls at once", PARALLEL, 0, (0.4, 2), (True, False)),
    ("refused", REFUSED, 0, (60, 72), (True, False)),
    ("refused twice", REFUSED, 1, (600, 720), (True, False)),
    ("refused a third time", REFUSED, 2, (600, 720), (True, True)),
    ("no session, though new", ENDED, 2, (3, 15), (True, False)),
    ("no session for a quarter of an hour", ENDED, 6, (120, 600), (True, True)),
    ("nobody has connected", NOBODY, 0, (120, 600), (False, False)),
    ("nobody has, for months", NOBODY, 9_999, (120, 600), (False, False)),
]


@pytest.mark.parametrize("row", PAUSES, ids=[row[0] for row in PAUSES])
def test_a_pause(row: tuple[str, object, int, tuple[float, float], tuple[bool, bool]]) -> None:
    _, failed, troubles, (shortest, longest), (counts, ends) = row
    assert pause_after(failed, troubles, 0.0) == Pause(  # type: ignore[arg-type]
        pytest.approx(shortest), counts=counts, ends=ends
    )
    assert pause_after(failed, troubles, 1.0).seconds == pytest.approx(longest)  # type: ignore[arg-type]


def test_out_of_calls_waits_a_minute_at_least() -> None:
    assert out_of_calls(0.0) == Pause(60.0, counts=False)
    assert 60 <= out_of_calls(0.999).seconds <= 72
