import django.db.models.deletion
import django.utils.timezone
import tenants.identifiers
import tenants.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0001_initial"),
        ("syncs", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordMemory",
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
                ("sobject", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=18)),
                ("document", models.JSONField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "connection",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.connection",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "connection", "record_id"), name="one_memory_a_record"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordAlias",
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
                ("alias", models.CharField(max_length=320)),
                ("record_id", models.CharField(max_length=18)),
                (
                    "connection",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.connection",
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
                "ordering": ["alias", "record_id"],
                "indexes": [
                    models.Index(
                        fields=["tenant", "connection", "record_id"], name="alias_by_record"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "connection", "alias", "record_id"),
                        name="one_alias_a_record",
                    )
                ],
            },
        ),
        tenants.walls.Wall("RecordMemory"),
        tenants.walls.Wall("RecordAlias"),
    ]
