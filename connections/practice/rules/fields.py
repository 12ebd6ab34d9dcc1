"""One field of an object: what it takes, and how describe shows it (salesforce-facts 2.3)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

SOAP_TYPES: Mapping[str, str] = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
    "time": "xsd:time",
    "base64": "xsd:base64Binary",
    "anyType": "xsd:anyType",
}
NUMBERS = frozenset({"int", "double", "currency", "percent"})
TEXTS = frozenset(
    {
        "string", "textarea", "phone", "email", "url", "picklist", "combobox", "multipicklist",
        "encryptedstring",
    }
)  # fmt: skip
IDS = frozenset({"id", "reference"})
_UNSORTABLE_LENGTH = 255


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """An entry of a picklist; inactive ones stay listed.

    `valid_for`: the places, in the controlling field's picklist, of the values it goes with.
    """

    value: str
    label: str
    active: bool = True
    default: bool = False
    valid_for: tuple[int, ...] = ()

    def describe(self) -> dict[str, Any]:
        """As listed under `picklistValues`."""
        return {
            "active": self.active,
            "defaultValue": self.default,
            "label": self.label,
            "validFor": self._bitmap(),
            "value": self.value,
        }

    def _bitmap(self) -> str | None:
        """`valid_for` as base64, first place in the highest bit; None when nothing controls it."""
        if not self.valid_for:
            return None
        bits = bytearray(max(self.valid_for) // 8 + 1)
        for place in self.valid_for:
            bits[place // 8] |= 0x80 >> (place % 8)
        return base64.b64encode(bits).decode()

    def document(self) -> list[Any]:
        """As kept in the org's setup."""
        kept: list[Any] = [self.value, self.label, self.active, self.default]
        return [*kept, list(self.valid_for)] if self.valid_for else kept


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the org defines it. Only what differs between fields; the rest follows.

    `access` is what the API user may do: "edit", "read", or "none" (then the field is hidden).
    """

    name: str
    label: str
    type: str
    length: int = 0
    precision: int = 0
    scale: int = 0
    nillable: bool = True
    createable: bool = True
    updateable: bool = True
    defaulted: bool = False
    external_id: bool = False
    unique: bool = False
    case_sensitive: bool = False
    id_lookup: bool = False
    restricted: bool = False
    filterable: bool = True
    permissionable: bool = True
    compound: str = ""
    extra_type: str = ""
    controller: str = ""
    relationship: str = ""
    reference_to: tuple[str, ...] = ()
    default: str | bool | None = None
    picklist: tuple[PicklistValue, ...] = ()
    access: str = "edit"

    @property
    def custom(self) -> bool:
        """Whether an admin of the org made it."""
        return self.name.endswith("__c")

    @property
    def takes_creates(self) -> bool:
        """Whether the API user may send it with a create."""
        return self.createable and self.access == "edit"

    @property
    def takes_updates(self) -> bool:
        """Whether the API user may send it with an update."""
        return self.updateable and self.access == "edit"

    @property
    def required(self) -> bool:
        """Whether a create without it fails."""
        return (
            self.createable and not self.nillable and not self.defaulted and self.type != "boolean"
        )

    def default_value(self) -> str | bool | None:
        """What a new record gets when nothing is sent."""
        chosen = next((entry.value for entry in self.picklist if entry.default), None)
        return chosen if self.default is None else self.default

    def with_stray(self, value: str) -> Field:
        """The same picklist with one more entry, inactive (salesforce-facts 0.4)."""
        return replace(
            self, picklist=(*self.picklist, PicklistValue(value, label=value, active=False))
        )

    def describe(self) -> dict[str, Any]:
        """All keys of a field in an object's describe."""
        return {**self._nature(), **self._size(), **self._rights(), **self._links(), **_CONSTANT}

    def _nature(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "soapType": SOAP_TYPES.get(self.type, "xsd:string"),
            "custom": self.custom,
            "calculated": False,
            "compoundFieldName": self.compound or None,
            "extraTypeInfo": self.extra_type or None,
            "nameField": self.name == "Name",
            "defaultValue": self.default if isinstance(self.default, bool) else None,
            "defaultedOnCreate": self.defaulted,
            "picklistValues": [entry.describe() for entry in self.picklist],
            "restrictedPicklist": self.restricted,
            "controllerName": self.controller or None,
            "dependentPicklist": bool(self.controller),
            "htmlFormatted": False,
        }

    def _size(self) -> dict[str, Any]:
        return {
            "length": self.length,
            "byteLength": self.length * 3,
            "precision": 0 if self.type == "int" else self.precision,
            "digits": self.precision if self.type == "int" else 0,
            "scale": self.scale,
        }

    def _rights(self) -> dict[str, Any]:
        short = self.filterable and self.length <= _UNSORTABLE_LENGTH
        return {
            "createable": self.takes_creates,
            "updateable": self.takes_updates,
            "nillable": self.nillable,
            "permissionable": self.permissionable,
            "filterable": self.filterable,
            "sortable": self.filterable,
            "groupable": short and self.type not in NUMBERS | {"datetime"},
            "aggregatable": self.filterable and self.type != "boolean",
        }

    def _links(self) -> dict[str, Any]:
        return {
            "externalId": self.external_id,
            "unique": self.unique,
            "caseSensitive": self.case_sensitive,
            "idLookup": self.id_lookup,
            "referenceTo": list(self.reference_to),
            "relationshipName": self.relationship or None,
            "polymorphicForeignKey": len(self.reference_to) > 1,
            "namePointing": len(self.reference_to) > 1,
        }

    def document(self) -> dict[str, Any]:
        """As kept in the org's setup: only what differs from the defaults."""
        kept = {
            spec.name: getattr(self, spec.name)
            for spec in fields(self)
            if spec.default is MISSING or getattr(self, spec.name) != spec.default
        }
        if self.picklist:
            kept["picklist"] = [entry.document() for entry in self.picklist]
        return kept


def read_field(document: Mapping[str, Any]) -> Field:
    """The field of a `Field.document()`, also after a trip through JSON."""
    entries = tuple(
        PicklistValue(value, label, active=active, default=default, valid_for=tuple(*valid_for))
        for value, label, active, default, *valid_for in document.get("picklist", ())
    )
    targets = tuple(document.get("reference_to", ()))
    return Field(**{**document, "picklist": entries, "reference_to": targets})


_CONSTANT: Mapping[str, Any] = {
    "aiPredictionField": False,
    "autoNumber": False,
    "calculatedFormula": None,
    "cascadeDelete": False,
    "defaultValueFormula": None,
    "deprecatedAndHidden": False,
    "displayLocationInDecimal": False,
    "encrypted": False,
    "filteredLookupInfo": None,
    "formulaTreatNullNumberAsZero": False,
    "highScaleNumber": False,
    "inlineHelpText": None,
    "mask": None,
    "maskType": None,
    "queryByDistance": False,
    "referenceTargetField": None,
    "relationshipOrder": None,
    "restrictedDelete": False,
    "searchPrefilterable": False,
    "writeRequiresMasterRead": False,
}
