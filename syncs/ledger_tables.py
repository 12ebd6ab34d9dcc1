"""When the counters were last compared with the leads, and what differed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.walls import TenantOwned


class LedgerCheck(TenantOwned):
    """The last time that a client's counters were compared with its leads, and what differed."""

    checked_at = models.DateTimeField(default=timezone.now)
    hours = models.PositiveIntegerField(default=0)
    leads = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="one_check_a_tenant")]

    def __str__(self) -> str:
        return f"{self.hours} hours differ, {self.checked_at:%Y-%m-%d %H:%M}"


class LedgerFinding(TenantOwned):
    """An hour of a source whose counters differ from its leads, until it is put right.

    ``counted`` is what the counters said, ``stood`` what the leads did, by column.
    """

    source = models.ForeignKey(
        "syncs.Source", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    hour = models.DateTimeField()
    counted = models.JSONField()
    stood = models.JSONField()
    found_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-hour", "source_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "source", "hour"],
                condition=Q(closed_at__isnull=True),
                name="one_open_finding_an_hour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}:00"
