"""One object: its fields, and how the global and the object describe show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .fields import Field, read_field
from .permissions import CREATE, DELETE, EDIT, EVERY_RIGHT
from .record_types import RecordType

MASTER_RECORD_TYPE = "012000000000000AAA"


@dataclass(frozen=True)
class SObject:
    """An object of the org. `stored`: its rows are records; else they follow from the setup.

    `rights`: what whoever looks at it may do with its rows, see `rules.permissions`.
    """

    name: str
    label: str
    plural: str
    prefix: str
    fields: tuple[Field, ...]
    stored: bool = True
    scopes: tuple[str, ...] = ("everything", "mine")
    rights: frozenset[str] = EVERY_RIGHT

    @cached_property
    def visible(self) -> Mapping[str, Field]:
        """The fields that the API user sees, by lower-cased name."""
        return {one.name.lower(): one for one in self.fields if one.access != "none"}

    @cached_property
    def relationships(self) -> Mapping[str, Field]:
        """The reference fields, by lower-cased relationship name."""
        return {one.relationship.lower(): one for one in self.visible.values() if one.relationship}

    @cached_property
    def unique_key(self) -> Field | None:
        """The unique external-id field, whose values have a column of their own."""
        fits = (one for one in self.fields if one.unique and one.external_id)
        return next((one for one in fits if not one.case_sensitive), None)

    @cached_property
    def other_unique(self) -> tuple[Field, ...]:
        """The other unique fields, whose values are kept in a table of keys."""
        return tuple(one for one in self.fields if one.unique and one is not self.unique_key)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields without which a create fails."""
        return tuple(one.name for one in self.fields if one.required)

    @cached_property
    def defaults(self) -> Mapping[str, str | bool]:
        """What a new record has in the fields that nothing is sent for."""
        found = ((one.name, one.default_value()) for one in self.fields)
        return {name: value for name, value in found if value is not None}

    def field(self, name: str) -> Field | None:
        """The visible field of that API name, in any letter case."""
        return self.visible.get(name.lower())

    def entry(self, base: str) -> dict[str, Any]:
        """As listed in the global describe. `base`: "/services/data/vXX.0"."""
        path = f"{base}/sobjects/{self.name}"
        return {
            "name": self.name,
            "label": self.label,
            "labelPlural": self.plural,
            "keyPrefix": self.prefix or None,
            "custom": self.name.endswith("__c"),
            "createable": CREATE in self.rights,
            "updateable": EDIT in self.rights,
            **dict.fromkeys(_WITH_DELETE, DELETE in self.rights),
            **dict.fromkeys(_STORED_TRAITS, self.stored),
            **_ENTRY_CONSTANT,
            "urls": {
                "sobject": path,
                "describe": f"{path}/describe",
                "rowTemplate": f"{path}/{{ID}}",
            },
        }

    def describe(self, base: str, record_types: Sequence[RecordType] = ()) -> dict[str, Any]:
        """The object's describe, all keys of salesforce-facts 2.3. `record_types`: its own."""
        return {
            **self.entry(base),
            **_DESCRIBE_CONSTANT,
            "fields": [one.describe() for one in self.visible.values()],
            "recordTypeInfos": self._types(base, record_types) if self.stored else [],
            "supportedScopes": [{"label": name, "name": name} for name in self.scopes],
        }

    def _types(self, base: str, record_types: Sequence[RecordType]) -> list[dict[str, Any]]:
        infos = [one.info(base, self.name) for one in record_types]
        by_default = not any(one["defaultRecordTypeMapping"] for one in infos)
        return [*infos, {**self._master(base), "defaultRecordTypeMapping": by_default}]

    def _master(self, base: str) -> dict[str, Any]:
        layout = f"{base}/sobjects/{self.name}/describe/layouts/{MASTER_RECORD_TYPE}"
        return {
            "active": True,
            "available": True,
            "defaultRecordTypeMapping": True,
            "developerName": "Master",
            "master": True,
            "name": "Master",
            "recordTypeId": MASTER_RECORD_TYPE,
            "urls": {"layout": layout},
        }

    def document(self) -> dict[str, Any]:
        """As kept in the org's setup."""
        return {
            "name": self.name,
            "label": self.label,
            "plural": self.plural,
            "prefix": self.prefix,
            "scopes": list(self.scopes),
            "fields": [one.document() for one in self.fields],
        }


def read_sobject(document: Mapping[str, Any]) -> SObject:
    """The object of a `SObject.document()`."""
    return SObject(
        name=document["name"],
        label=document["label"],
        plural=document["plural"],
        prefix=document["prefix"],
        scopes=tuple(document["scopes"]),
        fields=tuple(read_field(one) for one in document["fields"]),
    )


_WITH_DELETE = ("deletable", "undeletable", "mergeable")
_STORED_TRAITS = (
    "searchable",
    "layoutable",
    "triggerable",
    "feedEnabled",
)
_ENTRY_CONSTANT: Mapping[str, Any] = {
    "activateable": False,
    "associateEntityType": None,
    "associateParentEntity": None,
    "customSetting": False,
    "deepCloneable": False,
    "deprecatedAndHidden": False,
    "hasSubtypes": False,
    "isInterface": False,
    "isSubtype": False,
    "mruEnabled": True,
    "queryable": True,
    "replicateable": True,
    "retrieveable": True,
}
_DESCRIBE_CONSTANT: Mapping[str, Any] = {
    "actionOverrides": [],
    "childRelationships": [],
    "compactLayoutable": True,
    "defaultImplementation": None,
    "extendedBy": None,
    "extendsInterfaces": None,
    "implementedBy": None,
    "implementsInterfaces": None,
    "listviewable": None,
    "lookupLayoutable": None,
    "namedLayoutInfos": [],
    "networkScopeFieldName": None,
    "searchLayoutable": True,
    "sobjectDescribeOption": "FULL",
}
