"""Tokens of the practice org end, rotate and are renewed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections as database
from django.utils import timezone

from connections import oauth, soql
from connections.clients import open_crm
from connections.crm import Crm
from connections.errors import ConfigurationError
from connections.models import Connection, State
from connections.practice import opening
from connections.practice.models import PracticeOrg, PracticeToken
from connections.practice.opening import Credentials
from connections.practice.store.tokens import ACCESS
from tenants import walls
from tests.connections.conftest import stored

from .conftest import lead

KEY = "External_Person_ID__c"
LABELS = {"Region__c": "Region", "Company": "Company", "LastName": "Last Name"}


def end_access(connection: Connection) -> None:
    """End the access tokens, as time does; refresh tokens stay."""
    with walls.inside(connection.tenant_id):
        PracticeToken.objects.filter(kind=ACCESS).update(revoked_at=timezone.now())


def test_a_session_that_ended_is_renewed_behind_the_scenes(
    connection: Connection, crm: Crm
) -> None:
    for generation in (2, 3):
        end_access(connection)
        assert crm.write([lead(f"Lead {generation}")]).results[0].ok
        row = stored(connection)
        assert (row.generation, row.state) == (generation, State.CONNECTED)
    assert row.refresh_token != connection.refresh_token


def test_eight_workers_never_use_a_refresh_token_twice(connection: Connection) -> None:
    end_access(connection)
    together = threading.Barrier(8)

    def work(number: int) -> bool:
        try:
            crm = open_crm(connection.pk, connection.tenant_id)
            together.wait(timeout=20)
            return crm.write([lead(f"Lead {number}")]).results[0].ok
        finally:
            database.close_all()

    with ThreadPoolExecutor(8) as workers:
        assert list(workers.map(work, range(8))) == [True] * 8
    row = stored(connection)
    assert (row.generation, row.state) == (2, State.CONNECTED)
    end_access(connection)
    assert oauth.refresh(row.pk, row.tenant_id, seen_generation=2).generation == 3


def test_a_refresh_token_used_twice_ends_the_connection_with_a_sentence(
    connection: Connection,
) -> None:
    old = connection.refresh_token
    oauth.refresh(connection.pk, connection.tenant_id, seen_generation=1)
    row = stored(connection)
    row.refresh_token = old
    with walls.inside(row.tenant_id):
        row.save()
    with pytest.raises(ConfigurationError, match="invalid_grant"):
        oauth.refresh(row.pk, row.tenant_id, seen_generation=2)
    row = stored(connection)
    assert (row.state, row.problem) == (
        State.NEEDS_RECONNECT,
        "Salesforce ended our access. Connect the org again. The leads wait meanwhile.",
    )
    with pytest.raises(ConfigurationError, match="NOT_CONNECTED"):
        open_crm(row.pk, row.tenant_id)


def test_after_the_org_ended_it_all_a_new_sign_in_goes_on(
    connection: Connection, crm: Crm, credentials: Credentials, org: PracticeOrg
) -> None:
    opening.end_sessions(org)
    with pytest.raises(ConfigurationError):
        crm.find([soql.select("Lead", ["Id"])])
    row = stored(connection)
    assert row.state == State.NEEDS_RECONNECT
    again = oauth.connect_practice(row, credentials)
    assert (again.state, again.problem) == (State.CONNECTED, "")
    assert open_crm(again.pk, again.tenant_id).write([lead("Ruiz")]).results[0].ok


def test_a_disconnected_org_lets_the_old_tokens_do_nothing(
    connection: Connection, crm: Crm
) -> None:
    oauth.disconnect(connection)
    with pytest.raises(ConfigurationError, match="NOT_CONNECTED"):
        crm.find([soql.select("Lead", ["Id"])])
