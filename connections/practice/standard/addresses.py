"""Addresses of the standard objects: their parts, and the compound that shows them."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field, PicklistValue

from .making import picklist, read_only

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
