"""What the first clients' leads say about a promotion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.rollout.watching import Tally, Verdict, stopped_because, verdict

GO_ON, WAIT, STOP = Verdict.GO_ON, Verdict.WAIT, Verdict.STOP
# Finished, wrong, most errors in percent, leads to wait for.
CASES = [
    (0, 0, 10, 20, WAIT),
    (19, 0, 10, 20, WAIT),
    (20, 0, 10, 20, GO_ON),
    (20, 2, 10, 20, GO_ON),
    (20, 3, 10, 20, STOP),
    (4, 4, 10, 20, WAIT),  # too few to say
    (5, 1, 10, 20, STOP),
    (5, 1, 20, 20, WAIT),
    (0, 0, 10, 0, GO_ON),
    (1, 1, 10, 0, STOP),
    (2, 1, 10, 2, STOP),
    (5, 5, 100, 5, GO_ON),
    (5, 1, 0, 20, STOP),
]


@pytest.mark.parametrize(("finished", "wrong", "most", "least", "expected"), CASES)
def test_it_goes_on_waits_or_stops(
    finished: int, wrong: int, most: int, least: int, expected: Verdict
) -> None:
    assert verdict(Tally(finished, wrong), most_errors=most, least_leads=least) is expected


COUNTS = st.integers(0, 200)


@given(COUNTS, COUNTS, st.integers(0, 100), COUNTS)
def test_more_good_leads_never_stop_it_and_bad_ones_never_let_it_go_on(
    good: int, wrong: int, most: int, least: int
) -> None:
    def said(good: int, wrong: int) -> Verdict:
        return verdict(Tally(good + wrong, wrong), most_errors=most, least_leads=least)

    if said(good, wrong) is GO_ON:
        assert said(good + 1, wrong) is GO_ON
    if said(good, wrong) is STOP:
        assert said(good, wrong + 1) is STOP


def test_the_reason_names_the_figures() -> None:
    told = stopped_because(Tally(24, 6), most_errors=10)
    assert told.startswith("6 of 24 leads that the new version decided were held or failed: 25 %,")
