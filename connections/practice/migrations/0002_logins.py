import django.db.models.deletion
import django.utils.timezone
import tenants.identifiers
import tenants.walls
from django.db import migrations, models


def _org(*, indexed: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=indexed,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="practice.practiceorg",
    )


def _base() -> list[tuple[str, models.Field]]:
    return [
        (
            "id",
            models.UUIDField(
                default=tenants.identifiers.uuid7,
                editable=False,
                primary_key=True,
                serialize=False,
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
    ]


def _now() -> models.DateTimeField:
    return models.DateTimeField(default=django.utils.timezone.now)


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0001_initial"),
        ("tenants", "0002_cache"),
    ]

    operations = [
        migrations.AddField("practiceorg", "access", models.JSONField(default=dict)),
        migrations.AddField("practiceorg", "signing_key", models.TextField(blank=True, default="")),
        migrations.AddField("practicecode", "app", models.CharField(default="", max_length=100)),
        migrations.AddField("practicecode", "nonce", models.CharField(default="", max_length=200)),
        migrations.AddField("practicetoken", "app", models.CharField(default="", max_length=100)),
        migrations.AddField("practicetoken", "seconds", models.IntegerField(default=7200)),
        migrations.AddField("practicetoken", "began_at", _now()),
        migrations.AddField("practicetoken", "touched_at", _now()),
        migrations.CreateModel(
            name="PracticeApproval",
            fields=[
                *_base(),
                ("app", models.CharField(max_length=100)),
                ("user", models.CharField(max_length=18)),
                ("at", _now()),
                ("org", _org()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "org", "app", "user"), name="practice_one_approval"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeLogin",
            fields=[
                *_base(),
                ("username", models.CharField(max_length=80)),
                ("status", models.CharField(max_length=20)),
                ("at", _now()),
                ("org", _org(indexed=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "username", "at"], name="practice_login_at")
                ],
            },
        ),
        tenants.walls.Wall("PracticeApproval"),
        tenants.walls.Wall("PracticeLogin"),
    ]
