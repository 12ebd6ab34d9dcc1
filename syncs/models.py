"""The movement: sources, the leads they brought, and the hourly ledger."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from connections.models import Connection
from mappings.models import Mapping
from tenants.models import ApiKey, Tenant
from tenants.walls import TenantOwned

from .bulk_tables import BulkLoad, BulkRow
from .call_tables import ApiHour
from .lane_tables import Lane, PersonClaim, Stream
from .ledger_tables import LedgerCheck, LedgerFinding
from .memory_tables import RecordAlias, RecordMemory
from .plan_tables import PlanRow, PlanRun
from .reconciliation_tables import Reconciliation
from .replay_tables import Replay, ReplayDifference
from .speeds import SLOTS
from .states import State
from .summary_tables import TenantSummary
from .turn_tables import Turn, TurnPool
from .unseen_tables import UnseenAnswer

__all__ = [
    "ApiHour",
    "BatchRun",
    "BulkLoad",
    "BulkRow",
    "HourlyCount",
    "IdempotencyRecord",
    "InboundLead",
    "Lane",
    "LedgerCheck",
    "LedgerFinding",
    "PersonClaim",
    "PlanRow",
    "PlanRun",
    "Reconciliation",
    "RecordAlias",
    "RecordMemory",
    "Replay",
    "ReplayDifference",
    "Source",
    "Stream",
    "TenantSummary",
    "Turn",
    "TurnPool",
    "UnseenAnswer",
    "no_speeds",
    "states",
]


def states() -> list[tuple[str, str]]:
    """The choices of a lead's state."""
    return [(state.value, state.value.capitalize()) for state in State]


def no_speeds() -> list[int]:
    """An empty histogram of speed."""
    return [0] * SLOTS


class Source(TenantOwned):
    """A door through which leads come."""

    class Kind(models.TextChoices):
        API = "api", "API"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.API)
    api_key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    mapping = models.ForeignKey(
        Mapping, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    last_lead_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="one_source_name")]

    def __str__(self) -> str:
        return self.name


class InboundLead(TenantOwned):
    """One payload received, with its state; the row is the truth and the queue."""

    # Its own index would be a part of others, and a source of the tenant is the tenant's already.
    tenant = models.ForeignKey(
        Tenant, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    payload = models.JSONField()
    external_id = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=255, blank=True)
    # To be searched by how they begin: an index serves no function behind row-level security.
    name_low = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=200), db_persist=True
    )
    company_low = models.GeneratedField(
        expression=Lower("company"), output_field=models.CharField(max_length=255), db_persist=True
    )

    state = models.CharField(max_length=10, choices=states, default=State.PENDING)
    reason = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    cause = models.CharField(max_length=200, blank=True)
    decision = models.JSONField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)
    # What the person's leads were decided from; see engine/evidence.py.
    seen = models.JSONField(null=True, blank=True)
    mapping_number = models.PositiveIntegerField(null=True, blank=True)
    sobject = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=18, blank=True)

    # The queue: due_at is empty when nothing is left to do.
    due_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whole files and replays of many wait behind what comes in now.
    backfill = models.BooleanField(default=False)
    # Which of the connection's streams works it (engine/persons.py).
    person_hash = models.PositiveSmallIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    intent_at = models.DateTimeField(null=True, blank=True)

    received_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["connection", "due_at"], name="lead_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(
                fields=["connection", "backfill", "received_at", "id"],
                name="lead_queue",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(fields=["tenant", "-received_at", "-id"], name="lead_newest"),
            models.Index(fields=["source", "-received_at", "-id"], name="lead_by_source"),
            models.Index(fields=["tenant", "state", "-received_at"], name="lead_by_state"),
            models.Index(fields=["tenant", "email"], name="lead_by_email"),
            models.Index(fields=["tenant", "external_id"], name="lead_by_external_id"),
            models.Index(fields=["tenant", "name_low"], name="lead_by_name"),
            models.Index(fields=["tenant", "company_low"], name="lead_by_company"),
            models.Index(
                fields=["tenant", "record_id"], name="lead_by_record", condition=~Q(record_id="")
            ),
            models.Index(fields=["tenant", "-changed_at"], name="lead_changed"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)


class IdempotencyRecord(TenantOwned):
    """The answer once given to an Idempotency-Key, for 24 hours."""

    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    lead_ids = ArrayField(models.CharField(max_length=36))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="one_answer_a_key")]


class HourlyCount(TenantOwned):
    """The ledger: leads received in an hour from a source, by where they stand now.

    An hour has several rows where transactions counted side by side (``ledger.adding``): only
    their sum says something, and the check holds for each.
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    hour = models.DateTimeField()
    received = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    pending = models.IntegerField(default=0)
    speeds = ArrayField(models.IntegerField(), default=no_speeds)

    class Meta:
        indexes = [models.Index(fields=["tenant", "hour", "source"], name="count_by_hour")]
        constraints = [
            models.CheckConstraint(
                name="every_lead_is_accounted_for",
                condition=Q(
                    received=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("skipped")
                    + models.F("held")
                    + models.F("failed")
                    + models.F("pending")
                ),
            ),
        ]


class BatchRun(TenantOwned):
    """One batch that was worked: how many leads, how many API calls, how long."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now)
    leads = models.PositiveIntegerField()
    calls = models.PositiveIntegerField()
    find_ms = models.PositiveIntegerField(default=0)
    write_ms = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["tenant", "connection", "-at"], name="batch_newest")]
