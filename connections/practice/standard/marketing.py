"""Campaigns and their members, tasks and opportunities (salesforce-facts 10.3, 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup
from connections.practice.standard.duplicate_sets import duplicate_record_item, duplicate_record_set
from connections.practice.standard.making import (
    checkbox,
    entries,
    owner,
    picklist,
    read_only,
    record_id,
    reference,
    system_fields,
    text,
)
from connections.practice.standard.picklists import (
    CAMPAIGN_STATUS,
    CAMPAIGN_TYPE,
    LEAD_SOURCE,
    OPPORTUNITY_STAGE,
    TASK_PRIORITY,
    TASK_STATUS,
)


def _object(name: str, plural: str, *fields: Field) -> SObject:
    label = "".join(f" {one}" if one.isupper() else one for one in name).strip()
    return SObject(
        name=name,
        label=label,
        plural=plural,
        prefix=PREFIXES[name],
        fields=(record_id(), *fields, *system_fields()),
    )


def _description() -> Field:
    return Field("Description", "Description", "textarea", length=32000, filterable=False)


def campaign() -> SObject:
    """The Campaign."""
    return _object(
        "Campaign",
        "Campaigns",
        text("Name", "Name", 80, nillable=False, permissionable=False, id_lookup=True),
        reference("ParentId", "Parent Campaign ID", ("Campaign",)),
        picklist("Type", "Type", CAMPAIGN_TYPE),
        picklist("Status", "Status", CAMPAIGN_STATUS),
        Field("StartDate", "Start Date", "date"),
        Field("EndDate", "End Date", "date"),
        checkbox("IsActive", "Active"),
        Field("BudgetedCost", "Budgeted Cost in Campaign", "currency", precision=18),
        _description(),
        owner("User"),
    )


def campaign_member() -> SObject:
    """The CampaignMember: a Lead or a Contact in a Campaign. Who and where never changes."""
    fixed = {"updateable": False, "permissionable": False}
    return _object(
        "CampaignMember",
        "Campaign Members",
        reference("CampaignId", "Campaign ID", ("Campaign",), nillable=False, **fixed),
        reference("LeadId", "Lead ID", ("Lead",), **fixed),
        reference("ContactId", "Contact ID", ("Contact",), **fixed),
        picklist("Status", "Status", entries("Sent", "Responded"), length=40),
        read_only("HasResponded", "Responded", "boolean", nillable=False, defaulted=True,
                  default=False),
        read_only("FirstRespondedDate", "First Responded Date", "date"),
        read_only("LeadOrContactId", "Related Record ID", "reference", length=18,
                  reference_to=("Contact", "Lead")),
    )  # fmt: skip


def campaign_member_status() -> SObject:
    """One of the statuses that the members of a Campaign may have."""
    return _object(
        "CampaignMemberStatus",
        "Campaign Member Statuses",
        reference("CampaignId", "Campaign ID", ("Campaign",), nillable=False, updateable=False),
        text("Label", "Label", 765, nillable=False),
        Field("SortOrder", "Sort Order", "int", precision=9),
        checkbox("IsDefault", "Is Default"),
        checkbox("HasResponded", "Responded"),
    )


def task() -> SObject:
    """The Task: what was or is to be done with a Lead or Contact."""
    kinds = entries("Task", "Email", "Call", default="Task")
    needed = {"nillable": False, "defaulted": True}
    return _object(
        "Task",
        "Tasks",
        reference("WhoId", "Name ID", ("Contact", "Lead")),
        reference("WhatId", "Related To ID", ("Account", "Campaign", "Opportunity")),
        Field("Subject", "Subject", "combobox", length=255,
              picklist=entries("Call", "Email", "Send Letter", "Send Quote", "Other")),
        Field("ActivityDate", "Due Date Only", "date"),
        picklist("Status", "Status", TASK_STATUS, **needed),
        picklist("Priority", "Priority", TASK_PRIORITY, **needed),
        picklist("TaskSubtype", "Task Subtype", kinds, length=40, updateable=False),
        _description(),
        checkbox("IsReminderSet", "Reminder Set"),
        read_only("IsClosed", "Closed", "boolean", nillable=False, defaulted=True, default=False),
        read_only("AccountId", "Account ID", "reference", length=18, reference_to=("Account",),
                  relationship="Account"),
        owner("Group", "User"),
    )  # fmt: skip


def opportunity() -> SObject:
    """The Opportunity."""
    return _object(
        "Opportunity",
        "Opportunities",
        text("Name", "Name", 120, nillable=False, permissionable=False),
        reference("AccountId", "Account ID", ("Account",)),
        picklist("StageName", "Stage", OPPORTUNITY_STAGE, nillable=False),
        Field("CloseDate", "Close Date", "date", nillable=False, permissionable=False),
        Field("Amount", "Amount", "currency", precision=18, scale=2),
        Field("Probability", "Probability (%)", "percent", precision=3),
        picklist("LeadSource", "Lead Source", LEAD_SOURCE),
        reference("CampaignId", "Campaign ID", ("Campaign",)),
        _description(),
        owner("User"),
    )


def marketing_objects() -> tuple[SObject, ...]:
    """All of them, and the sets that report-only duplicate rules fill."""
    return (
        campaign(),
        campaign_member(),
        campaign_member_status(),
        task(),
        opportunity(),
        duplicate_record_set(),
        duplicate_record_item(),
    )


_LATER: Mapping[str, SObject] = {one.name: one for one in marketing_objects()}


def completed(setup: Setup) -> Setup:
    """The setup with the standard objects that an org of older days lacks."""
    lacking = {name: one for name, one in _LATER.items() if name not in setup.objects}
    return replace(setup, objects={**setup.objects, **lacking}) if lacking else setup
