"""What is kept beside the hourly counters: one row per client, what was found wrong, and what
Salesforce says of the same leads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from connections.models import Connection
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


class Reconciliation(TenantOwned):
    """One day of a connection, compared with Salesforce: what we created, what is there.

    ``begins`` to ``ends`` is the day as the client lives it. ``by_key``: records with our key
    that we don't know were looked for too. ``missing`` and ``unknown`` are record ids,
    ``doubles`` lists of them, each list cut to its first 200; their numbers are whole.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        BROKEN = "broken", "Could not be compared"

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    by_key = models.BooleanField(default=False)
    written = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    missing_count = models.PositiveIntegerField(default=0)
    unknown_count = models.PositiveIntegerField(default=0)
    doubles_count = models.PositiveIntegerField(default=0)
    missing = models.JSONField(default=list, blank=True)
    unknown = models.JSONField(default=list, blank=True)
    doubles = models.JSONField(default=list, blank=True)
    calls = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "connection_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "day"], name="one_comparison_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.state}"

    @property
    def is_right(self) -> bool:
        """Whether it was compared and nothing is missing, unknown or there twice."""
        gaps = self.missing_count + self.unknown_count + self.doubles_count
        return self.state == self.State.DONE and not gaps
