"""The objects of the org itself, whose rows follow from its setup: rules, statuses (facts 2.4)."""

from __future__ import annotations

from connections.practice.standard.admin_making import flag, line, setup_object, whole_number
from connections.practice.standard.making import read_only

ASSIGNMENT_RULE = setup_object("AssignmentRule", line("Name"), flag("Active"), line("SobjectType"))
DUPLICATE_RULE = setup_object(
    "DuplicateRule",
    line("DeveloperName"),
    line("MasterLabel"),
    flag("IsActive"),
    line("SobjectType"),
    line("SobjectSubtype"),
    line("NamespacePrefix"),
    line("Language"),
)
LEAD_STATUS = setup_object(
    "LeadStatus",
    line("ApiName"),
    line("MasterLabel"),
    flag("IsDefault"),
    flag("IsConverted"),
    whole_number("SortOrder"),
)
ORGANIZATION = setup_object(
    "Organization",
    line("Name"),
    flag("IsSandbox"),
    line("InstanceName"),
    line("OrganizationType"),
    read_only("TrialExpirationDate", "Trial Expiration Date", "datetime"),
    line("NamespacePrefix"),
    line("DefaultLeadAccess"),
    line("DefaultContactAccess"),
    line("DefaultAccountAccess"),
    line("LanguageLocaleKey"),
    line("TimeZoneSidKey"),
)
RECORD_TYPE = setup_object(
    "RecordType",
    line("Name"),
    line("DeveloperName"),
    flag("IsActive"),
    line("SobjectType"),
    line("Description"),
    line("NamespacePrefix"),
)
