"""The agreement as rows: a mapping has versions, one of them live; each holds one document."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.walls import TenantOwned

from .blueprint_tables import (
    Blueprint,
    BlueprintClient,
    BlueprintVersion,
    Promotion,
    PromotionStep,
)
from .documents import rules_of
from .inspections import PreflightRun, SchemaChange, SchemaSnapshot
from .rules import Rules

__all__ = [
    "Blueprint",
    "BlueprintClient",
    "BlueprintVersion",
    "Mapping",
    "MappingVersion",
    "PreflightRun",
    "Promotion",
    "PromotionStep",
    "SchemaChange",
    "SchemaSnapshot",
]


class Mapping(TenantOwned):
    """A named agreement that sources share."""

    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="one_mapping_name")]

    def __str__(self) -> str:
        return self.name

    def live_version(self) -> MappingVersion | None:
        """The version by which leads are worked now, or None before the first publication."""
        return MappingVersion.objects.filter(mapping=self, state=MappingVersion.LIVE).first()

    def draft(self) -> MappingVersion | None:
        """The version that is being edited, or None."""
        return MappingVersion.objects.filter(mapping=self, state=MappingVersion.DRAFT).first()


class MappingVersion(TenantOwned):
    """One version of a mapping. Only a draft is edited; what was ever live stays as it is.

    ``document`` is what ``documents.rules_of`` reads. ``revision`` grows with every save of a
    draft, so that nobody saves over what they have not seen. ``based_on`` is the number of the
    version that was live, or was copied, when this one was begun. ``note`` says why it was made.
    """

    DRAFT, LIVE, RETIRED = "draft", "live", "retired"
    STATES = [(DRAFT, "Draft"), (LIVE, "Live"), (RETIRED, "Retired")]

    mapping = models.ForeignKey(
        Mapping, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    document = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    based_on = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField("why", blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "mapping", "number"], name="one_version_number"
            ),
            models.UniqueConstraint(
                fields=["tenant", "mapping"], condition=Q(state="live"), name="one_live_version"
            ),
            models.UniqueConstraint(
                fields=["tenant", "mapping"], condition=Q(state="draft"), name="one_open_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mapping} version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may be edited."""
        return self.state == self.DRAFT

    def as_rules(self) -> Rules:
        """This version as frozen values. Raises ``documents.DocumentRefused``."""
        return _parsed(json.dumps(self.document))


@lru_cache(maxsize=512)
def _parsed(text: str) -> Rules:
    """Reading a document takes milliseconds, and a version is read for every batch of leads."""
    return rules_of(json.loads(text))
