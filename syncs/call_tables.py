"""What Inlet calls in each org, by the hour (``engine.usage`` says what follows from it)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from connections.models import Connection
from tenants.walls import TenantOwned


class ApiHour(TenantOwned):
    """The API calls of an hour: Inlet's own, and the org's sum of 24 hours as it was last told
    in it, and when (empty: it wasn't)."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    hour = models.DateTimeField()
    ours = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(null=True, blank=True)
    allowed = models.PositiveIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["hour"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "hour"], name="one_count_of_calls_an_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ours} calls"
