"""What Inlet remembers of each Salesforce record, and by which addresses it is found again.

``mappings.memory`` says what is in it, ``syncs.engine.remembering`` reads and writes it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from connections.models import Connection
from tenants.walls import TenantOwned


class RecordMemory(TenantOwned):
    """The memory of one record of an org: ``mappings.memory.Memory`` as a document."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    sobject = models.CharField(max_length=40)
    record_id = models.CharField(max_length=18)
    document = models.JSONField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "record_id"], name="one_memory_a_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sobject} {self.record_id}"


class RecordAlias(TenantOwned):
    """An e-mail address or a key of somebody whose lead ended in a record.

    ``alias`` as ``mappings.identities.alike`` has it. One row each rather than an array in the
    memory: PostgreSQL may not use an index on arrays behind row-level security, since their
    operators are not leakproof; it may for equal texts.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    alias = models.CharField(max_length=320)
    record_id = models.CharField(max_length=18)

    class Meta:
        ordering: ClassVar = ["alias", "record_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "connection", "alias", "record_id"], name="one_alias_a_record"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "connection", "record_id"], name="alias_by_record")
        ]

    def __str__(self) -> str:
        return f"{self.alias} is {self.record_id}"
