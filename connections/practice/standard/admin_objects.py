"""The objects whose rows follow from the org's setup: users, queues, rules (facts 2.4)."""

from __future__ import annotations

from collections.abc import Mapping

from connections.practice.rules.objects import SObject
from connections.practice.rules.sights import withheld_from
from connections.practice.standard.admin_making import (
    flag,
    line,
    link,
    setup_object,
    whole_number,
)
from connections.practice.standard.admin_matching import MATCHING_RULE, MATCHING_RULE_ITEM
from connections.practice.standard.admin_rights import RIGHTS_OBJECTS
from connections.practice.standard.admin_tooling import ENTITY_DEFINITION, FIELD_DEFINITION
from connections.practice.standard.making import read_only, record_id

_PERSON = tuple(line(name) for name in ("Name", "FirstName", "LastName", "Username", "Email"))

USER = setup_object(
    "User",
    *_PERSON,
    flag("IsActive"),
    line("UserType"),
    line("Alias"),
    link("ProfileId", "Profile"),
    line("TimeZoneSidKey"),
    line("LanguageLocaleKey"),
    line("LocaleSidKey"),
    flag("UserPermissionsMarketingUser"),
)
PROFILE = setup_object("Profile", line("Name"), link("UserLicenseId", "UserLicense"))
USER_LICENSE = setup_object("UserLicense", line("Name"))
GROUP = setup_object("Group", line("Name"), line("DeveloperName"), line("Type"), line("Email"))
QUEUE_SOBJECT = setup_object("QueueSobject", link("QueueId", "Group"), line("SobjectType"))
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
# What `Owner` of a Lead leads to: a user or a queue, seen through what both have.
NAME = SObject(
    name="Name",
    label="Name",
    plural="Names",
    prefix="",
    fields=(record_id(), *_PERSON, line("Type"), line("Alias"), flag("IsActive")),
    stored=False,
)

ADMIN_OBJECTS: Mapping[str, SObject] = {
    one.name: one
    for one in (
        USER,
        PROFILE,
        USER_LICENSE,
        GROUP,
        QUEUE_SOBJECT,
        ASSIGNMENT_RULE,
        DUPLICATE_RULE,
        LEAD_STATUS,
        ORGANIZATION,
        RECORD_TYPE,
        MATCHING_RULE,
        MATCHING_RULE_ITEM,
        ENTITY_DEFINITION,
        FIELD_DEFINITION,
        *RIGHTS_OBJECTS,
    )
}


def find_object(stored: Mapping[str, SObject], name: str) -> SObject | None:
    """The object of that API name, in any letter case, among the stored and the setup ones.

    Those that are withheld from whoever sees `stored` aren't found (`rules.seeing`).
    """
    found = _exactly(stored, name) or _by_any_case(stored, name)
    return None if found is None or found.name in withheld_from(stored) else found


def _exactly(stored: Mapping[str, SObject], name: str) -> SObject | None:
    return stored.get(name) or ADMIN_OBJECTS.get(name)


def _by_any_case(stored: Mapping[str, SObject], name: str) -> SObject | None:
    wanted = name.lower()
    everything = {**ADMIN_OBJECTS, **stored}
    return next((one for key, one in everything.items() if key.lower() == wanted), None)
