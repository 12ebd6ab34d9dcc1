"""The org itself, and the columns that its tables share."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tenants.walls import TenantOwned


def today() -> date:
    """The day, in UTC, that API calls are counted for."""
    return timezone.now().date()


class PracticeOrg(TenantOwned):
    """One emulated org. `setup` is a `rules.setup.Setup` document; `stamp` changes with it."""

    org_id = models.CharField(max_length=18)
    name = models.CharField(max_length=80)
    personality = models.CharField(max_length=40, default="default")
    consumer_key = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64)
    redirect_uris = ArrayField(models.CharField(max_length=2000), default=list)
    setup = models.JSONField()
    # Who gets in: a `rules.apps.Access` document; what is missing there has its default.
    access = models.JSONField(default=dict)
    # Sealed: signs id tokens; made when the first one is asked for.
    signing_key = models.TextField(default="", blank=True)
    stamp = models.UUIDField(default=uuid.uuid4)
    setup_changed_at = models.DateTimeField(default=timezone.now)
    # Every call takes a serial number, and its records' ids follow from it.
    serial = models.BigIntegerField(default=0)
    api_used = models.IntegerField(default=0)
    api_max = models.IntegerField(default=15_000)
    api_day = models.DateField(default=today)
    # Calls that came after the day's last one was used up.
    api_refused = models.IntegerField(default=0)
    # What bulk jobs used up, on that day.
    bulk_day = models.DateField(null=True)
    bulk_batches = models.IntegerField(default=0)
    bulk_queries = models.IntegerField(default=0)
    admin_key_hash = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="practice_one_org_per_tenant")
        ]

    def __str__(self) -> str:
        return self.name


def of_org(*, indexed: bool = True) -> models.ForeignKey[PracticeOrg, PracticeOrg]:
    """The org of a row."""
    # The composite key of the wall takes the place of the plain constraint.
    return models.ForeignKey(
        PracticeOrg,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=indexed,
        related_name="+",
    )


def sf_id_column() -> models.CharField[str, str]:
    """An 18-character id."""
    return models.CharField(max_length=18, db_collation="C")


def key_column() -> models.TextField[str | None, str | None]:
    """A lower-cased copy of a value, to search by."""
    # Compared byte by byte: the index serves equality and ranges, whatever the database's locale.
    return models.TextField(null=True, db_collation="C")
