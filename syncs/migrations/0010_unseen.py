import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tenants.identifiers
import tenants.walls


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0003_pace"),
        ("syncs", "0009_summaries"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnseenAnswer",
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
                ("code", models.CharField(max_length=100)),
                ("sample", models.TextField(blank=True)),
                ("times", models.PositiveIntegerField(default=0)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["-last_seen_at"],
                "verbose_name": "unknown answer of Salesforce",
                "verbose_name_plural": "unknown answers of Salesforce",
            },
        ),
        migrations.AddConstraint(
            model_name="unseenanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant", "connection", "code"), name="one_row_an_unseen_code"
            ),
        ),
        tenants.walls.Wall("UnseenAnswer"),
    ]
