"""What the Tooling API shows: custom fields, definitions, validation rules (facts 2.4, 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from connections.practice.rules.custom_fields import custom_field_id, metadata_of
from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup
from connections.practice.rules.sights import whole_of
from connections.practice.rules.validation import ValidationRule
from connections.practice.standard.admin_making import (
    WRITABLE,
    flag,
    line,
    link,
    setup_object,
    whole_number,
)
from connections.practice.standard.making import read_only

Row = dict[str, Any]


def _metadata() -> Field:
    return read_only("Metadata", "Metadata", "complexvalue", filterable=False)


def _full_name() -> Field:
    return read_only("FullName", "FullName", "string", length=255, filterable=False)


CUSTOM_FIELD = setup_object(
    "CustomField",
    line("DeveloperName"),
    line("TableEnumOrId"),
    line("NamespacePrefix"),
    line("Description"),
    _full_name(),
    _metadata(),
    rights=WRITABLE,
)
VALIDATION_RULE = setup_object(
    "ValidationRule",
    line("ValidationName"),
    flag("Active"),
    line("ErrorMessage"),
    line("ErrorDisplayField"),
    line("Description"),
    line("NamespacePrefix"),
    link("EntityDefinitionId", "EntityDefinition"),
    _full_name(),
    _metadata(),
)
ENTITY_DEFINITION = setup_object(
    "EntityDefinition",
    line("QualifiedApiName"),
    line("DeveloperName"),
    line("Label"),
    line("PluralLabel"),
    line("KeyPrefix"),
    line("DurableId"),
)
FIELD_DEFINITION = setup_object(
    "FieldDefinition",
    line("QualifiedApiName"),
    line("DeveloperName"),
    line("Label"),
    line("DataType"),
    whole_number("Length"),
    line("DurableId"),
    line("NamespacePrefix"),
    flag("IsIndexed"),
    link("EntityDefinitionId", "EntityDefinition"),
)


def custom_fields(setup: Setup) -> list[Row]:
    """All custom fields, whoever may use them."""
    return [
        {
            "Id": custom_field_id(setup.org_id, sobject.name, field.name),
            "DeveloperName": field.name.removesuffix("__c"),
            "TableEnumOrId": sobject.name,
            "NamespacePrefix": None,
            "Description": None,
            "FullName": f"{sobject.name}.{field.name}",
            "Metadata": metadata_of(field),
        }
        for sobject in whole_of(setup.objects).values()
        for field in sobject.fields
        if field.custom
    ]


def _validation_rule(one: ValidationRule) -> Row:
    metadata = {
        "active": one.active,
        "description": one.description or None,
        "errorConditionFormula": one.formula,
        "errorDisplayField": one.field or None,
        "errorMessage": one.message,
        "shouldEvaluateOnClient": None,
    }
    return {
        "Id": one.id,
        "ValidationName": one.name,
        "Active": one.active,
        "ErrorMessage": one.message,
        "ErrorDisplayField": one.field or None,
        "Description": one.description or None,
        "NamespacePrefix": None,
        "EntityDefinitionId": one.sobject,
        "FullName": f"{one.sobject}.{one.name}",
        "Metadata": metadata,
    }


def _entity(sobject: SObject) -> Row:
    return {
        "Id": sobject.name,
        "QualifiedApiName": sobject.name,
        "DeveloperName": sobject.name.removesuffix("__c"),
        "Label": sobject.label,
        "PluralLabel": sobject.plural,
        "KeyPrefix": sobject.prefix,
        "DurableId": sobject.name,
    }


def _field_definitions(setup: Setup) -> Iterator[Row]:
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


# Only the Tooling API has these; definitions are in both.
ONLY_TOOLING = {one.name: one for one in (CUSTOM_FIELD, VALIDATION_RULE)}
TOOLING_ROWS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "CustomField": custom_fields,
    "ValidationRule": lambda setup: [_validation_rule(one) for one in setup.validation_rules],
    "EntityDefinition": lambda setup: [_entity(one) for one in whole_of(setup.objects).values()],
    "FieldDefinition": lambda setup: list(_field_definitions(setup)),
}
