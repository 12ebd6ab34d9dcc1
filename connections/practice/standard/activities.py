"""Tasks and opportunities (salesforce-facts 10.3)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.standard.making import (
    checkbox,
    entries,
    picklist,
    read_only,
    reference,
    text,
)
from connections.practice.standard.picklists import (
    LEAD_SOURCE,
    OPPORTUNITY_STAGE,
    TASK_PRIORITY,
    TASK_STATUS,
)
from connections.practice.standard.system_fields import owner

from .framing import description, framed


def task() -> SObject:
    """The Task: what was or is to be done with a Lead or Contact."""
    kinds = entries("Task", "Email", "Call", default="Task")
    needed = {"nillable": False, "defaulted": True}
    return framed(
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
        description(),
        checkbox("IsReminderSet", "Reminder Set"),
        read_only("IsClosed", "Closed", "boolean", nillable=False, defaulted=True, default=False),
        read_only("AccountId", "Account ID", "reference", length=18, reference_to=("Account",),
                  relationship="Account"),
        owner("Group", "User"),
    )  # fmt: skip


def opportunity() -> SObject:
    """The Opportunity."""
    return framed(
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
        description(),
        owner("User"),
    )
