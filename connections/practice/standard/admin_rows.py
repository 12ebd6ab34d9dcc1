"""The rows of the objects that follow from the org's setup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connections.practice.rules.setup import Setup
from connections.practice.standard.admin_matching import MATCHING_ROWS
from connections.practice.standard.admin_rights import RIGHTS_ROWS
from connections.practice.standard.admin_tooling import TOOLING_ROWS

from .people_rows import licenses, profiles, users
from .queue_rows import groups, owners, queue_sobjects
from .rule_rows import assignment_rules, duplicate_rules, lead_statuses, record_types

Row = dict[str, Any]


def rows(setup: Setup, sobject: str) -> list[Row]:
    """All rows of one setup object (or of "Name"), field by field under API names."""
    return _MAKERS[sobject](setup)


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


_MAKERS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "User": users,
    "Profile": profiles,
    "UserLicense": licenses,
    "Group": groups,
    "QueueSobject": queue_sobjects,
    "AssignmentRule": assignment_rules,
    "DuplicateRule": duplicate_rules,
    "LeadStatus": lead_statuses,
    "Organization": _organizations,
    "RecordType": record_types,
    "Name": owners,
    **RIGHTS_ROWS,
    **MATCHING_ROWS,
    **TOOLING_ROWS,
}
