"""A client in one row, for the page of all clients."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from tenants.walls import TenantOwned


class TenantSummary(TenantOwned):
    """A client as the agency's page shows it, true at ``refreshed_at``.

    ``days`` are the last 7 days of the client, oldest first, the last being ``day``: of each the
    leads received, then by state in the fixed order. ``typical`` and ``slow`` are seconds, of
    today. ``held``, ``failed`` and ``pending`` count leads whenever they came.
    """

    refreshed_at = models.DateTimeField(default=timezone.now)
    day = models.DateField()
    days = models.JSONField(default=list)
    typical = models.FloatField(null=True, blank=True)
    slow = models.FloatField(null=True, blank=True)
    held = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    oldest_pending_at = models.DateTimeField(null=True, blank=True)
    last_lead_at = models.DateTimeField(null=True, blank=True)
    environment = models.CharField(max_length=12, blank=True)
    health = models.CharField(max_length=16)
    trouble = models.TextField(blank=True)
    api_used = models.PositiveIntegerField(null=True, blank=True)
    api_allowed = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="one_summary_a_tenant")]

    def __str__(self) -> str:
        return f"{self.health}, {self.refreshed_at:%Y-%m-%d %H:%M:%S}"
