"""Lead, Contact and Account as a fresh org defines them (salesforce-facts 10.1, 10.2)."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.making import (
    address,
    checkbox,
    owner,
    person_name,
    phone,
    picklist,
    read_only,
    record_id,
    reference,
    system_fields,
    text,
    tracking_fields,
)
from connections.practice.standard.picklists import (
    INDUSTRY,
    LEAD_SOURCE,
    LEAD_STATUS,
    RATING,
    REGION,
)


def _company_figures() -> tuple[Field, ...]:
    return (
        picklist("Industry", "Industry", INDUSTRY),
        Field("AnnualRevenue", "Annual Revenue", "currency", precision=18),
        Field("NumberOfEmployees", "Employees", "int", precision=8),
        Field("Description", "Description", "textarea", length=32000, filterable=False),
    )


def _bounces() -> tuple[Field, ...]:
    fixed: dict[str, Any] = {"createable": False, "permissionable": False}
    return (
        text("EmailBouncedReason", "Email Bounced Reason", 255, **fixed),
        Field("EmailBouncedDate", "Email Bounced Date", "datetime", **fixed),
    )


def _traces(sobject: str) -> tuple[Field, ...]:
    return (
        read_only(
            "MasterRecordId",
            "Master Record ID",
            "reference",
            length=18,
            reference_to=(sobject,),
            relationship="MasterRecord",
        ),
        read_only("LastActivityDate", "Last Activity", "date"),
        read_only("LastViewedDate", "Last Viewed Date", "datetime"),
        read_only("LastReferencedDate", "Last Referenced Date", "datetime"),
        read_only("PhotoUrl", "Photo URL", "url", length=255),
    )


def _email() -> Field:
    return Field("Email", "Email", "email", length=80, id_lookup=True)


def _conversion() -> tuple[Field, ...]:
    links = ("Account", "Contact", "Opportunity")
    converted = {"defaulted": True, "nillable": False, "default": False}
    return (
        read_only("IsConverted", "Converted", "boolean", **converted),
        read_only("ConvertedDate", "Converted Date", "date"),
        *(
            read_only(
                f"Converted{target}Id",
                f"Converted {target} ID",
                "reference",
                length=18,
                reference_to=(target,),
                relationship=f"Converted{target}",
            )
            for target in links
        ),
    )


def lead() -> SObject:
    """The Lead."""
    return SObject(
        name="Lead",
        label="Lead",
        plural="Leads",
        prefix=PREFIXES["Lead"],
        scopes=("everything", "mine", "queue_owned", "team", "user_owned"),
        fields=(
            record_id(),
            *person_name(),
            text("Title", "Title", 128),
            text("Company", "Company", 255, nillable=False, permissionable=False),
            *address("", ""),
            phone("Phone", "Phone"),
            phone("MobilePhone", "Mobile Phone"),
            phone("Fax", "Fax"),
            _email(),
            Field("Website", "Website", "url", length=255),
            picklist("LeadSource", "Lead Source", LEAD_SOURCE),
            picklist(
                "Status", "Status", LEAD_STATUS,
                nillable=False, defaulted=True, permissionable=False,
            ),
            *_company_figures(),
            picklist("Rating", "Rating", RATING),
            owner("Group", "User"),
            *_conversion(),
            checkbox("IsUnreadByOwner", "Unread By Owner", default=True, permissionable=False),
            *_bounces(),
            checkbox("HasOptedOutOfEmail", "Email Opt Out"),
            checkbox("HasOptedOutOfFax", "Fax Opt Out"),
            checkbox("DoNotCall", "Do Not Call"),
            *_traces("Lead"),
            *tracking_fields(),
            picklist("Region__c", "Region", REGION, restricted=True),
            Field("Webinar_Score__c", "Webinar Score", "double", precision=18),
            *system_fields(),
        ),
    )  # fmt: skip


def contact() -> SObject:
    """The Contact."""
    phones = ("HomePhone", "Home Phone"), ("OtherPhone", "Other Phone"), ("Fax", "Business Fax")
    return SObject(
        name="Contact",
        label="Contact",
        plural="Contacts",
        prefix=PREFIXES["Contact"],
        fields=(
            record_id(),
            reference("AccountId", "Account ID", ("Account",)),
            *person_name(),
            text("Title", "Title", 128),
            text("Department", "Department", 80),
            *address("Mailing", "Mailing "),
            *address("Other", "Other "),
            phone("Phone", "Business Phone"),
            phone("MobilePhone", "Mobile Phone"),
            *(phone(name, label) for name, label in phones),
            _email(),
            reference("ReportsToId", "Reports To ID", ("Contact",)),
            picklist("LeadSource", "Lead Source", LEAD_SOURCE),
            Field("Birthdate", "Birthdate", "date"),
            Field("Description", "Description", "textarea", length=32000, filterable=False),
            owner("User"),
            *_bounces(),
            checkbox("HasOptedOutOfEmail", "Email Opt Out"),
            checkbox("HasOptedOutOfFax", "Fax Opt Out"),
            checkbox("DoNotCall", "Do Not Call"),
            *_traces("Contact"),
            *tracking_fields(),
            Field("Webinar_Score__c", "Webinar Score", "double", precision=18),
            *system_fields(),
        ),
    )


def account() -> SObject:
    """The Account."""
    types = picklist("Type", "Account Type", ())
    return SObject(
        name="Account",
        label="Account",
        plural="Accounts",
        prefix=PREFIXES["Account"],
        fields=(
            record_id(),
            text("Name", "Account Name", 255, nillable=False, permissionable=False),
            types,
            reference("ParentId", "Parent Account ID", ("Account",)),
            *address("Billing", "Billing "),
            *address("Shipping", "Shipping "),
            phone("Phone", "Account Phone"),
            Field("Website", "Website", "url", length=255),
            *_company_figures(),
            picklist("AccountSource", "Account Source", LEAD_SOURCE),
            owner("User"),
            *system_fields(),
        ),
    )
