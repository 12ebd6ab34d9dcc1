"""Several statements in one trip: one transaction, one tenant, and nothing left behind."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from tenants import walls
from tenants.apikeys import make_key
from tenants.models import Tenant

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = "SELECT name FROM tenants_apikey ORDER BY name"
RENAME = "UPDATE tenants_apikey SET name = %s"
BREAKS = "INSERT INTO tenants_apikey SELECT * FROM tenants_apikey"


@pytest.fixture
def keys(tenant: Tenant, outsider: Tenant) -> None:
    """One key each."""
    make_key(tenant, "ours")
    make_key(outsider, "theirs")


def test_each_statement_sees_the_tenant_alone_and_what_came_before_it(
    tenant: Tenant, keys: None
) -> None:
    before, renamed, after = walls.in_one_trip(
        [(NAMES, []), (RENAME, ["mine"]), (NAMES, [])], tenant=tenant.pk
    )
    assert (before, renamed, after) == ([("ours",)], [], [("mine",)])


def test_without_a_tenant_nothing_is_seen(keys: None) -> None:
    assert walls.in_one_trip([(NAMES, [])]) == [[]]


def test_the_tenant_is_in_force_for_the_trip_only(tenant: Tenant, keys: None) -> None:
    walls.in_one_trip([(NAMES, [])], tenant=tenant.pk)
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        assert cursor.fetchall() == []


def test_within_a_transaction_the_tenant_before_is_put_back(
    tenant: Tenant, outsider: Tenant, keys: None
) -> None:
    with walls.inside(outsider):
        assert walls.in_one_trip([(NAMES, [])], tenant=tenant.pk) == [[("ours",)]]
        with connection.cursor() as cursor:
            cursor.execute(NAMES)
            assert cursor.fetchall() == [("theirs",)]


def test_all_of_it_happens_or_nothing(tenant: Tenant, keys: None) -> None:
    with pytest.raises(IntegrityError):
        walls.in_one_trip([(RENAME, ["lost"]), (BREAKS, [])], tenant=tenant.pk)
    assert walls.in_one_trip([(NAMES, [])], tenant=tenant.pk) == [[("ours",)]]
