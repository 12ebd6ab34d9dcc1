"""The Contact as a fresh org defines it (salesforce-facts 10.2)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.addresses import address
from connections.practice.standard.making import checkbox, phone, picklist, reference, text
from connections.practice.standard.person_fields import person_name, tracking_fields
from connections.practice.standard.picklists import LEAD_SOURCE
from connections.practice.standard.system_fields import owner, record_id, system_fields

from .people import bounces, email_field, traces


def contact() -> SObject:
    """The Contact."""
    phones = (
        ("HomePhone", "Home Phone"),
        ("OtherPhone", "Other Phone"),
        ("AssistantPhone", "Asst. Phone"),
        ("Fax", "Business Fax"),
    )
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
            email_field(),
            reference("ReportsToId", "Reports To ID", ("Contact",)),
            picklist("LeadSource", "Lead Source", LEAD_SOURCE),
            Field("Birthdate", "Birthdate", "date"),
            Field("Description", "Description", "textarea", length=32000, filterable=False),
            owner("User"),
            *bounces(),
            checkbox("HasOptedOutOfEmail", "Email Opt Out"),
            checkbox("HasOptedOutOfFax", "Fax Opt Out"),
            checkbox("DoNotCall", "Do Not Call"),
            *traces("Contact"),
            *tracking_fields(),
            Field("Webinar_Score__c", "Webinar Score", "double", precision=18),
            *system_fields(),
        ),
    )
