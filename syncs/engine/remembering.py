"""Reading and writing what Inlet remembers of records. Everything here is inside the walls."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils import timezone

from mappings.identities import alike
from mappings.memory import Memory
from syncs.models import RecordAlias, RecordMemory
from tenants.identifiers import uuid7

from . import storing

# As long as an address or a key may be (the column of RecordAlias).
_LONGEST = 320
_KEEP = """
INSERT INTO syncs_recordmemory
    (id, tenant_id, connection_id, sobject, record_id, document, changed_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS told(id uuid, tenant_id uuid, connection_id uuid,
    sobject text, record_id text, document jsonb, changed_at timestamptz)
ON CONFLICT (tenant_id, connection_id, record_id) DO UPDATE
SET sobject = EXCLUDED.sobject, document = EXCLUDED.document, changed_at = EXCLUDED.changed_at
"""
_NAME = """
INSERT INTO syncs_recordalias (id, tenant_id, connection_id, alias, record_id)
SELECT * FROM jsonb_to_recordset(%s::jsonb)
    AS told(id uuid, tenant_id uuid, connection_id uuid, alias text, record_id text)
ON CONFLICT DO NOTHING
"""


def known_ids(
    connection_id: uuid.UUID, emails: Iterable[str], keys: Iterable[str] = ()
) -> dict[str, frozenset[str]]:
    """The ids of the records in which earlier leads with these addresses or keys ended.

    By address or key, as ``alike`` has it; without those that nothing is known of.
    """
    wanted = {alike(name) for name in (*emails, *keys) if name.strip()}
    found: dict[str, set[str]] = {}
    if wanted:
        rows = RecordAlias.objects.filter(connection_id=connection_id, alias__in=wanted)
        for alias, record_id in rows.values_list("alias", "record_id"):
            found.setdefault(alias, set()).add(record_id)
    return {alias: frozenset(ids) for alias, ids in found.items()}


def recall(connection_id: uuid.UUID, record_ids: Iterable[str]) -> dict[str, Memory]:
    """What is remembered of these records (18-character ids), by id; in one statement."""
    wanted = set(record_ids) - {""}
    if not wanted:
        return {}
    rows = RecordMemory.objects.filter(connection_id=connection_id, record_id__in=wanted)
    found = rows.values_list("record_id", "document")
    return {record_id: Memory.from_dict(document) for record_id, document in found}


def keep(
    tenant_id: uuid.UUID,
    connection_id: uuid.UUID,
    memories: Mapping[tuple[str, str], Memory],
) -> None:
    """Keep memories by (object, record id), and the names in them: two statements for all."""
    if not memories:
        return
    now = timezone.now()
    # In one order everywhere, so that two who write the same records wait rather than deadlock.
    ordered = sorted(memories.items(), key=lambda each: each[0][1])
    owned = {"tenant_id": tenant_id, "connection_id": connection_id}
    storing.run(
        _KEEP,
        [
            {
                **owned,
                "id": uuid7(),
                "sobject": sobject,
                "record_id": record_id,
                "document": memory.to_dict(),
                "changed_at": now,
            }
            for (sobject, record_id), memory in ordered
        ],
    )
    aliases = sorted(
        {
            (name[:_LONGEST], record_id)
            for (_, record_id), memory in ordered
            for name in (*memory.emails, *memory.keys)
        }
    )
    storing.run(
        _NAME,
        [
            {**owned, "id": uuid7(), "alias": alias, "record_id": record_id}
            for alias, record_id in aliases
        ],
    )


def forget(connection_id: uuid.UUID, record_ids: Iterable[str]) -> None:
    """Forget these records and whom they are about."""
    wanted = list(record_ids)
    for table in (RecordMemory, RecordAlias):
        table.objects.filter(connection_id=connection_id, record_id__in=wanted).delete()


def move(
    tenant_id: uuid.UUID, connection_id: uuid.UUID, merged: Mapping[str, tuple[str, str]]
) -> None:
    """Records were merged: ``merged`` has for each old id the survivor's (object, id).

    The survivor keeps its own memory and takes the names; one without takes the names alone,
    since which of two values survived a merge was somebody's choice in Salesforce.
    """
    known = recall(connection_id, [*merged, *(survivor for _, survivor in merged.values())])
    found: dict[tuple[str, str], Memory] = {}
    for old_id, (sobject, survivor_id) in merged.items():
        if old_id not in known:
            continue
        place = (sobject, survivor_id)
        survivor = found.get(place) or known.get(survivor_id) or Memory()
        names = known[old_id]
        found[place] = replace(
            survivor,
            emails=tuple(dict.fromkeys((*names.emails, *survivor.emails))),
            keys=tuple(dict.fromkeys((*names.keys, *survivor.keys))),
        )
    keep(tenant_id, connection_id, found)
    forget(connection_id, [old_id for old_id in merged if old_id in known])
