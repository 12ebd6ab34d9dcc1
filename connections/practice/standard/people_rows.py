"""The rows of users, profiles and licences, as they follow from the org's setup."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.permissions import API_LICENSE, STANDARD_LICENSE
from connections.practice.rules.setup import Setup, User
from connections.practice.standard.admin_rights import license_id, profile_id

Row = dict[str, Any]


def users(setup: Setup) -> list[Row]:
    """All users, also the inactive ones."""
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


def profiles(setup: Setup) -> list[Row]:
    """The profiles that some user or permission set has, by name."""
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


def licenses(setup: Setup) -> list[Row]:
    """The two licences of the org."""
    return [
        {"Id": license_id(setup, name), "Name": name} for name in (STANDARD_LICENSE, API_LICENSE)
    ]
