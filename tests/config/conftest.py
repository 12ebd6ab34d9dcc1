"""A stack to look at, and a place for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .stacks import Running, started


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One stack for the tests of a file that only look at it."""
    with started(tmp_path_factory.mktemp("stack") / "data") as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"
