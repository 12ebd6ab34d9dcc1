"""Blueprints: an agency’s template of a mapping, who follows it, how a version is rolled out."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from tenants.walls import AgencyOwned, TenantOwned


class Blueprint(AgencyOwned):
    """A named agreement that many clients share, each with its own overrides."""

    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_blueprint_name")
        ]

    def __str__(self) -> str:
        return self.name


class BlueprintVersion(AgencyOwned):
    """One version of a blueprint. It never changes: who wants another makes the next one."""

    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField(default=1)
    document = models.JSONField(default=dict)
    note = models.TextField("why", blank=True)
    made_by = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "blueprint", "number"], name="one_blueprint_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.blueprint} version {self.number}"


class BlueprintClient(TenantOwned):
    """A client's mapping that follows a blueprint: its live document is the version blended with
    ``overrides`` (``mappings.blending``), as they were when the version was applied."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="+")
    mapping = models.ForeignKey(
        "mappings.Mapping", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    version = models.ForeignKey(BlueprintVersion, on_delete=models.CASCADE, related_name="+")
    overrides = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "mapping"], name="one_blueprint_a_mapping")
        ]

    def __str__(self) -> str:
        return f"{self.tenant}: {self.mapping}"


class Promotion(AgencyOwned):
    """A version of a blueprint on its way to the clients that follow it.

    ``most_errors``: the share of the leads, in percent, that may be held or failed before the
    rest of the clients is left alone; judged from ``least_leads`` leads of the new version on.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Comparing and checking"
        READY = "ready", "Ready to begin"
        CANARY = "canary", "First clients"
        WATCHING = "watching", "Watching their leads"
        REST = "rest", "All other clients"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        GOING_BACK = "going_back", "Going back"
        WENT_BACK = "went_back", "Rolled back"
        DROPPED = "dropped", "Not carried out"

    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    version = models.ForeignKey(
        BlueprintVersion, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    most_errors = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(100)])
    least_leads = models.PositiveIntegerField(default=20)
    sentence = models.TextField(blank=True, help_text="Why it stands where it stands, for people.")
    asked_by = models.CharField(max_length=160)
    asked_at = models.DateTimeField(default=timezone.now)
    turned_by = models.CharField(max_length=160, blank=True, help_text="Who rolled it back.")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.version}, {self.asked_at:%Y-%m-%d %H:%M}"


class PromotionStep(TenantOwned):
    """What a promotion does at one client, and what was there before.

    ``before`` is the exact document that was live; ``wanted`` is put in its place. ``number`` is
    the mapping's version that the step published, by which its leads are counted.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Not checked yet"
        CHECKED = "checked", "Ready"
        PROMOTED = "promoted", "Promoted"
        UNCHANGED = "unchanged", "Nothing to change"
        HELD = "held", "Held"
        LEFT = "left", "Left alone"  # the promotion stopped before it came to this client
        ROLLED_BACK = "rolled_back", "Rolled back"
        KEPT = "kept", "Kept"  # somebody changed it since, so it did not go back

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(
        BlueprintClient, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    is_canary = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    reasons = models.JSONField(default=list, help_text="Why it was held or kept, for people.")
    notes = models.JSONField(default=list, help_text="What to know, though nothing is in the way.")
    changes = models.JSONField(default=list, help_text="mappings.differing, as documents.")
    before = models.JSONField(default=dict)
    before_number = models.PositiveIntegerField(null=True, blank=True)
    before_version = models.ForeignKey(
        BlueprintVersion, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before_overrides = models.JSONField(default=dict)
    wanted = models.JSONField(default=dict)
    wanted_overrides = models.JSONField(default=dict)
    number = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "promotion", "client"], name="one_step_a_client"
            )
        ]
        indexes = [models.Index(fields=["tenant", "promotion", "state"], name="step_by_state")]

    def __str__(self) -> str:
        return f"{self.client}: {self.get_state_display()}"
