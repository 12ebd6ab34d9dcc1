"""Tables of what happened: calls, faults that were injected, writes that were accepted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from tenants.walls import TenantOwned

from .org_tables import of_org, sf_id_column


class PracticeCall(TenantOwned):
    """One call, in a plain sentence, for the page "What Salesforce was asked"."""

    org = of_org(indexed=False)
    serial = models.BigIntegerField()
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    sentence = models.CharField(max_length=200)
    status = models.SmallIntegerField()
    refusal = models.CharField(max_length=80, blank=True)
    ms = models.IntegerField()
    leads = models.IntegerField(default=0)
    # What was made to go wrong with it: a `rules.faults` kind.
    fault = models.CharField(max_length=30, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "serial"], name="practice_call_serial")
        ]

    def __str__(self) -> str:
        return self.sentence


class PracticeFault(TenantOwned):
    """Trouble that an admin made: see `rules.faults.Fault`, whose fields these are.

    `matched` calls were meant by it, `fired` of them fell.
    """

    org = of_org()
    kind = models.CharField(max_length=30)
    route = models.CharField(max_length=200)
    probability = models.FloatField(default=1.0)
    seed = models.BigIntegerField(default=0)
    every = models.IntegerField(default=0)
    first = models.IntegerField(default=0)
    limit = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)
    jitter = models.FloatField(default=0)
    status = models.IntegerField(default=0)
    code = models.CharField(max_length=80, default="", blank=True)
    message = models.CharField(max_length=500, default="", blank=True)
    label = models.CharField(max_length=80, default="", blank=True)
    is_on = models.BooleanField(default=True)
    matched = models.IntegerField(default=0)
    fired = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} on {self.route}"


class PracticeWrite(TenantOwned):
    """An accepted write, kept in the transaction that made it. Its id sorts by time.

    `changes`: API name to [old, new] value, null for blank.
    """

    org = of_org(indexed=False)
    serial = models.BigIntegerField()
    at = models.DateTimeField()
    user = sf_id_column()
    sobject = models.CharField(max_length=40, db_collation="C")
    record_id = sf_id_column()
    operation = models.CharField(max_length=20)
    changes = models.JSONField(default=dict)
    source = models.CharField(max_length=10)

    class Meta:
        indexes = [
            models.Index(fields=["org", "id"], name="practice_write_order"),
            models.Index(fields=["org", "record_id", "id"], name="practice_write_record"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} of {self.record_id}"
