"""The objects of the Tooling API: custom fields, definitions, validation rules (facts 2.4, 13)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.standard.admin_making import (
    WRITABLE,
    flag,
    line,
    link,
    setup_object,
    whole_number,
)
from connections.practice.standard.making import read_only


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
# Only the Tooling API has these; definitions are in both.
ONLY_TOOLING = {one.name: one for one in (CUSTOM_FIELD, VALIDATION_RULE)}
