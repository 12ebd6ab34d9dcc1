"""What was seen of an org and when: schema snapshots, preflight runs, changes in the org."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


class SchemaSnapshot(TenantOwned):
    """The facts about an org (``connections.org_facts`` as a document), kept when they changed.

    ``digest`` tells whether two are alike; how many API calls were used is left out of it.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-taken_at", "-id"]
        indexes = [models.Index(fields=["tenant", "connection", "-taken_at"], name="snapshot_new")]

    def __str__(self) -> str:
        return f"{self.connection}, {self.taken_at:%Y-%m-%d %H:%M}"


class PreflightRun(TenantOwned):
    """One run of the checklist: what was found, against which versions, in how many calls.

    ``findings`` are ``mappings.preflight.Finding`` as documents, worst first; ``versions`` name
    the mappings: [{"mapping": id, "name": …, "number": …}]. ``trouble`` says why a run broke
    off; such a run has no findings.
    """

    class Trigger(models.TextChoices):
        CONNECT = "connect", "After connecting"
        PUBLISH = "publish", "After publishing a mapping"
        NIGHTLY = "nightly", "Every night"
        DEMAND = "demand", "Asked for"

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    snapshot = models.ForeignKey(
        SchemaSnapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    trigger = models.CharField(max_length=10, choices=Trigger.choices, default=Trigger.DEMAND)
    at = models.DateTimeField(default=timezone.now)
    ms = models.PositiveIntegerField(default=0)
    calls = models.PositiveSmallIntegerField(default=0)
    versions = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    blocking = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    unseen = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes = [models.Index(fields=["tenant", "connection", "-at"], name="preflight_newest")]

    def __str__(self) -> str:
        return f"{self.connection}, {self.at:%Y-%m-%d %H:%M}"


class SchemaChange(TenantOwned):
    """Something that changed in the org and matters, or a user, rule or right that did.

    ``kind`` is a ``mappings.drift.ChangeKind``; ``subject`` such as "Lead.Industry". ``leads``
    of the last 30 days would fail, of which not all were counted when ``is_at_least``.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=160)
    value = models.CharField(max_length=255, blank=True)
    sentence = models.TextField()
    effect = models.TextField(blank=True)
    matters = models.BooleanField(default=False)
    mappings = models.JSONField(default=list)
    leads = models.PositiveIntegerField(default=0)
    is_at_least = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes = [models.Index(fields=["tenant", "connection", "-at"], name="change_newest")]

    def __str__(self) -> str:
        return self.sentence
