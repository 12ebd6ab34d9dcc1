"""Errors of Salesforce that Inlet's table doesn't know, for whoever runs Inlet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


class UnseenAnswer(TenantOwned):
    """A code that is in no table of ours, how often an org gave it, and one of its messages with
    addresses and numbers left out."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    code = models.CharField(max_length=100)
    sample = models.TextField(blank=True)
    times = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-last_seen_at"]
        verbose_name = "unknown answer of Salesforce"
        verbose_name_plural = "unknown answers of Salesforce"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "code"], name="one_row_an_unseen_code"
            )
        ]

    def __str__(self) -> str:
        return self.code
