"""The agreement as rows: a mapping has versions, one of them live; each becomes `Rules`."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tenants.walls import TenantOwned

from .inspections import PreflightRun, SchemaChange, SchemaSnapshot
from .rules import (
    ContactFound,
    FieldRule,
    LeadFound,
    MatchKind,
    MatchRule,
    Mode,
    Ownership,
    Routing,
    RoutingKind,
    Rules,
)

__all__ = [
    "FieldMapping",
    "Mapping",
    "MappingVersion",
    "MatchRuleRow",
    "PreflightRun",
    "SchemaChange",
    "SchemaSnapshot",
]

MODES = [
    (Mode.CREATE_AND_UPDATE.value, "Create new Leads and update existing ones"),
    (Mode.CREATE_ONLY.value, "Only create; never change an existing record"),
]
LEAD_FOUND = [
    (LeadFound.UPDATE.value, "Update the Lead"),
    (LeadFound.SKIP.value, "Leave it alone"),
]
CONTACT_FOUND = [
    (ContactFound.UPDATE_CONTACT.value, "Update the Contact"),
    (ContactFound.SKIP.value, "Create no Lead, change nothing"),
]
ROUTINGS = [
    (RoutingKind.CREATOR.value, "The user Inlet is connected as"),
    (RoutingKind.USER.value, "A user"),
    (RoutingKind.QUEUE.value, "A queue"),
    (RoutingKind.ASSIGNMENT_RULES.value, "Salesforce's assignment rules"),
]
OWNERSHIPS = [
    (Ownership.ALWAYS.value, "Always write what the source sends"),
    (Ownership.IF_BLANK.value, "Prefer Salesforce unless blank"),
    (Ownership.WHILE_DEFAULT.value, "Never once the field has left its default"),
    (Ownership.ON_CREATE.value, "Only when the record is created"),
]
MATCH_KINDS = [
    (MatchKind.EMAIL.value, "E-mail address"),
    (MatchKind.EXTERNAL_ID.value, "The source's id of the person"),
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


class MappingVersion(TenantOwned):
    """One version of a mapping. Only a draft may be edited; publishing makes it the live one."""

    DRAFT, LIVE, RETIRED = "draft", "live", "retired"
    STATES = [(DRAFT, "Draft"), (LIVE, "Live"), (RETIRED, "Retired")]

    mapping = models.ForeignKey(
        Mapping, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)

    mode = models.CharField(max_length=20, choices=MODES, default=Mode.CREATE_AND_UPDATE)
    lead_found = models.CharField(
        "when a Lead is found", max_length=20, choices=LEAD_FOUND, default=LeadFound.UPDATE
    )
    contact_found = models.CharField(
        "when a Contact is found",
        max_length=20,
        choices=CONTACT_FOUND,
        default=ContactFound.UPDATE_CONTACT,
    )
    routing_kind = models.CharField(
        "owner of new Leads", max_length=20, choices=ROUTINGS, default=RoutingKind.CREATOR
    )
    routing_owner_id = models.CharField(max_length=18, blank=True)
    routing_owner_name = models.CharField(max_length=120, blank=True)
    routing_rule_id = models.CharField(
        max_length=18, blank=True, help_text="Empty: the org's active assignment rule."
    )
    external_id_field = models.CharField(max_length=80, default="External_Person_ID__c")
    contact_external_id_field = models.CharField(
        max_length=80, default="External_Person_ID__c", blank=True
    )
    default_status = models.CharField(max_length=80, default="New")
    allow_duplicate_save = models.BooleanField(
        "save although the org's duplicate rules warn", default=False
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "mapping", "number"], name="one_version_number"
            ),
            models.UniqueConstraint(
                fields=["tenant", "mapping"], condition=Q(state="live"), name="one_live_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mapping} version {self.number}"

    def as_rules(self) -> Rules:
        """This version as frozen values; two reads, inside the walls."""
        return Rules(
            version=self.number,
            fields=tuple(
                row.as_rule()
                for row in FieldMapping.objects.filter(version=self).order_by("position")
            ),
            match_rules=tuple(
                MatchRule(MatchKind(row.kind), row.field)
                for row in MatchRuleRow.objects.filter(version=self).order_by("position")
            ),
            mode=Mode(self.mode),
            lead_found=LeadFound(self.lead_found),
            contact_found=ContactFound(self.contact_found),
            routing=Routing(
                kind=RoutingKind(self.routing_kind),
                owner_id=self.routing_owner_id,
                owner_name=self.routing_owner_name,
                rule_id=self.routing_rule_id,
            ),
            external_id_field=self.external_id_field,
            contact_external_id_field=self.contact_external_id_field,
            default_status=self.default_status,
            allow_duplicate_save=self.allow_duplicate_save,
        )


class FieldMapping(TenantOwned):
    """How one field gets its value, and who owns it."""

    version = models.ForeignKey(
        MappingVersion, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=80)
    source = models.CharField(
        max_length=200, blank=True, help_text="Path into the payload, such as person.email."
    )
    lead_field = models.CharField(max_length=80, blank=True)
    contact_field = models.CharField(max_length=80, blank=True)
    transforms = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    value_map = models.JSONField(
        default=list, blank=True, help_text='Pairs: [["Renewables", "Energy"]].'
    )
    default = models.CharField(max_length=255, null=True, blank=True)
    ownership = models.CharField(max_length=20, choices=OWNERSHIPS, default=Ownership.IF_BLANK)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "version", "lead_field"],
                condition=~Q(lead_field=""),
                name="one_rule_a_field",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def as_rule(self) -> FieldRule:
        """The row as a frozen value."""
        return FieldRule(
            source=self.source,
            lead_field=self.lead_field,
            contact_field=self.contact_field,
            label=self.label,
            transforms=tuple(self.transforms),
            value_map=tuple((str(value), str(to)) for value, to in self.value_map),
            default=self.default,
            ownership=Ownership(self.ownership),
        )


class MatchRuleRow(TenantOwned):
    """One way to recognise a person; tried in order."""

    version = models.ForeignKey(
        MappingVersion, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=MATCH_KINDS)
    field = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["position"]
        verbose_name = "match rule"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} = {self.field}"
