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
from .practice.opening import (
    UserLogin,
    allow_redirects,
    credentials_for,
    find_org,
    open_practice_org,
    renew_credentials,
)
from .practice.store.setups import setup_of
from .residents import Seed
from .settling import settle

NAME = "Practice org"


def open_practice(
    tenant: Tenant, *, personality: str = "default", connect: bool = True
) -> Connection:
    """A practice org for the tenant and the connection to it. Call outside the walls.

    `personality`: one of practice.standard.opening_setup. Raises what connecting raises.
    """
    _open(tenant, personality)
    with walls.inside(tenant):
        connection = _link(tenant, NAME)
    return connect_practice(connection) if connect else connection


def link_practice(tenant: Tenant, name: str, seeds: Iterable[Seed]) -> Connection:
    """Another connection, of this name and not connected yet, to the tenant's practice org; the
    org is opened and peopled where there is none. Call outside the walls."""
    if find_org(tenant) is None:
        _open(tenant, "default")
        seed_practice(tenant, seeds)
    with walls.inside(tenant):
        return _link(tenant, name)


def _open(tenant: Tenant, personality: str) -> None:
    open_practice_org(
        tenant,
        name=tenant.name,
        personality=personality,
        redirect_uris=[oauth.MACHINE_RETURN],
    )


def _link(tenant: Tenant, name: str) -> Connection:
    return Connection.objects.create(
        tenant=tenant,
        name=name,
        environment=Environment.PRACTICE,
        login_url=settings.PRACTICE_URL,
    )


def connect_practice(connection: Connection) -> Connection:
    """The connection, after the whole sign-in over HTTP, done by a machine. Outside the walls.

    Raises CrmError when the practice org doesn't answer.
    """
    credentials = renew_credentials(practice_org(connection.tenant))
    return oauth.connect_practice(connection, credentials)


def allow_sign_in(connection: Connection, redirect_uri: str) -> Connection:
    """The connection, knowing the practice org's app, which lets people return to this address.

    Call outside the walls, before a person is sent there. Raises ObjectDoesNotExist.
    """
    org = practice_org(connection.tenant)
    if redirect_uri not in org.redirect_uris:
        allow_redirects(org, [*org.redirect_uris, redirect_uri])
    if connection.consumer_key == org.consumer_key and connection.client_secret_sealed:
        return connection
    credentials = renew_credentials(org)
    with walls.inside(connection.tenant_id):
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        row.consumer_key, row.client_secret = credentials.consumer_key, credentials.consumer_secret
        row.save(update_fields=["consumer_key", "client_secret_sealed"])
    return row


def person_login(connection: Connection) -> UserLogin:
    """A user name and a new password, with which a person signs in at the practice org's own
    page as its integration user; shown once. Call outside the walls."""
    org = practice_org(connection.tenant)
    setup = setup_of(org)
    return credentials_for(org, setup.users_by_id[setup.api_user].username)


def practice_org(tenant: Tenant) -> PracticeOrg:
    """The tenant's practice org. Raises ObjectDoesNotExist when it has none."""
    org = find_org(tenant)
    if org is None:
        raise ObjectDoesNotExist(f"{tenant} has no practice org.")
    return org


def seed_practice(tenant: Tenant, seeds: Iterable[Seed]) -> dict[str, str]:
    """People the tenant's org; returns the ids of its queues by their names."""
    return settle(practice_org(tenant), seeds)
