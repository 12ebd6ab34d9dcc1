"""The tracking fields that Inlet keeps on Leads and Contacts (salesforce-facts 13). Pure."""

from __future__ import annotations

from dataclasses import dataclass

OBJECTS = ("Lead", "Contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingField:
    """One text field. ``is_key``: an external id, unique without regard to case."""

    name: str
    label: str
    length: int
    description: str
    is_key: bool = False


TRACKING = (
    TrackingField(
        name="Lead_Source_Detail__c",
        label="Lead Source Detail",
        length=255,
        description="The campaign, form or list that the lead came through.",
    ),
    TrackingField(
        name="Original_Source__c",
        label="Original Source",
        length=255,
        description="The first touch. Written once.",
    ),
    TrackingField(
        name="Sync_Source__c",
        label="Sync Source",
        length=80,
        description="Which tool wrote this record last.",
    ),
    TrackingField(
        name="External_Person_ID__c",
        label="External Person ID",
        length=100,
        description="Names the person across systems, so that nobody is created twice.",
        is_key=True,
    ),
)
