"""What Salesforce said of the records that we created, day by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


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
