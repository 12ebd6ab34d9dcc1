"""Clients whose API calls run out before the day is over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from connections.models import Connection
from syncs.engine.forecasting import Forecast, forecast
from syncs.engine.spending import known_of_each
from tenants.models import Tenant

from .days import zone_of
from .orgs import Orgs

# Whose org has used less than this part of its calls has no need of a forecast.
NEAR = 0.3


def running_out(
    tenants: Iterable[Tenant], orgs: dict[uuid.UUID, Orgs], now: datetime
) -> dict[uuid.UUID, str]:
    """For each client whose calls end within a day, the sentence that says when; at most one
    read, the tenants' walls being in force."""
    near = {
        tenant: main
        for tenant in tenants
        if tenant.pk in orgs and (main := orgs[tenant.pk].main) and _is_near(main)
    }
    if not near:
        return {}
    known = known_of_each(list(near.values()), now)
    found = {tenant: forecast(known[main.pk], now) for tenant, main in near.items()}
    return {
        tenant.pk: _sentence(one, one.ends_at, tenant)
        for tenant, one in found.items()
        if one is not None and one.ends_at is not None
    }


def _is_near(connection: Connection) -> bool:
    used, allowed = connection.api_used or 0, connection.api_allowed or 0
    return allowed > 0 and used >= NEAR * allowed


def _sentence(one: Forecast, ends_at: datetime, tenant: Tenant) -> str:
    time = formats.date_format(ends_at.astimezone(zone_of(tenant.time_zone)), "H:i")
    told = (
        _("The org’s API calls run out at about %(time)s; leads then wait.")
        if one.whole_org
        else _("The share of API calls runs out at about %(time)s; leads then wait.")
    )
    return told % {"time": time}
