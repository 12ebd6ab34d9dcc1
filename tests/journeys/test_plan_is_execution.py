"""A plan, carried out on the unchanged org, changes exactly what it said."""

from __future__ import annotations

from .conftest import Story
from .planned import PlannedRuns


def test_random_agreements_do_what_their_plans_said(story: Story) -> None:
    runs = PlannedRuns(story.tenant)
    for seed in range(12):
        runs.case(seed)
    assert not runs.figures.differences, "\n".join(runs.figures.differences)
    assert runs.figures.planning_writes == 0
    assert len(runs.figures.actions) >= 4
