"""A process that settled looks at new values only, and seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from config.collecting import MIDDLE, OLD, YOUNG, settle


@pytest.fixture
def collector() -> Iterator[None]:
    """Python's collector, put back afterwards."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_what_is_loaded_is_looked_at_no_more() -> None:
    settle()
    assert gc.get_threshold() == (YOUNG, MIDDLE, OLD)
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10
