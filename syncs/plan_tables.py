"""Plans for many leads at once: who asked for which, and what would happen to each lead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from mappings.models import Mapping
from tenants.walls import TenantOwned


class PlanRun(TenantOwned):
    """One plan for a file or for the last leads of a source. Nothing is written by it.

    ``document`` is the version as it was, ``number`` its number. ``columns`` are [heading, path]
    of a file, ``counts`` rows by outcome. ``stretches`` are worked one after the other;
    ``stretch`` is the next. ``unreadable`` rows are counted in ``rows`` and planned by nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        BROKEN = "broken", "Broken off"

    mapping = models.ForeignKey(
        Mapping, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    title = models.CharField(max_length=200)
    is_file = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    is_draft = models.BooleanField(default=False)
    document = models.JSONField()
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    stretch = models.PositiveIntegerField(default=0)
    stretches = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["tenant", "mapping", "-asked_at"], name="plan_newest")]

    def __str__(self) -> str:
        return f"{self.title}, {self.asked_at:%Y-%m-%d %H:%M}"


class PlanRow(TenantOwned):
    """A lead of a plan: what came, then what would happen to it.

    ``number`` is the row of the file; ``outcome`` is one of ``syncs.states``, "failed" where
    Salesforce would refuse the write, "unreadable" for a row that is no lead. ``payload`` is
    emptied when the row is planned.
    """

    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    stretch = models.PositiveIntegerField(default=0)
    lead_id = models.UUIDField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=320, blank=True)
    company = models.CharField(max_length=500, blank=True)
    payload = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, blank=True)
    why = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    decision = models.JSONField(null=True, blank=True)
    predicted = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "run", "position"], name="one_row_a_place")
        ]
        indexes = [
            models.Index(fields=["tenant", "run", "outcome", "position"], name="plan_outcome"),
            models.Index(fields=["tenant", "run", "stretch"], name="plan_stretch"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"
