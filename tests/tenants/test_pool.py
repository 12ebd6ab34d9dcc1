"""On pooled connections, as in production: the tenant leaves with its transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from tenants import walls
from tenants.models import AuditEntry, Tenant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool(tenant: Tenant) -> Iterator[Tenant]:
    """The default connection out of a pool of one, so that each checkout is the same session."""
    with walls.inside(tenant):
        AuditEntry.objects.create(tenant=tenant, actor="x", action="y")
    unpooled = connections[DEFAULT_DB_ALIAS]
    values = unpooled.settings_dict
    options = values["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    pooled = DatabaseWrapper(values | {"OPTIONS": options}, alias=DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = pooled
    yield tenant
    pooled.close()
    pooled.close_pool()
    connections[DEFAULT_DB_ALIAS] = unpooled


def _session() -> tuple[int, str]:
    """Which backend serves us, and the tenants in force there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), coalesce(current_setting(%s, true), '')", [walls.TENANTS]
        )
        backend, tenants = cursor.fetchone()
    return backend, tenants


def _next_checkout() -> tuple[int, str]:
    connection.close()
    return _session()


def test_the_tenant_does_not_reach_the_next_checkout(pool: Tenant) -> None:
    with walls.inside(pool):
        backend, tenants = _session()
        assert AuditEntry.objects.count() == 1
    assert tenants == "{" + str(pool.pk) + "}"
    assert _next_checkout() == (backend, "")
    assert AuditEntry.unscoped.count() == 0


def test_nor_does_it_after_an_error(pool: Tenant) -> None:
    with pytest.raises(ZeroDivisionError), walls.inside(pool):
        backend, _ = _session()
        raise ZeroDivisionError
    assert _next_checkout() == (backend, "")


def test_nor_does_what_was_looked_up(pool: Tenant) -> None:
    with walls.looking_up("a-key"):
        backend, _ = _session()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), coalesce(current_setting(%s, true), '')",
                       [walls.LOOKUP])  # fmt: skip
        assert cursor.fetchone() == (backend, "")


def test_a_setting_of_the_session_would_reach_it(pool: Tenant) -> None:
    """Why the walls never make one: the same check, seen to fail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, false)", [walls.TENANTS, "{" + str(pool.pk) + "}"]
        )
    _, tenants = _next_checkout()
    assert tenants == "{" + str(pool.pk) + "}"
    assert AuditEntry.unscoped.count() == 1
