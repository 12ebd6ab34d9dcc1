"""The rows that tell which objects and fields there are (salesforce-facts 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connections.practice.rules.field_metadata import metadata_of
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup
from connections.practice.rules.sights import whole_of

Row = dict[str, Any]


def entity_definition(sobject: SObject) -> Row:
    """The row of one object."""
    return {
        "Id": sobject.name,
        "QualifiedApiName": sobject.name,
        "DeveloperName": sobject.name.removesuffix("__c"),
        "Label": sobject.label,
        "PluralLabel": sobject.plural,
        "KeyPrefix": sobject.prefix,
        "DurableId": sobject.name,
    }


def field_definitions(setup: Setup) -> Iterator[Row]:
    """The rows of all fields of all objects, whoever may see them."""
    for sobject in whole_of(setup.objects).values():
        for field in sobject.fields:
            yield {
                "Id": f"{sobject.name}.{field.name}",
                "QualifiedApiName": field.name,
                "DeveloperName": field.name.removesuffix("__c"),
                "Label": field.label,
                "DataType": metadata_of(field)["type"],
                "Length": field.length,
                "DurableId": f"{sobject.name}.{field.name}",
                "NamespacePrefix": None,
                "IsIndexed": field.external_id or field.type in {"id", "reference"},
                "EntityDefinitionId": sobject.name,
            }
