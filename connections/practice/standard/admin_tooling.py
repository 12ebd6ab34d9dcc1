"""What the Tooling API shows of custom fields and validation rules (facts 2.4, 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connections.practice.rules.custom_fields import custom_field_id
from connections.practice.rules.field_metadata import metadata_of
from connections.practice.rules.setup import Setup
from connections.practice.rules.sights import whole_of
from connections.practice.rules.validation import ValidationRule

from .definition_rows import entity_definition, field_definitions

Row = dict[str, Any]


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


TOOLING_ROWS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "CustomField": custom_fields,
    "ValidationRule": lambda setup: [_validation_rule(one) for one in setup.validation_rules],
    "EntityDefinition": lambda setup: [
        entity_definition(one) for one in whole_of(setup.objects).values()
    ],
    "FieldDefinition": lambda setup: list(field_definitions(setup)),
}
