"""Seeded histories of the pure core: nothing lost, nobody doubled; and each safety is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from .history import ALL, History
from .telling import tell, tell_all
from .verdicts import wrongs

HISTORIES = 800


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Orgs that are left alone say so, thousands of times."""
    with caplog.at_level("ERROR"):
        yield


def test_nothing_is_lost_and_nobody_doubled(capsys: pytest.CaptureFixture[str]) -> None:
    told = tell_all(HISTORIES, 1, ALL)
    with capsys.disabled():
        print(f"\n{told.histories} histories, {told.leads} leads, {told.cpu:.0f} s of CPU")
    assert told.wrongs == []
    assert told.kills > HISTORIES / 4
    assert told.late > HISTORIES / 4
    assert min(told.states[one] for one in ("created", "updated", "unchanged", "held")) > 0


@pytest.mark.parametrize(
    ("safety", "seeds", "word"),
    [
        ("fence", range(1, 200), "ended 2 times"),
        ("people", range(1, 300), "created"),
        ("reread", range(1, 30), "was created twice"),
        ("unique", range(1, 150), "was created twice"),
        ("quarantine", range(1, 150), "was created twice"),
    ],
)
def test_without_a_safety_the_simulation_finds_what_it_kept_away(
    safety: str, seeds: range, word: str
) -> None:
    found = tell(seeds, replace(ALL, **{safety: False})).wrongs
    assert any(word in wrong for _, wrong in found), found


def test_a_history_is_the_same_each_time_it_is_told() -> None:
    def fingerprint(seed: int) -> list[object]:
        history = History.of(seed)
        ended = history.run()
        leads = [(one.pk, one.state, one.record_id) for one in history.house.leads.values()]
        return [ended, history.loom.now, history.wire.calls, *leads, *wrongs(history, ended=ended)]

    for seed in range(300, 305):
        assert fingerprint(seed) == fingerprint(seed)
