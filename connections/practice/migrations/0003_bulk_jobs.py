import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import tenants.identifiers
import tenants.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0002_logins"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeJob",
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
                ("job_id", models.CharField(db_collation="C", max_length=18)),
                ("kind", models.CharField(max_length=6)),
                ("state", models.CharField(default="Open", max_length=14)),
                ("operation", models.CharField(max_length=10)),
                ("sobject", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                ("soql", models.TextField(blank=True, default="")),
                ("uploaded", models.BooleanField(default=False)),
                (
                    "header",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=18), default=list, size=None
                    ),
                ),
                ("total", models.IntegerField(default=0)),
                ("processed", models.IntegerField(default=0)),
                ("failed", models.IntegerField(default=0)),
                ("worked_ms", models.IntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("created_by", models.CharField(max_length=18)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("queued_at", models.DateTimeField(null=True)),
                ("modified_at", models.DateTimeField(default=django.utils.timezone.now)),
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
        ),
        migrations.CreateModel(
            name="PracticeJobPart",
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
                ("number", models.IntegerField()),
                ("rows", models.JSONField()),
                ("results", models.JSONField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.practicejob",
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
        ),
        migrations.AddIndex(
            model_name="practicejob",
            index=models.Index(fields=["org", "kind", "job_id"], name="practice_job_kind"),
        ),
        migrations.AddConstraint(
            model_name="practicejob",
            constraint=models.UniqueConstraint(
                fields=("tenant", "org", "job_id"), name="practice_job_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="practicejobpart",
            constraint=models.UniqueConstraint(
                fields=("tenant", "job", "number"), name="practice_job_part"
            ),
        ),
        tenants.walls.Wall("PracticeJob"),
        tenants.walls.Wall("PracticeJobPart"),
    ]
