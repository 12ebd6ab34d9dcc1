"""The frame around every page: sidebar, environment strip, top bar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from connections.models import Connection
from syncs.page_values import Shell
from syncs.page_values.shell import Current
from tenants.access import Action, Role, may
from tenants.members import agencies_of, tenants_of
from tenants.models import Tenant, User

from .clients import link_of
from .orgs import Orgs, environment_of
from .waiting import count_waiting


def mark_of_name(name: str) -> str:
    """Two letters for a square mark."""
    return Tenant(name=name).mark


def client_shell(
    tenant: Tenant,
    *,
    user: User,
    role: Role,
    known: Orgs,
    shown: Connection | None,
    current: Current,
    now: datetime,
) -> Shell:
    """The shell of a client's page about the org `shown`; two reads."""
    return Shell(
        user_name=str(user),
        user_mark=user.initials,
        agency=tenant.agency.name,
        agency_mark=mark_of_name(tenant.agency.name),
        now=now,
        current=current,
        client=link_of(tenant),
        clients=tuple(link_of(one) for one in tenants_of(user)),
        environment=environment_of(known, shown),
        waiting=count_waiting(),
        mapping_address=reverse("mappings", args=[tenant.slug]),
        connect_address=_connect_address(tenant, role=role, known=known),
    )


def _connect_address(tenant: Tenant, *, role: Role, known: Orgs) -> str:
    if known.live is not None or not may(role, Action.MANAGE):
        return ""
    return reverse("connect", args=[tenant.slug])


def agency_shell(
    user: User, tenants: Sequence[Tenant], *, now: datetime, current: Current = "clients"
) -> Shell:
    """The shell of a page about all clients; one read."""
    agency = tenants[0].agency.name
    return Shell(
        user_name=str(user),
        user_mark=user.initials,
        agency=agency,
        agency_mark=mark_of_name(agency),
        now=now,
        current=current,
        clients=tuple(link_of(one) for one in tenants),
        has_blueprints=bool(agencies_of(user)),
    )
