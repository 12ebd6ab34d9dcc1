"""Record types: who may use which, and what each offers (salesforce-facts 2.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FIELD_NAME = "RecordTypeId"


@dataclass(frozen=True, slots=True)
class Offer:
    """The values of one picklist that a record type enables, and the one it begins with."""

    field: str
    values: tuple[str, ...]
    default: str = ""


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type of one object.

    `available`: the API user may use it; `default`: it is that user's default. A picklist
    without an offer offers all of its active values.
    """

    id: str
    sobject: str
    name: str
    developer_name: str
    active: bool = True
    available: bool = True
    default: bool = False
    description: str = ""
    offers: tuple[Offer, ...] = field(default=(), metadata={"of": Offer})

    def offer(self, name: str) -> Offer | None:
        """What it says about a picklist, if anything."""
        return next((one for one in self.offers if one.field == name), None)

    def info(self, base: str, sobject: str) -> dict[str, Any]:
        """As listed under `recordTypeInfos` of a describe."""
        layout = f"{base}/sobjects/{sobject}/describe/layouts/{self.id}"
        return {
            "active": self.active,
            "available": self.available and self.active,
            "defaultRecordTypeMapping": self.default,
            "developerName": self.developer_name,
            "master": False,
            "name": self.name,
            "recordTypeId": self.id,
            "urls": {"layout": layout},
        }
