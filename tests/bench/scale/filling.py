"""Millions of leads as history would have left them, made by PostgreSQL itself."""

from __future__ import annotations

import uuid

from django.db import connections

STEP = 250_000
# Spread evenly over so many days, the last of them today.
DAYS = 365
# Leads that wait for a person, however many there are: clients don't leave thousands lying.
WAITING = 200
_SERIES = "generate_series(%(first)s, %(last)s) AS number"
_LEADS = f"""
INSERT INTO syncs_inboundlead (
  id, tenant_id, source_id, connection_id, payload, external_id, email, name, company, state,
  reason, fix, cause, decision, mapping_number, sobject, record_id, attempts, backfill,
  person_hash, fence, received_at, finished_at, changed_at, due_at
) SELECT
  gen_random_uuid(), %(tenant)s, %(source)s, %(connection)s,
  jsonb_build_object('person', jsonb_build_object('email', 'p' || number || '@bench.example',
    'last_name', 'Nr' || number), 'company', jsonb_build_object('name', 'Company')),
  'bench-' || number, 'p' || number || '@bench.example', initcap(md5(number::text)) || ' Nr',
  'Company ' || number %% 50000,
  CASE WHEN number <= %(waiting)s THEN 'held' WHEN number %% 5 = 0 THEN 'updated'
    ELSE 'created' END,
  'No record was found.', '', CASE WHEN number <= %(waiting)s THEN 'bench' ELSE '' END,
  '{{"action": "create_lead"}}', 1, 'Lead', 'Q' || lpad(number::text, 17, '0'), 1, false,
  number %% 32768, 1, at, at, at, NULL
FROM {_SERIES},
  LATERAL (SELECT now() - (number::float8 / %(all)s) * %(days)s * interval '1 day' AS at) moment
"""  # noqa: S608
_MEMORIES = f"""
INSERT INTO syncs_recordmemory (
  id, tenant_id, connection_id, sobject, record_id, document, changed_at
) SELECT gen_random_uuid(), %(tenant)s, %(connection)s, 'Lead', 'Q' || lpad(number::text, 17, '0'),
  '{{}}', now() FROM {_SERIES}
"""  # noqa: S608
_ALIASES = f"""
INSERT INTO syncs_recordalias (id, tenant_id, connection_id, alias, record_id)
SELECT gen_random_uuid(), %(tenant)s, %(connection)s, 'p' || number || '@bench.example',
  'Q' || lpad(number::text, 17, '0') FROM {_SERIES}
"""  # noqa: S608
_HOURS = """
INSERT INTO syncs_hourlycount (
  id, tenant_id, source_id, hour, received, created, updated, unchanged, skipped, held, failed,
  pending, speeds
) SELECT gen_random_uuid(), %(tenant)s, %(source)s, date_trunc('hour', received_at, 'UTC'),
  count(*), count(*) FILTER (WHERE state = 'created'), count(*) FILTER (WHERE state = 'updated'),
  0, 0, count(*) FILTER (WHERE state = 'held'), 0, 0, array_fill(0, ARRAY[12])
FROM syncs_inboundlead WHERE tenant_id = %(tenant)s AND finished_at IS NOT NULL GROUP BY 4
"""
_TABLES = "syncs_inboundlead, syncs_recordmemory, syncs_recordalias, syncs_hourlycount"


def fill(tenant: uuid.UUID, source: uuid.UUID, connection: uuid.UUID, *, leads: int) -> None:
    """The tenant's history anew, with that many leads, and PostgreSQL's statistics of it."""
    given = {"tenant": tenant, "source": source, "connection": connection, "all": leads}
    given |= {"days": DAYS, "waiting": WAITING}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('inlet.tenants', %s, false)", [f"{{{tenant}}}"])
        for table in _TABLES.split(", "):
            cursor.execute(f"DELETE FROM {table} WHERE tenant_id = %s", [tenant])  # noqa: S608
        for first in range(1, leads + 1, STEP):
            part = given | {"first": first, "last": min(first + STEP - 1, leads)}
            for statement in (_LEADS, _MEMORIES, _ALIASES):
                cursor.execute(statement, part)
        cursor.execute(_HOURS, given)
        cursor.execute(f"VACUUM (ANALYZE) {_TABLES}")
