"""The rows of rules, record types and Lead Statuses, as they follow from the org's setup."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.setup import Setup

from .picklists import CONVERTED_STATUS

Row = dict[str, Any]


def assignment_rules(setup: Setup) -> list[Row]:
    """The assignment rules."""
    return [
        {"Id": rule.id, "Name": rule.name, "Active": rule.active, "SobjectType": rule.sobject}
        for rule in setup.assignment_rules
    ]


def duplicate_rules(setup: Setup) -> list[Row]:
    """The duplicate rules."""
    return [
        {
            "Id": rule.id,
            "DeveloperName": rule.name,
            "MasterLabel": rule.label,
            "IsActive": rule.active,
            "SobjectType": rule.sobject,
            "SobjectSubtype": "None",
            "NamespacePrefix": None,
            "Language": "en_US",
        }
        for rule in setup.duplicate_rules
    ]


def lead_statuses(setup: Setup) -> list[Row]:
    """The active values of Lead Status, in their order."""
    status = setup.objects["Lead"].field("Status")
    entries = [entry for entry in status.picklist if entry.active] if status else []
    pod = pod_of(setup.org_id)
    return [
        {
            "Id": mint("LeadStatus", pod=pod, number=number),
            "ApiName": entry.value,
            "MasterLabel": entry.label,
            "IsDefault": entry.default,
            "IsConverted": entry.value == CONVERTED_STATUS,
            "SortOrder": number,
        }
        for number, entry in enumerate(entries, start=1)
    ]


def record_types(setup: Setup) -> list[Row]:
    """The record types."""
    return [
        {
            "Id": one.id,
            "Name": one.name,
            "DeveloperName": one.developer_name,
            "IsActive": one.active,
            "SobjectType": one.sobject,
            "Description": one.description or None,
            "NamespacePrefix": None,
        }
        for one in setup.record_types
    ]
