"""The rows of the objects that follow from the org's setup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.rights import API_LICENSE, STANDARD_LICENSE
from connections.practice.rules.setup import Queue, Setup, User
from connections.practice.standard.admin_matching import MATCHING_ROWS
from connections.practice.standard.admin_rights import RIGHTS_ROWS, license_id, profile_id
from connections.practice.standard.admin_tooling import TOOLING_ROWS

from .picklists import CONVERTED_STATUS

Row = dict[str, Any]


def rows(setup: Setup, sobject: str) -> list[Row]:
    """All rows of one setup object (or of "Name"), field by field under API names."""
    return _MAKERS[sobject](setup)


def _users(setup: Setup) -> list[Row]:
    return [_user(setup, user) for user in setup.users]


def _user(setup: Setup, user: User) -> Row:
    return {
        "Id": user.id,
        "Name": user.name,
        "FirstName": user.first_name or None,
        "LastName": user.last_name,
        "Username": user.username,
        "Email": user.email,
        "IsActive": user.active,
        "UserType": user.user_type,
        "Alias": (user.first_name[:1] + user.last_name[:7]).lower(),
        "ProfileId": profile_id(setup, user.profile),
        "TimeZoneSidKey": user.time_zone,
        "LanguageLocaleKey": "en_US",
        "LocaleSidKey": "en_US",
        "UserPermissionsMarketingUser": user.marketing_user,
    }


def _profiles(setup: Setup) -> list[Row]:
    licenses = {one.profile: one.license for one in setup.permission_sets if one.profile}
    names = licenses.keys() | {user.profile for user in setup.users}
    return [
        {
            "Id": profile_id(setup, name),
            "Name": name,
            "UserLicenseId": license_id(setup, licenses.get(name, STANDARD_LICENSE)),
        }
        for name in sorted(names)
    ]


def _licenses(setup: Setup) -> list[Row]:
    return [
        {"Id": license_id(setup, name), "Name": name} for name in (STANDARD_LICENSE, API_LICENSE)
    ]


def _group(queue: Queue) -> Row:
    return {
        "Id": queue.id,
        "Name": queue.name,
        "DeveloperName": queue.developer_name,
        "Type": "Queue",
        "Email": queue.email or None,
    }


def _groups(setup: Setup) -> list[Row]:
    return [_group(queue) for queue in setup.queues]


def _queue_sobjects(setup: Setup) -> list[Row]:
    pod = pod_of(setup.org_id)
    pairs = [(queue, name) for queue in setup.queues for name in queue.sobjects]
    return [
        {
            "Id": mint("QueueSobject", pod=pod, number=number),
            "QueueId": queue.id,
            "SobjectType": sobject,
        }
        for number, (queue, sobject) in enumerate(pairs, start=1)
    ]


def _assignment_rules(setup: Setup) -> list[Row]:
    return [
        {"Id": rule.id, "Name": rule.name, "Active": rule.active, "SobjectType": rule.sobject}
        for rule in setup.assignment_rules
    ]


def _duplicate_rules(setup: Setup) -> list[Row]:
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


def _lead_statuses(setup: Setup) -> list[Row]:
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


def _organizations(setup: Setup) -> list[Row]:
    return [
        {
            "Id": setup.org_id,
            "Name": setup.org_name,
            "IsSandbox": False,
            "InstanceName": "PRACTICE1",
            "OrganizationType": "Developer Edition",
            "TrialExpirationDate": None,
            "NamespacePrefix": None,
            **{f"Default{name}Access": access for name, access in setup.sharing.items()},
            "LanguageLocaleKey": "en_US",
            "TimeZoneSidKey": "America/New_York",
        }
    ]


def _record_types(setup: Setup) -> list[Row]:
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


def owners(setup: Setup) -> list[Row]:
    """Users and queues as the owner of a Lead shows them (object "Name")."""
    people = [{**row, "Type": "User"} for row in _users(setup)]
    return people + [{**row, "Type": "Queue"} for row in _groups(setup)]


_MAKERS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "User": _users,
    "Profile": _profiles,
    "UserLicense": _licenses,
    "Group": _groups,
    "QueueSobject": _queue_sobjects,
    "AssignmentRule": _assignment_rules,
    "DuplicateRule": _duplicate_rules,
    "LeadStatus": _lead_statuses,
    "Organization": _organizations,
    "RecordType": _record_types,
    "Name": owners,
    **RIGHTS_ROWS,
    **MATCHING_ROWS,
    **TOOLING_ROWS,
}
