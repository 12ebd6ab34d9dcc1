"""What the tests of the Salesforce side share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .scripted import Script, scripted_server


@pytest.fixture
def script() -> Iterator[Script]:
    """A server that answers what the test tells it to."""
    with scripted_server() as running:
        yield running
