"""Loads that Salesforce works in its own time (Bulk API 2.0): one job each, and its rows."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from connections.bulk_port import BulkKind
from connections.models import Connection
from mappings.models import Mapping
from tenants.walls import TenantOwned

from .states import LoadState


class BulkLoad(TenantOwned):
    """One job. ``number`` is the version of the mapping by which its rows were decided.

    ``grown_at``: when rows last came in. ``deadline``: when its leads are due again, should nobody
    ever hear of it. ``calls`` are those that no batch tells of yet. ``asked_at``: when the org was
    asked for a job, ``sent_at`` when it was told to begin. ``refused``: the org won't take such
    loads.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    mapping = models.ForeignKey(
        Mapping, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField()
    sobject = models.CharField(max_length=40)
    external_id_field = models.CharField(max_length=80, blank=True)
    assignment_rule = models.CharField(max_length=18, blank=True)

    state = models.CharField(max_length=10, default=LoadState.GATHERING.value)
    job_id = models.CharField(max_length=18, blank=True)
    columns = ArrayField(models.CharField(max_length=80), default=list)
    rows = models.PositiveIntegerField(default=0)
    leads = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    processed = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    refused = models.BooleanField(default=False)
    troubles = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)

    # Who moves it: one worker at a time, until its lease ends.
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(default=timezone.now)
    wake_at = models.DateTimeField(default=timezone.now)

    opened_at = models.DateTimeField(default=timezone.now)
    grown_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        indexes = [
            models.Index(
                fields=["tenant", "connection", "wake_at"], name="load_moving",
                condition=Q(finished_at__isnull=True),
            ),
            models.Index(fields=["tenant", "connection", "-opened_at"], name="load_newest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rows} {self.sobject} rows"

    @property
    def kind(self) -> BulkKind:
        """What all its rows have in common."""
        return BulkKind(self.sobject, self.external_id_field, self.assignment_rule)

    @property
    def mark(self) -> int:
        """The fence of its leads, below 0, where no worker's is."""
        return -(self.id.int >> 66)

    @property
    def owner(self) -> str:
        """Who has its people in hand."""
        return f"load:{self.id.hex}"


class BulkRow(TenantOwned):
    """One person's record within a load, until it is known what became of it.

    ``key`` is what stands in the job's key column, folded; ``place`` orders the upload. The
    ``document`` is as ``engine.bulk.rows`` has it.
    """

    load = models.ForeignKey(
        BulkLoad, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    key = models.CharField(max_length=255)
    place = models.PositiveIntegerField(default=0)
    lead_ids = ArrayField(models.UUIDField())
    document = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "load", "key"], name="one_row_a_record")
        ]

    def __str__(self) -> str:
        return self.key
