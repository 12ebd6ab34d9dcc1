"""Changes in the org: judged against the live mappings and the stored leads, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from connections.models import Connection
from mappings.drift import Change, ChangeKind, effect, fails, touches
from mappings.models import SchemaChange
from mappings.orgs import Org
from syncs.page_values.checklist import OrgChange
from tenants import walls

from .agreements import Agreement
from .observing import MOST, proposals

# A field that nobody maps comes and goes without noise.
_QUIET_ALONE = frozenset(
    {
        ChangeKind.FIELD_GONE,
        ChangeKind.FIELD_LOCKED,
        ChangeKind.FIELD_TYPE,
        ChangeKind.FIELD_SHORTER,
        ChangeKind.FIELD_RESTRICTED,
        ChangeKind.KEY_UNFIT,
        ChangeKind.VALUE_LEFT,
    }
)


def record(
    connection: Connection, changes: Sequence[Change], found: Sequence[Agreement]
) -> list[SchemaChange]:
    """Store the changes that matter to somebody, with their effect. Outside the walls."""
    mappings = {one.name: one.rules for one in found}
    told = [
        change
        for change in changes
        if change.kind not in _QUIET_ALONE or any(touches(change, one.rules) for one in found)
    ]
    counted, is_full = _count(connection, told, found)
    rows = []
    for place, change in enumerate(told):
        what = effect(change, mappings, counted[place], is_at_least=is_full)
        rows.append(
            SchemaChange(
                tenant_id=connection.tenant_id,
                connection=connection,
                kind=change.kind.value,
                subject=change.subject[:160],
                value=change.value[:255],
                sentence=change.sentence,
                effect=what.sentence,
                matters=what.matters,
                mappings=list(what.mappings),
                leads=what.leads,
                is_at_least=is_full,
            )
        )
    with walls.inside(connection.tenant_id):
        return SchemaChange.objects.bulk_create(rows)


def changed_in_org(connection: Connection, *, limit: int = 20) -> tuple[OrgChange, ...]:
    """The newest changes, for the page. Outside the walls."""
    with walls.inside(connection.tenant_id):
        rows = list(SchemaChange.objects.filter(connection=connection)[:limit])
    return tuple(
        OrgChange(
            at=row.at,
            kind=row.kind,
            sentence=row.sentence,
            effect=row.effect,
            matters=row.matters,
            mappings=tuple(row.mappings),
            leads=row.leads,
        )
        for row in rows
    )


def _count(
    connection: Connection, changes: Sequence[Change], found: Sequence[Agreement]
) -> tuple[Counter[int], bool]:
    """How many leads of the last 30 days meet each change, and whether some went uncounted."""
    counted: Counter[int] = Counter()
    is_full = False
    if not changes:
        return counted, is_full
    tenant = connection.tenant
    org = Org(region=tenant.phone_region, now=timezone.now())
    for one in found:
        mine = [(at, change) for at, change in enumerate(changes) if touches(change, one.rules)]
        looked = 0
        for proposal in proposals(tenant.pk, one.sources, one.rules, org=org) if mine else ():
            looked += 1
            counted.update(at for at, change in mine if fails(change, one.rules, proposal))
        is_full = is_full or looked >= MOST
    return counted, is_full
