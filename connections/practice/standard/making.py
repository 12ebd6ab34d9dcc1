"""Short ways to write down fields of the standard objects."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field, PicklistValue

ADDRESS_PARTS = (
    ("Street", "textarea", 255),
    ("City", "string", 40),
    ("State", "string", 80),
    ("PostalCode", "string", 20),
    ("Country", "string", 80),
)


ACCURACY = tuple(
    PicklistValue(value, value)
    for value in (
        "Address", "NearAddress", "Block", "Street", "ExtendedZip", "Zip", "Neighborhood", "City",
        "County", "State", "Unknown",
    )
)  # fmt: skip


def text(name: str, label: str, length: int, **more: Any) -> Field:
    """A line of text."""
    return Field(name, label, "string", length=length, **more)


def phone(name: str, label: str) -> Field:
    """A phone number: free text of 40 characters."""
    return Field(name, label, "phone", length=40)


def checkbox(name: str, label: str, *, default: bool = False, **more: Any) -> Field:
    """A boolean, which is never null."""
    return Field(name, label, "boolean", nillable=False, defaulted=True, default=default, **more)


def entries(*values: str, default: str = "") -> tuple[PicklistValue, ...]:
    """Active picklist entries whose label is their value."""
    return tuple(PicklistValue(value, value, default=value == default) for value in values)


def picklist(name: str, label: str, values: tuple[PicklistValue, ...], **more: Any) -> Field:
    """A picklist; unrestricted unless said otherwise, as the standard ones are."""
    length = more.pop("length", 255)
    return Field(name, label, "picklist", length=length, picklist=values, **more)


def reference(name: str, label: str, to: tuple[str, ...], **more: Any) -> Field:
    """A lookup. The relationship is named after the field, without its Id."""
    relationship = name.removesuffix("Id")
    return Field(
        name, label, "reference", length=18, reference_to=to, relationship=relationship, **more
    )


def read_only(name: str, label: str, kind: str, **more: Any) -> Field:
    """A field that Salesforce itself fills."""
    more = {"permissionable": False, **more}
    return Field(name, label, kind, createable=False, updateable=False, **more)


def address(prefix: str, label: str) -> tuple[Field, ...]:
    """The parts of an address and the compound that shows them. `prefix`: "", "Mailing", …"""
    compound = f"{prefix}Address"
    parts = tuple(
        Field(f"{prefix}{part}", f"{label}{part}", kind, length=length, compound=compound)
        for part, kind, length in ADDRESS_PARTS
    )
    place: dict[str, Any] = {"precision": 18, "scale": 15, "compound": compound}
    position = (
        Field(f"{prefix}Latitude", f"{label}Latitude", "double", **place),
        Field(f"{prefix}Longitude", f"{label}Longitude", "double", **place),
        picklist(
            f"{prefix}GeocodeAccuracy",
            f"{label}Geocode Accuracy",
            ACCURACY,
            length=40,
            restricted=True,
            compound=compound,
        ),
    )
    return (*parts, *position, read_only(compound, f"{label}Address", "address", filterable=False))


def record_id() -> Field:
    """The record's own id."""
    return read_only("Id", "Record ID", "id", length=18, nillable=False, id_lookup=True)


def owner(*kinds: str) -> Field:
    """Who owns the record."""
    return reference(
        "OwnerId", "Owner ID", kinds, nillable=False, defaulted=True, permissionable=False
    )


def system_fields() -> tuple[Field, ...]:
    """The stamps and flags that every record has."""
    fixed: dict[str, Any] = {"nillable": False, "defaulted": True}
    user = {"length": 18, "reference_to": ("User",), **fixed}
    return (
        read_only("IsDeleted", "Deleted", "boolean", default=False, **fixed),
        read_only("CreatedDate", "Created Date", "datetime", **fixed),
        read_only("CreatedById", "Created By ID", "reference", relationship="CreatedBy", **user),
        read_only("LastModifiedDate", "Last Modified Date", "datetime", **fixed),
        read_only(
            "LastModifiedById",
            "Last Modified By ID",
            "reference",
            relationship="LastModifiedBy",
            **user,
        ),
        read_only("SystemModstamp", "System Modstamp", "datetime", **fixed),
    )


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
