"""Refreshing with rotation on: many at once, and a process that dies in the middle of it."""

from __future__ import annotations

from typing import Any

import pytest

from connections import oauth
from connections.errors import ConfigurationError
from connections.models import Connection, State
from connections.practice.models import PracticeToken
from connections.practice.opening import Credentials
from connections.practice.store.tokens import REFRESH
from tenants import walls
from tests.connections.conftest import stored
from tests.connections.cut_off import die_between_answer_and_commit
from tests.faults.refreshing import Crowd

EXPIRIES, CONTROL = 20, 4


def test_no_refresh_token_is_used_twice_however_many_ask(
    connection: Connection, capsys: Any
) -> None:
    crowd = Crowd(connection, 8)
    figures = crowd.run(EXPIRIES, locked=True)
    control = crowd.run(CONTROL, locked=False)
    with capsys.disabled():
        print(f"\nwith the lock: {figures}\nwithout: {control}")
    assert (figures.token_calls, figures.reused, figures.lost) == (EXPIRIES, 0, 0)
    assert (figures.repeated, figures.same) == (8 * EXPIRIES, 8 * EXPIRIES)
    assert stored(connection).generation == 1 + EXPIRIES + control.lost
    assert (control.lost, control.reused) == (CONTROL, CONTROL)


def refresh_tokens(connection: Connection) -> tuple[int, int]:
    """How many refresh tokens the org has issued, and how many of them still work."""
    with walls.inside(connection.tenant_id):
        issued = PracticeToken.objects.filter(kind=REFRESH)
        return issued.count(), issued.filter(used_at=None, revoked_at=None).count()


def test_a_process_killed_between_answer_and_commit_leads_to_a_reconnect(
    connection: Connection, credentials: Credentials, practice_process: str
) -> None:
    assert refresh_tokens(connection) == (1, 1)
    die_between_answer_and_commit(connection, practice_process)
    assert refresh_tokens(connection) == (2, 1), "Salesforce has answered"
    assert stored(connection).generation == 1, "and nothing was stored"
    with pytest.raises(ConfigurationError, match="invalid_grant"):
        oauth.refresh(connection.pk, connection.tenant_id, seen_generation=1)
    row = stored(connection)
    assert (row.state, row.problem) == (
        State.NEEDS_RECONNECT,
        "Salesforce ended our access. Connect the org again. The leads wait meanwhile.",
    )
    assert refresh_tokens(connection) == (2, 0), "the reuse ended the family"
    with pytest.raises(ConfigurationError, match="NOT_CONNECTED"):
        oauth.refresh(connection.pk, connection.tenant_id, seen_generation=1)
    again = oauth.connect_practice(row, credentials)
    assert (again.pk, again.state, again.problem) == (connection.pk, State.CONNECTED, "")
