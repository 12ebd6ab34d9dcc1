"""All clients, a bounded number at a time: what the tasks that look after everybody go through."""

from __future__ import annotations

import uuid

from tenants.models import Tenant

AT_ONCE = 200


def chunks() -> list[list[uuid.UUID]]:
    """The ids of all tenants, in order, up to 200 in each list."""
    ids = list(Tenant.objects.order_by("id").values_list("id", flat=True))
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]
