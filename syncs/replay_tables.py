"""The rule time machine: a draft tried on the leads of the last days, and what differed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mappings.models import Mapping
from tenants.walls import TenantOwned


class Replay(TenantOwned):
    """One run of a draft over the leads of the last ``days``, read-only.

    ``document`` is the draft as it was. ``counts_before`` and ``counts_after`` are leads by
    outcome. ``skipped`` leads could not be replayed: nothing was kept of how they were decided.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        BROKEN = "broken", "Broken off"

    mapping = models.ForeignKey(
        Mapping, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    document = models.JSONField()
    days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    cursor = models.UUIDField(null=True, blank=True)
    leads = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    counts_before = models.JSONField(default=dict)
    counts_after = models.JSONField(default=dict)
    kinds = models.JSONField(default=dict)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["tenant", "mapping", "-asked_at"], name="replay_newest")]

    def __str__(self) -> str:
        return f"{self.mapping}, version {self.number}, {self.asked_at:%Y-%m-%d %H:%M}"


class ReplayDifference(TenantOwned):
    """A lead that would have come out differently, and how. ``kind`` groups those alike."""

    replay = models.ForeignKey(
        Replay, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    lead = models.ForeignKey(
        "syncs.InboundLead", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=200)
    sentence = models.TextField()
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "replay", "lead"], name="one_line_a_lead")
        ]

    def __str__(self) -> str:
        return self.sentence
