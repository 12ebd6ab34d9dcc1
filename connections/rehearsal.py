"""The practice org of a tenant: opened, connected over HTTP, peopled. The one door to it.

The rest of the product meets a practice org only as any other org, through `clients.open_crm`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from tenants import walls
from tenants.models import Tenant

from . import oauth
from .models import Connection, Environment
from .practice.models import PracticeOrg
from .practice.opening import find_org, open_practice_org, renew_credentials
from .residents import Seed
from .settling import settle

NAME = "Practice org"


def open_practice(
    tenant: Tenant, *, personality: str = "default", connect: bool = True
) -> Connection:
    """A practice org for the tenant and the connection to it. Call outside the walls.

    `personality`: one of practice.standard.opening_setup. Raises what connecting raises.
    """
    open_practice_org(
        tenant,
        name=tenant.name,
        personality=personality,
        redirect_uris=[oauth.MACHINE_RETURN],
    )
    with walls.inside(tenant):
        connection = Connection.objects.create(
            tenant=tenant,
            name=NAME,
            environment=Environment.PRACTICE,
            login_url=settings.PRACTICE_URL,
        )
    return connect_practice(connection) if connect else connection


def connect_practice(connection: Connection) -> Connection:
    """The connection, after the whole sign-in over HTTP, done by a machine. Outside the walls.

    Raises CrmError when the practice org doesn't answer.
    """
    credentials = renew_credentials(practice_org(connection.tenant))
    return oauth.connect_practice(connection, credentials)


def practice_org(tenant: Tenant) -> PracticeOrg:
    """The tenant's practice org. Raises ObjectDoesNotExist when it has none."""
    org = find_org(tenant)
    if org is None:
        raise ObjectDoesNotExist(f"{tenant} has no practice org.")
    return org


def seed_practice(tenant: Tenant, seeds: Iterable[Seed]) -> dict[str, str]:
    """People the tenant's org; returns the ids of its queues by their names."""
    return settle(practice_org(tenant), seeds)
