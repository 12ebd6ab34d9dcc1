"""Round robins: how everybody stands, and which lead drew whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


class TurnPool(TenantOwned):
    """A round robin of an org. ``standings`` are those of ``mappings.turns``, by user id."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=80)
    standings = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "name"], name="one_pool_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Turn(TenantOwned):
    """The turn that a lead drew. It is the lead's for good, so that a worker that was killed
    before or after the write gives the lead to the same user again.
    """

    pool = models.ForeignKey(
        TurnPool, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    lead = models.ForeignKey(
        "syncs.InboundLead", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    user_id = models.CharField(max_length=18)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "pool", "lead"], name="one_turn_a_lead")
        ]

    def __str__(self) -> str:
        return self.user_id
