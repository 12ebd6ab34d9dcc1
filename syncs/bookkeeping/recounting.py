"""The leads counted anew, beside their counters."""

from __future__ import annotations

import uuid

from django.db import connection

from syncs.models import HourlyCount, InboundLead

from .comparing import COLUMNS, Findings, difference


def compare(tenant_id: uuid.UUID) -> Findings:
    """The hours whose counters differ from the leads. Inside the walls; changes nothing.

    One statement sees one state of the database, and leads move in the same transaction as
    their counters: so it is right at any moment, also while leads are moving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"tenant": tenant_id})
        rows = cursor.fetchall()
    leads = int(rows[0][0]) if rows else 0
    differences = (difference(row[1], row[2], row[3:]) for row in rows if row[1])
    return Findings(tuple(differences), leads)


def _statement() -> str:
    """The leads counted anew, beside the counters; the first column is the number of leads.

    One row without a source stands for "nothing differs", so that the number is told anyway.
    """
    leads, counts = InboundLead._meta.db_table, HourlyCount._meta.db_table
    states = ", ".join(f"count(*) FILTER (WHERE state = '{one}') AS {one}" for one in COLUMNS[1:])
    sums = ", ".join(f"sum({one}) AS {one}" for one in COLUMNS)
    kept = [f"coalesce(kept.{name}, 0)" for name in COLUMNS]
    stood = [f"coalesce(stood.{name}, 0)" for name in COLUMNS]
    numbers = ", ".join(f"{one} AS n{at}" for at, one in enumerate([*kept, *stood]))
    return f"""
        WITH stood AS MATERIALIZED (
            SELECT source_id, date_trunc('hour', received_at, 'UTC') AS hour,
                   count(*) AS received, {states}
            FROM {leads} WHERE tenant_id = %(tenant)s GROUP BY 1, 2
        ), kept AS (
            SELECT source_id, hour, {sums} FROM {counts} WHERE tenant_id = %(tenant)s GROUP BY 1, 2
        ),
        differing AS (
            SELECT source_id, hour, {numbers}
            FROM kept FULL JOIN stood USING (source_id, hour)
            WHERE ({", ".join(kept)}) IS DISTINCT FROM ({", ".join(stood)})
        )
        SELECT (SELECT coalesce(sum(received), 0) FROM stood), differing.*
        FROM (SELECT 1) AS always LEFT JOIN differing ON true ORDER BY hour, source_id
    """  # noqa: S608
