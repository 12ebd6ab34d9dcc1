import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.walls


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0003_pace"),
        ("syncs", "0006_streams"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiHour",
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
                ("hour", models.DateTimeField()),
                ("ours", models.PositiveIntegerField(default=0)),
                ("used", models.PositiveIntegerField(blank=True, null=True)),
                ("allowed", models.PositiveIntegerField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
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
            options={"ordering": ["hour"]},
        ),
        migrations.AddConstraint(
            model_name="apihour",
            constraint=models.UniqueConstraint(
                fields=("tenant", "connection", "hour"), name="one_count_of_calls_an_hour"
            ),
        ),
        tenants.walls.Wall("ApiHour"),
    ]
