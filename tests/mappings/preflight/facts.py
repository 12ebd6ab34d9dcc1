"""A good org as facts, and short ways to break it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from connections.crm import Field, PicklistValue, RecordType, SObject
from connections.org_facts import (
    ConnectedUser,
    LeadStatus,
    ObjectRights,
    OrgFacts,
    OrgInfo,
    Owner,
    Queue,
    Rights,
    Rule,
)
from mappings.defaults import default_rules
from mappings.preflight import Case, Check, Finding, Level, judge
from mappings.rules import Rules

TOM, QUEUE = "005KB000001mNoPYAU", "00GKB000000AbCdYAK"
KEY = "External_Person_ID__c"


def field(name: str, kind: str = "string", **changed: Any) -> Field:
    values: dict[str, Any] = {
        "name": name,
        "label": name.removesuffix("__c").replace("_", " "),
        "type": kind,
        "length": 255,
        "createable": True,
        "updateable": True,
        "nillable": True,
        "defaulted_on_create": False,
        "external_id": False,
        "id_lookup": False,
        "unique": False,
        "restricted_picklist": False,
        "picklist": (),
        "reference_to": (),
        "custom": name.endswith("__c"),
    }
    return Field(**(values | changed))


def picklist(name: str, *values: str, restricted: bool = False, default: str = "") -> Field:
    entries = tuple(PicklistValue(one, one, active=True, default=one == default) for one in values)
    return field(name, "picklist", picklist=entries, restricted_picklist=restricted)


def sobject(name: str, *fields: Field) -> SObject:
    master = RecordType(
        "012000000000000AAA", "Master", "Master", available=True, default=True, master=True
    )
    known = {one.name: one for one in fields}
    return SObject(name, name, createable=True, updateable=True, fields=known,
                   record_types=(master,))  # fmt: skip


def _tracking() -> list[Field]:
    return [
        field("Lead_Source_Detail__c"),
        field("Original_Source__c"),
        field("Sync_Source__c", length=80),
        field(KEY, length=100, external_id=True, unique=True),
    ]


def good() -> OrgFacts:
    """An org in which nothing is wrong with the default mapping."""
    lead = sobject(
        "Lead",
        field("FirstName", length=40),
        field("LastName", length=80, nillable=False),
        field("Company", nillable=False),
        field("Email", "email", length=80),
        field("Phone", "phone", length=40),
        field("Title", length=128),
        field("Website", "url"),
        picklist("Industry", "Energy", "Utilities", "Other"),
        field("Country", length=80),
        replace(
            picklist("Status", "New", "Working", "Converted", default="New"),
            nillable=False, defaulted_on_create=True,
        ),
        picklist("LeadSource", "Web", "Other"),
        field("IsConverted", "boolean", nillable=False, createable=True, updateable=False),
        field("ConvertedContactId", "reference", createable=False, updateable=False),
        *_tracking(),
    )  # fmt: skip
    contact = sobject(
        "Contact",
        field("FirstName", length=40),
        field("LastName", length=80, nillable=False),
        field("Email", "email", length=80),
        field("Phone", "phone", length=40),
        field("Title", length=128),
        picklist("LeadSource", "Web", "Other"),
        *_tracking(),
    )
    return OrgFacts(
        user=ConnectedUser(
            id="005KB000001mNoQYAU", name="Inlet Integration", username="integration@x.example",
            profile="Minimum Access - API Only Integrations", license="Salesforce Integration",
        ),
        org=OrgInfo(id="00DKB0000004VwX2AU", name="Solvane", lead_access="ReadEditTransfer"),
        objects={"Lead": lead, "Contact": contact},
        rights=Rights(api_enabled=True, view_setup=True),
        lead_rights=ObjectRights(read=True, create=True, edit=True, grants=("Inlet",)),
        statuses=(
            LeadStatus(value="New", is_default=True),
            LeadStatus(value="Working"),
            LeadStatus(value="Converted", is_converted=True),
        ),
        queues=(Queue(id=QUEUE, name="Inbound", members=2),),
        owners=(Owner(id=TOM, name="Tom Reyes", is_active=True),),
        assignment_rules=(
            Rule(id="01QKB000000AbCdAAK", name="By country", sobject="Lead", is_active=True),
        ),
        api_used=100,
        api_allowed=15_000,
        calls=4,
    )  # fmt: skip


def rules(**changed: Any) -> Rules:
    """The mapping that every new source begins with."""
    return default_rules("GB", **changed)


def case(**changed: Any) -> Case:
    values: dict[str, Any] = {"mapping": "Leads", "rules": rules()}
    return Case(**(values | changed))


def with_field(facts: OrgFacts, name: str, one: Field | None) -> OrgFacts:
    """The facts with this field of Lead put in place of the one of that name; None: hidden."""
    lead = facts.objects["Lead"]
    fields = {key: value for key, value in lead.fields.items() if key != name}
    if one is not None:
        fields[one.name] = one
    return replace(facts, objects={**facts.objects, "Lead": replace(lead, fields=fields)})


def changed_field(facts: OrgFacts, name: str, **changed: Any) -> OrgFacts:
    return with_field(facts, name, replace(facts.objects["Lead"].fields[name], **changed))


def changed_lead(facts: OrgFacts, **changed: Any) -> OrgFacts:
    lead = replace(facts.objects["Lead"], **changed)
    return replace(facts, objects={**facts.objects, "Lead": lead})


def to_do(facts: OrgFacts, of: Case | None = None) -> list[tuple[str, Check]]:
    """Level and check of every finding that somebody has to look at."""
    findings = judge(facts, of or case())
    return [(one.level.value, one.check) for one in findings if is_to_do(one)]


def is_to_do(one: Finding) -> bool:
    return one.level in (Level.BLOCKS, Level.LOOK)
