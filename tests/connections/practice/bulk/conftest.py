"""A practice org in a process of its own, and a client of it."""

from __future__ import annotations

import pytest

from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials

from .caller import Caller, caller_at


@pytest.fixture
def caller(
    transactional_db: None, practice_process: str, credentials: Credentials, org: PracticeOrg
) -> Caller:
    """A client that has logged in to a newly opened org."""
    return caller_at(practice_process, credentials)
