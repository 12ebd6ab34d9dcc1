"""Tables of bulk jobs. A job's rows lie in parts: what is worked, and committed, at once."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tenants.walls import TenantOwned


class PracticeJob(TenantOwned):
    """A job. `details`: what its creator said, under Salesforce's names.

    `header`: the columns of the upload; `ids`: the rows of a query, in order; `total`: how many
    rows there are; `error`: why it failed, or will as soon as it is worked.
    """

    org: models.ForeignKey[Any, Any] = models.ForeignKey(
        "practice.PracticeOrg",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    job_id = models.CharField(max_length=18, db_collation="C")
    kind = models.CharField(max_length=6)
    state = models.CharField(max_length=14, default="Open")
    operation = models.CharField(max_length=10)
    sobject = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    soql = models.TextField(blank=True, default="")
    uploaded = models.BooleanField(default=False)
    header = ArrayField(models.TextField(), default=list)
    ids = ArrayField(models.CharField(max_length=18), default=list)
    total = models.IntegerField(default=0)
    processed = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    worked_ms = models.IntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_by = models.CharField(max_length=18)
    created_at = models.DateTimeField(default=timezone.now)
    # When it was handed over to be worked, then when its state changed last.
    queued_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "practice"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "job_id"], name="practice_job_id")
        ]
        indexes = [models.Index(fields=["org", "kind", "job_id"], name="practice_job_kind")]

    def __str__(self) -> str:
        return self.job_id


class PracticeJobPart(TenantOwned):
    """Some rows of an upload, in its order. `results` None: not worked yet.

    Else one [id, created, error] for each row; error "" for a row that was saved.
    """

    job = models.ForeignKey(
        PracticeJob, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    number = models.IntegerField()
    rows = models.JSONField()
    results = models.JSONField(null=True)

    class Meta:
        app_label = "practice"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "job", "number"], name="practice_job_part")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.job_id}"
