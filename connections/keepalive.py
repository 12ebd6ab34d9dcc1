"""Refresh tokens that nobody uses end after 30 days (salesforce-facts 1.3): used in time here.

An org whose leads come rarely stays connected, and one that can't be kept is told early.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from tenants import walls

from . import oauth
from .errors import ConfigurationError, TransientError
from .models import Connection, State

IDLE_LIMIT = timedelta(days=30)
USE_AFTER = timedelta(days=7)
# Many connections are made on one day: their turns are spread over the next.
SPREAD = timedelta(days=1)
# From here on two weeks of hourly tries have failed.
WARN_AFTER = timedelta(days=21)
ENDS_SOON = (
    "This connection could not be renewed since {since}. Unless that works, Salesforce ends our "
    "access on {until}. Look whether the org is reachable, or sign in once more."
)


class Kept(StrEnum):
    """What became of one connection's turn."""

    RENEWED = "renewed"
    FRESH = "fresh"  # somebody else used it meanwhile
    NOT_NOW = "not_now"  # Salesforce did not answer; tried again in the next round
    ENDED = "ended"  # a person has to reconnect; the row says so


@dataclass(frozen=True, slots=True)
class Idle:
    """A connection whose token is to be used."""

    connection_id: uuid.UUID
    tenant_id: uuid.UUID


def turn_of(connection_id: uuid.UUID) -> timedelta:
    """How much later than others this connection has its turn: always the same, up to a day."""
    return SPREAD * ((connection_id.int & 0xFFFF) / 0x10000)


def find_idle(tenants: Sequence[uuid.UUID], *, now: datetime, at_most: int) -> list[Idle]:
    """Connections of these tenants whose turn has come, longest idle first. Outside the walls."""
    with walls.inside(*tenants):
        rows = list(
            Connection.objects.filter(
                Q(refreshed_at__isnull=True) | Q(refreshed_at__lte=now - USE_AFTER),
                state=State.CONNECTED,
            )
            .exclude(refresh_token_sealed="")
            .order_by("refreshed_at")
        )
    return [
        Idle(row.pk, row.tenant_id)
        for row in rows
        if row.refreshed_at is None or row.refreshed_at + USE_AFTER + turn_of(row.pk) <= now
    ][:at_most]


def keep_alive(connection_id: uuid.UUID, tenant_id: uuid.UUID, *, force: bool = False) -> Kept:
    """Use the connection's refresh token, unless somebody did lately (``force``: even then).

    Calls that come together make one request: the row's lock lets one through, the generation
    tells the others. Call outside the walls.
    """
    with walls.inside(tenant_id):
        row = Connection.objects.get(pk=connection_id)
    now = timezone.now()
    if row.state != State.CONNECTED:
        return Kept.ENDED
    if not force and row.refreshed_at and row.refreshed_at > now - USE_AFTER:
        return Kept.FRESH
    try:
        oauth.refresh(connection_id, tenant_id, seen_generation=row.generation)
    except ConfigurationError:
        return Kept.ENDED
    except TransientError:
        _warn(row, now)
        return Kept.NOT_NOW
    _unwarn(row)
    return Kept.RENEWED


def ends_at(connection: Connection) -> datetime | None:
    """When Salesforce ends our access if nothing uses it; None where it has no such limit."""
    if not connection.refresh_token_sealed or connection.refreshed_at is None:
        return None
    return connection.refreshed_at + IDLE_LIMIT


def _warn(row: Connection, now: datetime) -> None:
    since, until = row.refreshed_at, ends_at(row)
    if since is None or until is None or since > now - WARN_AFTER:
        return
    text = ENDS_SOON.format(since=f"{since:%-d %B}", until=f"{until:%-d %B}")
    with walls.inside(row.tenant_id):
        Connection.objects.filter(pk=row.pk, generation=row.generation).update(notice=text)


def _unwarn(row: Connection) -> None:
    if row.notice.startswith(ENDS_SOON.partition("{")[0]):
        with walls.inside(row.tenant_id):
            Connection.objects.filter(pk=row.pk, notice=row.notice).update(notice="")
