"""The fields that a Lead and a Contact share: the name, and what Inlet's set-up adds."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field

from .making import entries, picklist, read_only, text


def person_name() -> tuple[Field, ...]:
    """The name of a Lead or Contact; `Name` is made of its parts."""
    salutations = entries("Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx.")
    parts: dict[str, Any] = {"compound": "Name", "permissionable": False}
    return (
        text("LastName", "Last Name", 80, nillable=False, extra_type="personname", **parts),
        text("FirstName", "First Name", 40, extra_type="personname", **parts),
        picklist("Salutation", "Salutation", salutations, length=40, **parts),
        read_only("Name", "Full Name", "string", length=121, extra_type="personname"),
    )


def tracking_fields() -> tuple[Field, ...]:
    """The custom fields that Inlet's set-up adds (salesforce-facts 13)."""
    return (
        text("Lead_Source_Detail__c", "Lead Source Detail", 255),
        text("Original_Source__c", "Original Source", 255),
        text("Sync_Source__c", "Sync Source", 80),
        text(
            "External_Person_ID__c",
            "External Person ID",
            100,
            external_id=True,
            unique=True,
            id_lookup=True,
        ),
    )
