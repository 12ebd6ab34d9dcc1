"""Record types: who may use which, and which picklist values each offers (salesforce-facts 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .fields import Field
from .refusals import Refusal, Refused
from .values import Value

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


def of_object(types: Iterable[RecordType], sobject: str) -> tuple[RecordType, ...]:
    """The record types of one object."""
    return tuple(one for one in types if one.sobject == sobject)


def default_type(types: Sequence[RecordType]) -> RecordType | None:
    """The one that a new record gets; None: the master, which has no row."""
    return next((one for one in types if one.default and one.active), None)


def chosen_type(types: Sequence[RecordType], asked: Value) -> RecordType | None:
    """The record type of that id. Raises Refused unless the user may use it."""
    if asked is None:
        return None
    found = next((one for one in types if one.id == asked), None)
    if found is None or not (found.available and found.active):
        message = f"Record Type ID: this ID value isn't valid for the user: {asked}"
        raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", message, (FIELD_NAME,)))
    return found


def check_values(kind: RecordType, pairs: Iterable[tuple[Field, Value]]) -> None:
    """Raise Refused when a restricted picklist gets a value that the record type lacks."""
    for spec, value in pairs:
        offer = kind.offer(spec.name)
        if value is None or not spec.restricted or offer is None:
            continue
        for one in str(value).split(";") if spec.type == "multipicklist" else [value]:
            if one not in offer.values:
                message = f"{spec.label}: bad value for restricted picklist field: {one}"
                code = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
                raise Refused(Refusal(code, message, (spec.name,)))


def defaults(kind: RecordType) -> Mapping[str, str]:
    """The values that a new record of this type begins with, by field."""
    return {one.field: one.default for one in kind.offers if one.default}


def picklist_values(fields: Iterable[Field], kind: RecordType | None) -> dict[str, Any]:
    """What ui-api answers for a record type, by field; roughly its shape.

    `kind` None: the master record type, which offers every active value.
    """
    return {spec.name: _offered(spec, kind) for spec in fields if spec.picklist}


def _offered(spec: Field, kind: RecordType | None) -> dict[str, Any]:
    offer = kind.offer(spec.name) if kind else None
    entries = [
        entry
        for entry in spec.picklist
        if entry.active and (offer is None or entry.value in offer.values)
    ]
    wanted = offer.default if offer else ""
    default = next(
        (one for one in entries if (one.value == wanted if wanted else one.default)), None
    )
    return {
        "controllerValues": {},
        "defaultValue": _shown(default.value, default.label) if default else None,
        "eTag": "",
        "url": "",
        "values": [_shown(entry.value, entry.label) for entry in entries],
    }


def _shown(value: str, label: str) -> dict[str, Any]:
    return {"attributes": None, "label": label, "validFor": [], "value": value}
