import django.db.models.deletion
import django.utils.timezone
import tenants.identifiers
import tenants.walls
from django.db import migrations, models

# Every write is kept by the database itself, in its transaction: whatever path it came by.
# Who signs it, and as what, is a setting of the transaction (store/oracle.py).
_ORACLE = """
CREATE FUNCTION practice_new_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    -- Version 7: milliseconds, then their fraction, then chance, so that ids sort by time.
    SELECT encode(set_byte(set_byte(overlay(uuid_send(gen_random_uuid()) PLACING substring(
        int8send(us / 1000) FROM 3) FROM 1 FOR 6), 6, 112 + (part >> 8)), 7, part & 255),
        'hex')::uuid
    FROM (SELECT us, (us % 1000 * 4096 / 1000)::int AS part
        FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS us) AS moment
    ) AS parts
$$;
CREATE FUNCTION practice_changes(was jsonb, now_is jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_object_agg(key, jsonb_build_array(a.value, b.value)), '{}')
    FROM jsonb_each(was) a FULL JOIN jsonb_each(now_is) b USING (key)
    WHERE a.value IS DISTINCT FROM b.value
$$;
CREATE FUNCTION practice_note_created() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO practice_practicewrite (id, tenant_id, org_id, serial, at, "user", sobject,
        record_id, operation, changes, source)
    SELECT practice_new_uuid(), tenant_id, org_id,
        coalesce(nullif(current_setting('inlet.practice_serial', true), ''), '0')::bigint,
        created_at, created_by, sobject, sf_id, 'create',
        practice_changes('{}', "values" || jsonb_build_object('OwnerId', owner)),
        CASE WHEN seeded THEN 'seed'
            ELSE coalesce(nullif(current_setting('inlet.practice_source', true), ''), 'api') END
    FROM fresh;
    RETURN NULL;
END $$;
CREATE FUNCTION practice_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO practice_practicewrite (id, tenant_id, org_id, serial, at, "user", sobject,
        record_id, operation, changes, source)
    SELECT practice_new_uuid(), b.tenant_id, b.org_id,
        coalesce(nullif(current_setting('inlet.practice_serial', true), ''), '0')::bigint,
        b.modified_at, b.modified_by, b.sobject, b.sf_id,
        CASE WHEN b.deleted AND NOT a.deleted THEN 'delete'
            WHEN a.deleted AND NOT b.deleted THEN 'undelete' ELSE 'update' END,
        practice_changes(a."values" || jsonb_build_object('OwnerId', a.owner),
            b."values" || jsonb_build_object('OwnerId', b.owner)),
        coalesce(nullif(current_setting('inlet.practice_source', true), ''), 'api')
    FROM stale a JOIN fresh b USING (id)
    -- An Account's new name reaches the key of its Contacts; nobody wrote to those.
    WHERE NOT (a.company_key IS DISTINCT FROM b.company_key AND a."values" = b."values"
        AND a.modified_at = b.modified_at AND a.owner = b.owner AND a.deleted = b.deleted);
    RETURN NULL;
END $$;
-- Without fresh statistics the planner takes any index that begins with the org.
ALTER TABLE practice_practicerecord SET (autovacuum_analyze_scale_factor = 0.02);
CREATE FUNCTION practice_forget_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Salesforce keeps what is deleted; a row goes for good only at a reset, or when the call
    -- that made it finds a unique value taken after all: then it was never accepted.
    DELETE FROM practice_practicewrite w USING stale a
    WHERE w.org_id = a.org_id AND w.record_id = a.sf_id;
    RETURN NULL;
END $$;
CREATE TRIGGER practice_gone AFTER DELETE ON practice_practicerecord
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION practice_forget_gone();
CREATE TRIGGER practice_created AFTER INSERT ON practice_practicerecord
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION practice_note_created();
CREATE TRIGGER practice_changed AFTER UPDATE ON practice_practicerecord
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION practice_note_changed();
"""
_NO_ORACLE = """
ALTER TABLE practice_practicerecord RESET (autovacuum_analyze_scale_factor);
DROP TRIGGER practice_gone ON practice_practicerecord;
DROP FUNCTION practice_forget_gone();
DROP TRIGGER practice_created ON practice_practicerecord;
DROP TRIGGER practice_changed ON practice_practicerecord;
DROP FUNCTION practice_note_created();
DROP FUNCTION practice_note_changed();
DROP FUNCTION practice_changes(jsonb, jsonb);
DROP FUNCTION practice_new_uuid();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0004_unique_keys"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.AddField(
            model_name="practicecall",
            name="fault",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="practiceorg",
            name="admin_key_hash",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="practiceorg",
            name="api_refused",
            field=models.IntegerField(default=0),
        ),
        migrations.CreateModel(
            name="PracticeFault",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("route", models.CharField(max_length=200)),
                ("probability", models.FloatField(default=1.0)),
                ("seed", models.BigIntegerField(default=0)),
                ("every", models.IntegerField(default=0)),
                ("first", models.IntegerField(default=0)),
                ("limit", models.IntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("jitter", models.FloatField(default=0)),
                ("label", models.CharField(blank=True, default="", max_length=80)),
                ("is_on", models.BooleanField(default=True)),
                ("matched", models.IntegerField(default=0)),
                ("fired", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "org",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.practiceorg",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PracticeWrite",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("serial", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("user", models.CharField(db_collation="C", max_length=18)),
                ("sobject", models.CharField(db_collation="C", max_length=40)),
                ("record_id", models.CharField(db_collation="C", max_length=18)),
                ("operation", models.CharField(max_length=20)),
                ("changes", models.JSONField(default=dict)),
                ("source", models.CharField(max_length=10)),
                (
                    "org",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.practiceorg",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "id"], name="practice_write_order"),
                    models.Index(fields=["org", "record_id", "id"], name="practice_write_record"),
                ],
            },
        ),
        tenants.walls.Wall("PracticeFault"),
        tenants.walls.Wall("PracticeWrite"),
        migrations.RunSQL(_ORACLE, _NO_ORACLE),
    ]
