"""Campaigns, their members, and the statuses those may have (salesforce-facts 10.4)."""

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
from connections.practice.standard.picklists import CAMPAIGN_STATUS, CAMPAIGN_TYPE
from connections.practice.standard.system_fields import owner

from .framing import description, framed


def campaign() -> SObject:
    """The Campaign."""
    return framed(
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
        description(),
        owner("User"),
    )


def campaign_member() -> SObject:
    """The CampaignMember: a Lead or a Contact in a Campaign. Who and where never changes."""
    fixed = {"updateable": False, "permissionable": False}
    return framed(
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
    return framed(
        "CampaignMemberStatus",
        "Campaign Member Statuses",
        reference("CampaignId", "Campaign ID", ("Campaign",), nillable=False, updateable=False),
        text("Label", "Label", 765, nillable=False),
        Field("SortOrder", "Sort Order", "int", precision=9),
        checkbox("IsDefault", "Is Default"),
        checkbox("HasResponded", "Responded"),
    )
