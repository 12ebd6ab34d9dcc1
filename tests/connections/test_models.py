"""Connections and sign-ins stand behind their tenant's wall."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes.exceptions import ScopeError

from connections import oauth
from connections.models import Connection, PendingConsent
from tenants import walls
from tenants.models import Tenant

from .conftest import stored


def test_nobody_sees_a_connection_from_outside(connected: Connection, outsider: Tenant) -> None:
    with pytest.raises(ScopeError):
        Connection.objects.count()
    assert Connection.unscoped.count() == 0
    with walls.inside(outsider):
        assert (Connection.objects.count(), Connection.unscoped.count()) == (0, 0)
        Connection.unscoped.filter(pk=connected.pk).update(name="Taken")
    assert stored(connected).name == "Practice"


def test_a_sign_in_is_found_by_its_state_and_by_nothing_else(connected: Connection) -> None:
    url = oauth.begin(connected, redirect_uri="https://inlet.example/back", user_id=None)
    state = url.split("state=")[1].split("&")[0]
    key = hashlib.sha256(state.encode()).hexdigest()
    assert PendingConsent.unscoped.count() == 0
    with walls.looking_up("another"):
        assert PendingConsent.unscoped.count() == 0
    with walls.looking_up(key):
        assert [str(row) for row in PendingConsent.unscoped.all()] == [
            f"Sign-in for {connected.pk}"
        ]
        assert PendingConsent.unscoped.all().delete()[0] == 0
        assert Connection.unscoped.count() == 0


def test_a_sign_in_never_points_at_another_tenants_connection(
    connected: Connection, outsider: Tenant
) -> None:
    stray = PendingConsent(
        tenant=outsider, connection_id=connected.pk, state_hash="x", redirect_uri="x"
    )
    stray.verifier = "v"
    with pytest.raises(IntegrityError), walls.inside(outsider):
        stray.save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_tenant_has_one_connection_of_a_name(connected: Connection, outsider: Tenant) -> None:
    with walls.inside(outsider):
        Connection.objects.create(tenant=outsider, name=connected.name)
    with pytest.raises(IntegrityError), transaction.atomic(), walls.inside(connected.tenant_id):
        Connection.objects.create(tenant_id=connected.tenant_id, name=connected.name)
    assert str(connected) == "Practice"


def test_no_secret_stands_in_the_table_as_it_is(connected: Connection) -> None:
    with walls.inside(connected.tenant_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_secret_sealed, access_token_sealed, refresh_token_sealed "
            "FROM connections_connection"
        )
        sealed = cursor.fetchone()
    assert [text.split(".")[0] for text in sealed] == ["v1", "v1", "v1"]
    opened = [connected.client_secret, connected.access_token, connected.refresh_token]
    assert opened == ["our secret", "a1", "r1"]
    assert not any(secret in text for secret in ("our secret", "a1.", "r1.") for text in sealed)
