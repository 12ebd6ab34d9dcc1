"""The objects whose rows follow from the org's setup: users, queues, rules (facts 2.4)."""

from __future__ import annotations

from collections.abc import Mapping

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.making import read_only, record_id


def _line(name: str) -> Field:
    return read_only(name, name, "string", length=255)


def _flag(name: str) -> Field:
    return read_only(name, name, "boolean", nillable=False, defaulted=True, default=False)


def _link(name: str, to: str) -> Field:
    relationship = name.removesuffix("Id")
    return read_only(
        name, name, "reference", length=18, reference_to=(to,), relationship=relationship
    )


def _object(name: str, *fields: Field) -> SObject:
    return SObject(
        name=name,
        label=name,
        plural=f"{name}s",
        prefix=PREFIXES.get(name, ""),
        fields=(record_id(), *fields),
        stored=False,
    )


_PERSON = tuple(_line(name) for name in ("Name", "FirstName", "LastName", "Username", "Email"))

USER = _object(
    "User",
    *_PERSON,
    _flag("IsActive"),
    _line("UserType"),
    _line("Alias"),
    _link("ProfileId", "Profile"),
    _line("TimeZoneSidKey"),
    _line("LanguageLocaleKey"),
    _line("LocaleSidKey"),
    _flag("UserPermissionsMarketingUser"),
)
PROFILE = _object("Profile", _line("Name"), _link("UserLicenseId", "UserLicense"))
USER_LICENSE = _object("UserLicense", _line("Name"))
GROUP = _object("Group", _line("Name"), _line("DeveloperName"), _line("Type"), _line("Email"))
QUEUE_SOBJECT = _object("QueueSobject", _link("QueueId", "Group"), _line("SobjectType"))
ASSIGNMENT_RULE = _object("AssignmentRule", _line("Name"), _flag("Active"), _line("SobjectType"))
DUPLICATE_RULE = _object(
    "DuplicateRule",
    _line("DeveloperName"),
    _line("MasterLabel"),
    _flag("IsActive"),
    _line("SobjectType"),
    _line("SobjectSubtype"),
    _line("NamespacePrefix"),
    _line("Language"),
)
LEAD_STATUS = _object(
    "LeadStatus",
    _line("ApiName"),
    _line("MasterLabel"),
    _flag("IsDefault"),
    _flag("IsConverted"),
    Field("SortOrder", "SortOrder", "int", precision=9, createable=False, updateable=False),
)
ORGANIZATION = _object(
    "Organization",
    _line("Name"),
    _flag("IsSandbox"),
    _line("InstanceName"),
    _line("OrganizationType"),
    read_only("TrialExpirationDate", "Trial Expiration Date", "datetime"),
    _line("NamespacePrefix"),
    _line("DefaultLeadAccess"),
    _line("LanguageLocaleKey"),
    _line("TimeZoneSidKey"),
)
RECORD_TYPE = _object(
    "RecordType", _line("Name"), _line("DeveloperName"), _flag("IsActive"), _line("SobjectType")
)
# What `Owner` of a Lead leads to: a user or a queue, seen through what both have.
NAME = SObject(
    name="Name",
    label="Name",
    plural="Names",
    prefix="",
    fields=(record_id(), *_PERSON, _line("Type"), _line("Alias"), _flag("IsActive")),
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
    )
}


def find_object(stored: Mapping[str, SObject], name: str) -> SObject | None:
    """The object of that API name, in any letter case, among the stored and the setup ones."""
    wanted = name.lower()
    everything = {**ADMIN_OBJECTS, **stored}
    return next((one for key, one in everything.items() if key.lower() == wanted), None)
