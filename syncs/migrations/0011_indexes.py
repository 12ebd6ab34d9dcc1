"""Fewer rows to wait for and fewer indexes to keep: hours counted side by side."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

# Counts go to a row of the hour that nobody holds, so that transactions side by side never wait
# for each other's commit; where all are held, there is one row more. A function, since its plans
# are kept: it runs with every lead that comes in.
COUNT = """
CREATE FUNCTION syncs_count(
  of_tenant uuid, of_source uuid, at_hour timestamptz, counts int[], slots int[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine uuid;
BEGIN
  SELECT id INTO mine FROM syncs_hourlycount
    WHERE tenant_id = of_tenant AND source_id = of_source AND hour = at_hour
    LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  IF mine IS NULL THEN
    mine := gen_random_uuid();
    INSERT INTO syncs_hourlycount (
      id, tenant_id, source_id, hour, received, created, updated, unchanged, skipped, held,
      failed, pending, speeds
    ) VALUES (
      mine, of_tenant, of_source, at_hour, 0, 0, 0, 0, 0, 0, 0, 0,
      (SELECT array_agg(0) FROM generate_series(1, coalesce(cardinality(slots), 12)))
    );
  END IF;
  UPDATE syncs_hourlycount SET
    received = received + counts[1], created = created + counts[2],
    updated = updated + counts[3], unchanged = unchanged + counts[4],
    skipped = skipped + counts[5], held = held + counts[6], failed = failed + counts[7],
    pending = pending + counts[8]
    WHERE id = mine;
  IF slots IS NOT NULL THEN
    UPDATE syncs_hourlycount SET speeds = (
      SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY slot)
      FROM unnest(speeds, slots) WITH ORDINALITY AS both_of (a, b, slot)
    ) WHERE id = mine;
  END IF;
END $$
"""
# Whole calls are stored by it: the answer to the Idempotency-Key first, since that stops a repeat
# at its index. Rows come as JSON, by the names of their columns; what a lead lacks is in `alike`.
# A later column without a default has to be added to the list.
COLUMNS = """
    id, tenant_id, source_id, connection_id, payload, external_id, email, name, company, state,
    reason, fix, cause, sobject, record_id, due_at, attempts, backfill, person_hash, fence,
    received_at, changed_at"""
# The columns are constants of this file.
ACCEPT = f"""
CREATE FUNCTION syncs_accept(
  answer jsonb, leads jsonb, alike jsonb, counts int[]
) RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE
  from_source uuid := alike->>'source_id';
  came timestamptz := alike->>'received_at';
BEGIN
  IF answer IS NOT NULL THEN
    INSERT INTO syncs_idempotencyrecord
      SELECT * FROM jsonb_populate_record(NULL::syncs_idempotencyrecord, answer);
  END IF;
  INSERT INTO syncs_inboundlead ({COLUMNS}
  ) SELECT {COLUMNS}
  FROM jsonb_populate_recordset(jsonb_populate_record(NULL::syncs_inboundlead, alike), leads);
  PERFORM syncs_count(
    (alike->>'tenant_id')::uuid, from_source, date_trunc('hour', came, 'UTC'), counts, NULL
  );
  -- To the second is enough, and nobody waits for another one's commit here.
  UPDATE syncs_source SET last_lead_at = came WHERE id = (
    SELECT id FROM syncs_source WHERE id = from_source
      AND (last_lead_at IS NULL OR last_lead_at < came - interval '1 second')
      FOR NO KEY UPDATE SKIP LOCKED
  );
  RETURN (SELECT streams FROM connections_connection WHERE id = (alike->>'connection_id')::uuid);
END $$
"""  # noqa: S608
DROP_ACCEPT = "DROP FUNCTION syncs_accept(jsonb, jsonb, jsonb, int[])"
DROP = "DROP FUNCTION syncs_count(uuid, uuid, timestamptz, int[], int[])"


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0003_pace"),
        ("syncs", "0010_unseen"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="hourlycount", name="one_count_an_hour"),
        migrations.AlterField(
            model_name="hourlycount",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="syncs.source",
            ),
        ),
        migrations.AlterField(
            model_name="inboundlead",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="syncs.source",
            ),
        ),
        migrations.AlterField(
            model_name="inboundlead",
            name="tenant",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddIndex(
            model_name="hourlycount",
            index=models.Index(fields=["tenant", "hour", "source"], name="count_by_hour"),
        ),
        migrations.AddIndex(
            model_name="inboundlead",
            index=models.Index(fields=["source", "-received_at", "-id"], name="lead_by_source"),
        ),
        migrations.AddField(
            model_name="inboundlead",
            name="name_low",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Lower("name"),
                output_field=models.CharField(max_length=200),
            ),
        ),
        migrations.AddField(
            model_name="inboundlead",
            name="company_low",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Lower("company"),
                output_field=models.CharField(max_length=255),
            ),
        ),
        migrations.AddIndex(
            model_name="inboundlead",
            index=models.Index(fields=["tenant", "name_low"], name="lead_by_name"),
        ),
        migrations.AddIndex(
            model_name="inboundlead",
            index=models.Index(fields=["tenant", "company_low"], name="lead_by_company"),
        ),
        migrations.AddIndex(
            model_name="inboundlead",
            index=models.Index(
                condition=models.Q(("record_id", ""), _negated=True),
                fields=["tenant", "record_id"],
                name="lead_by_record",
            ),
        ),
        migrations.RunSQL(COUNT, DROP),
        migrations.RunSQL(ACCEPT, DROP_ACCEPT),
    ]
