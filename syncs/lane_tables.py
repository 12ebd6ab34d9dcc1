"""Who works a connection's leads: the lane, its streams, and the people in hand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


def _of_a_connection() -> models.ForeignKey[Connection, Connection]:
    return models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )


class Lane(TenantOwned):
    """How the org of a connection is doing, as seen from its leads: one row per connection."""

    connection = _of_a_connection()
    # After trouble with the whole org: no calls before this time.
    paused_until = models.DateTimeField(null=True, blank=True)
    troubles = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    # How much the org bears at once, as learnt from its answers (engine/pacing.py).
    pace = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "connection"], name="one_lane_a_connection")
        ]

    def __str__(self) -> str:
        return self.trouble or "open"


class Stream(TenantOwned):
    """A share of a connection's leads, by person: one worker at a time, until its lease ends.

    ``turn`` counts the batches, so that live leads, repeats and backfills take turns. When the
    last batch of new leads was claimed, how large it was, and until when the next ones gather:
    ``engine.rhythm``.
    """

    connection = _of_a_connection()
    number = models.PositiveSmallIntegerField(default=0)
    owner = models.CharField(max_length=40, blank=True)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(default=timezone.now)
    turn = models.PositiveIntegerField(default=0)
    live_at = models.DateTimeField(null=True, blank=True)
    live_size = models.PositiveIntegerField(default=0)
    gather_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "number"], name="one_stream_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"stream {self.number}"


class PersonClaim(TenantOwned):
    """A person whom one worker has in hand: nobody else works a lead of theirs meanwhile.

    ``key`` is the digest of one of the person's names (``syncs.persons``) or of a record's id,
    ``owner`` is that of the lease. Should the worker die, only ``lead_id`` goes on with the person
    before ``until``, and if it is ``quarantined`` not even that one: a create may still be on its
    way to Salesforce.
    """

    connection = _of_a_connection()
    key = models.CharField(max_length=32)
    owner = models.CharField(max_length=40)
    stream = models.PositiveSmallIntegerField(default=0)
    lead_id = models.UUIDField(null=True, blank=True)
    quarantined = models.BooleanField(default=False)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "key"], name="one_worker_a_person"
            )
        ]
        indexes = [models.Index(fields=["tenant", "connection", "owner"], name="claim_by_owner")]

    def __str__(self) -> str:
        return self.key
