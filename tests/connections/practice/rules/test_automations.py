"""Automations that take their time, and stop nothing."""

from __future__ import annotations

import pytest

from connections.practice.rules.automation_kinds import ALL_KINDS, KINDS, SLOW, TRIGGER
from connections.practice.rules.automations import Automation, obstacle, seconds_for

SLOW_LEADS = Automation("Score", "Lead", SLOW, ms=8)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [({"Lead": 200}, 1.6), ({"Lead": 0}, 0), ({"Contact": 200}, 0), ({}, 0)],
)
def test_a_slow_one_takes_its_time_for_each_record(written: dict[str, int], seconds: float) -> None:
    assert seconds_for([SLOW_LEADS], written) == pytest.approx(seconds)


def test_slow_ones_add_up_and_those_switched_off_take_none() -> None:
    more = (
        Automation("Enrich", "Lead", SLOW, ms=2),
        Automation("Old", "Lead", SLOW, ms=500, active=False),
        Automation("Guard", "Lead", TRIGGER),
    )
    assert seconds_for([SLOW_LEADS, *more], {"Lead": 100}) == pytest.approx(1.0)


@pytest.mark.parametrize("stage", ["locked", "early", "before", "late"])
@pytest.mark.parametrize("creating", [True, False])
def test_a_slow_one_stops_nothing(stage: str, *, creating: bool) -> None:
    assert obstacle([SLOW_LEADS], {}, stage=stage, creating=creating) is None


def test_every_other_kind_has_an_answer() -> None:
    assert set(ALL_KINDS) - set(KINDS) == {SLOW}
