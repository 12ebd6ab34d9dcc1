"""The database as its owner sees it, and people with a role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tenants.access import Role
from tenants.models import Membership, Tenant, User
from tests.conftest import owner_connection

from .staffroom import NOW, full
from .vectors import CANARY, LONG_AGO, Side


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the owner of the tables, who alone may take walls down."""
    with owner_connection(settings.DATABASES["owner"]["NAME"]) as connection:
        yield connection


@pytest.fixture
def member(db: None) -> Callable[..., User]:
    """Makes a person with a role at one client, or (`whole_agency`) at all of its agency."""

    def make(tenant: Tenant, role: Role, *, whole_agency: bool = False) -> User:
        user = User.objects.create_user(f"{role}-{User.objects.count()}@harborpine.example")
        only = None if whole_agency else tenant
        Membership.objects.create(user=user, agency=tenant.agency, tenant=only, role=role)
        return user

    return make


@pytest.fixture
def mine(tenant: Tenant) -> Side:
    """What the person may see."""
    return full(tenant, "mine", NOW)


@pytest.fixture
def theirs(outsider: Tenant) -> Side:
    """What nobody but a stranger may see."""
    return full(outsider, CANARY, LONG_AGO)
