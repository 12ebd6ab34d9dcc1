"""Metadata of custom fields: what each type needs, and that it is told back the same."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.custom_fields import (
    MAX_CUSTOM_FIELDS,
    check_room,
    custom_field_id,
    split_name,
)
from connections.practice.rules.described_fields import made_field
from connections.practice.rules.field_metadata import metadata_of
from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refused

VALUES = {"valueSetDefinition": {"value": [{"fullName": "A", "default": True}, {"label": "?"}]}}


def fields(count: int) -> SObject:
    made = tuple(Field(f"F{number}__c", "F", "string", length=1) for number in range(count))
    return SObject("Lead", "Lead", "Leads", "00Q", made)


@pytest.mark.parametrize(
    ("metadata", "kind", "told"),
    [
        ({"type": "Text", "length": 80}, "string", {"type": "Text", "length": 80}),
        ({"type": "TextArea"}, "textarea", {"type": "TextArea", "length": 255}),
        ({"type": "LongTextArea", "length": 4000}, "textarea", {"length": 4000}),
        ({"type": "Email"}, "email", {"type": "Email"}),
        ({"type": "Phone"}, "phone", {"type": "Phone"}),
        ({"type": "Url"}, "url", {"type": "Url"}),
        ({"type": "Date"}, "date", {"type": "Date"}),
        ({"type": "DateTime"}, "datetime", {"type": "DateTime"}),
        ({"type": "Checkbox", "defaultValue": "true"}, "boolean", {"type": "Checkbox"}),
        (
            {"type": "Number", "precision": 18, "scale": 2},
            "double",
            {"type": "Number", "precision": 18, "scale": 2},
        ),
        ({"type": "Currency", "precision": 16, "scale": 2}, "currency", {"type": "Currency"}),
        ({"type": "Percent", "precision": 5, "scale": 0}, "percent", {"type": "Percent"}),
        ({"type": "Picklist", "valueSet": VALUES}, "picklist", {"type": "Picklist"}),
        (
            {"type": "MultiselectPicklist", "valueSet": {**VALUES, "restricted": True}},
            "multipicklist",
            {"type": "MultiselectPicklist"},
        ),
    ],
)
def test_types(metadata: dict[str, Any], kind: str, told: dict[str, Any]) -> None:
    made = made_field("New__c", {"label": "New", **metadata})
    assert (made.name, made.label, made.type) == ("New__c", "New", kind)
    assert {**metadata_of(made), **told} == metadata_of(made)


def test_picklists_have_their_values() -> None:
    made = made_field("New__c", {"label": "New", "type": "Picklist", "valueSet": VALUES})
    assert [(one.value, one.label, one.default) for one in made.picklist] == [("A", "A", True)]
    assert metadata_of(made)["valueSet"]["restricted"] is False


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"type": "Text", "length": 80, "label": " "}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Text"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Text", "length": True}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Text", "length": 0}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "LongTextArea", "length": 255}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Number", "precision": 19, "scale": 0}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Number", "precision": 3, "scale": 4}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Checkbox"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"type": "Lookup"}, "INVALID_FIELD"),
        ({}, "INVALID_FIELD"),
    ],
)
def test_what_a_type_lacks(metadata: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        made_field("New__c", {"label": "New", **metadata})
    assert [one.code for one in refused.value.refusals] == [code]


def test_a_required_field_is_beyond_field_level_security() -> None:
    made = made_field("New__c", {"label": "New", "type": "Text", "length": 9, "required": True})
    assert (made.required, made.permissionable) == (True, False)


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Lead.Sync_Source__c", ("Lead", "Sync_Source__c")),
        ("Contact.a1__c", ("Contact", "a1__c")),
        (f"Lead.{'a' * 40}__c", ("Lead", "a" * 40 + "__c")),
    ],
)
def test_names(full_name: str, parts: tuple[str, str]) -> None:
    assert split_name(full_name) == parts


@pytest.mark.parametrize(
    "full_name", ["", "Lead", "Lead.__c", "Lead._a__c", "Lead.1a__c", "Lead.a b__c", "Lead.é__c"]
)
def test_what_is_no_name(full_name: str) -> None:
    with pytest.raises(Refused):
        split_name(full_name)


def test_an_object_has_room_for_so_many_fields() -> None:
    new = Field("New__c", "New", "string", length=1)
    check_room(fields(MAX_CUSTOM_FIELDS - 1), new)
    with pytest.raises(Refused) as full:
        check_room(fields(MAX_CUSTOM_FIELDS), new)
    assert full.value.refusals[0].code == "LIMIT_EXCEEDED"


def test_ids_follow_from_the_names() -> None:
    made = custom_field_id("00DKB0000004VwX2AU", "Lead", "New__c")
    assert made.startswith("00NKB0")
    assert made == custom_field_id("00DKB0000004VwX2AU", "Lead", "New__c")
    assert made != custom_field_id("00DKB0000004VwX2AU", "Contact", "New__c")
