"""What all tests share: a database made by its owner and used, as in production, by a role
that owns nothing; tenants to stand in and an outsider who must see nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tenants.models import Agency, Tenant
from tests.clients.tally import pytest_terminal_summary as pytest_terminal_summary
from tests.practice_process import practice_org_process

APP_ROLE_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
"""


def pytest_configure() -> None:
    """Say at once what is missing, rather than in a thousand errors."""
    if not os.environ.get("DATABASE_URL"):
        raise pytest.UsageError(
            "The tests need a PostgreSQL. Run “make test”, or "
            "“python -m config.embedded --throwaway --data .data/test -- pytest …”."
        )


def owner_connection(database: str) -> psycopg.Connection[Any]:
    """A connection as the owner of the tables, committing each statement."""
    parameters = connections["owner"].get_connection_params()
    reach = {name: parameters[name] for name in ("host", "port", "user", "password", "service")
             if parameters.get(name)}  # fmt: skip
    return psycopg.connect(**reach, dbname=database, autocommit=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A database of this run's own: made and migrated by the owner, granted to the app role.

    TRUNCATE is granted for the emptying after a test only; production's role lacks it.
    """
    home = settings.DATABASES["owner"]["NAME"]
    name = f"test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with owner_connection(home) as owner:
        owner.execute(f'CREATE DATABASE "{name}"')
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name
    role = settings.DATABASES["default"]["USER"]
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        with owner_connection(name) as owner:
            owner.execute(APP_ROLE_GRANTS.format(role=role))
        yield
        # Server threads may still hold connections; only their own role may end them.
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE usename = current_user AND datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
        connections.close_all()
    with owner_connection(home) as owner:
        _wait_until_left(owner, name)
        owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_until_left(owner: psycopg.Connection[Any], database: str) -> None:
    """A backend outlives its connection for a moment; the owner may not end another role's."""
    until = time.monotonic() + 10
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = %s"
    while time.monotonic() < until:
        (left,) = owner.execute(asked, (database, "client backend")).fetchone() or (0,)
        if not left:
            return
        time.sleep(0.02)


@pytest.fixture(scope="session")
def practice_process(django_db_setup: None) -> Iterator[str]:
    """The address of the practice org's process."""
    with practice_org_process() as address:
        yield address


@pytest.fixture
def agency(db: None) -> Agency:
    """An agency without members."""
    return Agency.objects.create(name="Harbor & Pine")


@pytest.fixture
def tenant(agency: Agency) -> Tenant:
    """The tenant a test stands in."""
    return Tenant.objects.create(agency=agency, name="Solvane Energy", slug="solvane-energy")


@pytest.fixture
def outsider(db: None) -> Tenant:
    """Another agency's tenant, whose rows nobody else may see or touch."""
    other = Agency.objects.create(name="Elsewhere")
    return Tenant.objects.create(agency=other, name="Elsewhere", slug="elsewhere")
