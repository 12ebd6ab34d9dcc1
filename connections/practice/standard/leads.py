"""The Lead as a fresh org defines it (salesforce-facts 10.1)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.addresses import address
from connections.practice.standard.making import checkbox, phone, picklist, text
from connections.practice.standard.person_fields import person_name, tracking_fields
from connections.practice.standard.picklists import LEAD_SOURCE, LEAD_STATUS, RATING, REGION
from connections.practice.standard.system_fields import owner, record_id, system_fields

from .conversion_fields import conversion
from .people import bounces, company_figures, email_field, traces


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
            email_field(),
            Field("Website", "Website", "url", length=255),
            picklist("LeadSource", "Lead Source", LEAD_SOURCE),
            picklist(
                "Status", "Status", LEAD_STATUS,
                nillable=False, defaulted=True, permissionable=False,
            ),
            *company_figures(),
            picklist("Rating", "Rating", RATING),
            owner("Group", "User"),
            *conversion(),
            checkbox("IsUnreadByOwner", "Unread By Owner", default=True, permissionable=False),
            *bounces(),
            checkbox("HasOptedOutOfEmail", "Email Opt Out"),
            checkbox("HasOptedOutOfFax", "Fax Opt Out"),
            checkbox("DoNotCall", "Do Not Call"),
            *traces("Lead"),
            *tracking_fields(),
            picklist("Region__c", "Region", REGION, restricted=True),
            Field("Webinar_Score__c", "Webinar Score", "double", precision=18),
            *system_fields(),
        ),
    )  # fmt: skip
