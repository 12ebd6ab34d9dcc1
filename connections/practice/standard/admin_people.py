"""The objects of users and queues, whose rows follow from the org's setup (facts 2.4)."""

from __future__ import annotations

from connections.practice.rules.objects import SObject
from connections.practice.standard.admin_making import flag, line, link, setup_object
from connections.practice.standard.system_fields import record_id

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
# What `Owner` of a Lead leads to: a user or a queue, seen through what both have.
NAME = SObject(
    name="Name",
    label="Name",
    plural="Names",
    prefix="",
    fields=(record_id(), *_PERSON, line("Type"), line("Alias"), flag("IsActive")),
    stored=False,
)
