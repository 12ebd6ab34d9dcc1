"""Drawing turns in a round robin, so that no crash and no second worker can bend them.

The turns of a batch are drawn in the transaction that commits what is about to be written. The
pool's row is locked for as long; who comes second goes on from where the first one left it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from mappings.rules import RoundRobin
from mappings.turns import Standing, take
from syncs.models import Turn, TurnPool


def draw(
    tenant_id: uuid.UUID,
    connection_id: uuid.UUID,
    pool: RoundRobin,
    *,
    lead_ids: Sequence[uuid.UUID],
    now: datetime,
    active: Collection[str] | None = None,
) -> dict[uuid.UUID, str]:
    """The user id that each lead gets, "" where nobody is there; five statements for any number.

    Inside the walls, in a transaction; several pools in the order of their names. A lead that
    drew before keeps its user while they are among ``active`` (None: nobody knows who is).
    """
    TurnPool.objects.bulk_create(
        [TurnPool(tenant_id=tenant_id, connection_id=connection_id, name=pool.pool)],
        ignore_conflicts=True,
    )
    row = TurnPool.objects.select_for_update(of=("self",)).get(
        connection_id=connection_id, name=pool.pool
    )
    found = _drawn_before(row, lead_ids, active)
    missing = [one for one in dict.fromkeys(lead_ids) if one not in found]
    drawn, standings = take(pool, _standings(row), len(missing), now=now, active=active)
    new = {lead: user for lead, user in zip(missing, drawn, strict=True) if user}
    if new:
        _keep(row, new, standings, now=now)
    return {lead: found.get(lead) or new.get(lead, "") for lead in lead_ids}


def peek(
    connection_id: uuid.UUID,
    pool: RoundRobin,
    lead_ids: Sequence[uuid.UUID],
    *,
    now: datetime,
    active: Collection[str] | None = None,
) -> dict[uuid.UUID, str]:
    """What ``draw`` would say now, with nothing written and nobody kept waiting. Inside the
    walls. The ids may be of leads that don't exist.
    """
    row = TurnPool.objects.filter(connection_id=connection_id, name=pool.pool).first()
    found = _drawn_before(row, lead_ids, active) if row else {}
    missing = [one for one in dict.fromkeys(lead_ids) if one not in found]
    standings = _standings(row) if row else {}
    drawn, _ = take(pool, standings, len(missing), now=now, active=active)
    return found | dict(zip(missing, drawn, strict=True))


def _drawn_before(
    row: TurnPool, lead_ids: Sequence[uuid.UUID], active: Collection[str] | None
) -> dict[uuid.UUID, str]:
    turns = Turn.objects.filter(pool=row, lead_id__in=lead_ids).order_by()
    return {
        lead: user
        for lead, user in turns.values_list("lead_id", "user_id")
        if active is None or user in active
    }


def _standings(row: TurnPool) -> dict[str, Standing]:
    return {user: Standing(**stored) for user, stored in row.standings.items()}


def _keep(
    row: TurnPool,
    drawn: Mapping[uuid.UUID, str],
    standings: Mapping[str, Standing],
    *,
    now: datetime,
) -> None:
    row.standings = {user: standing.to_dict() for user, standing in standings.items()}
    row.save(update_fields=["standings", "changed_at"])
    Turn.objects.bulk_create(
        [
            Turn(tenant_id=row.tenant_id, pool=row, lead_id=lead, user_id=user, at=now)
            for lead, user in drawn.items()
        ],
        update_conflicts=True,
        unique_fields=["tenant", "pool", "lead"],
        update_fields=["user_id", "at"],
    )
