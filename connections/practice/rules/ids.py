"""Salesforce ids: 15 case-sensitive characters, or 18 with a checksum (salesforce-facts 10.6)."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECK = string.ascii_uppercase + "012345"
_WELL_FORMED = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?", re.ASCII)

PREFIXES: Mapping[str, str] = {
    "Account": "001",
    "Contact": "003",
    "Lead": "00Q",
    "User": "005",
    "Group": "00G",
    "Organization": "00D",
    "Profile": "00e",
    "UserLicense": "100",
    "RecordType": "012",
    "AssignmentRule": "01Q",
    "Opportunity": "006",
    "Task": "00T",
    "Campaign": "701",
    "CampaignMember": "00v",
    "CampaignMemberStatus": "01Y",
    "DuplicateRecordSet": "0GK",
    "DuplicateRecordItem": "0GL",
    "LeadStatus": "01J",
    "QueueSobject": "03g",
    "DuplicateRule": "0Bm",
    "QueryCursor": "01g",
    "PermissionSet": "0PS",
    "PermissionSetAssignment": "0Pa",
    "ObjectPermissions": "110",
    "FieldPermissions": "01k",
    "GroupMember": "011",
    "MatchingRule": "0JD",
    "MatchingRuleItem": "0JI",
    "CustomField": "00N",
    "ValidationRule": "03d",
    "Job": "750",
}
SOBJECTS: Mapping[str, str] = {prefix: name for name, prefix in PREFIXES.items()}
_NUMBER_LENGTH = 9


def checksum(id15: str) -> str:
    """The three characters that follow `id15` in its 18-character form."""
    groups = (id15[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _CHECK[sum(1 << bit for bit, letter in enumerate(group) if "A" <= letter <= "Z")]
        for group in groups
    )


def to_18(text: str) -> str:
    """The 18-character form of an id of either length. ValueError when it is none."""
    if not _WELL_FORMED.fullmatch(text):
        raise ValueError(f"Not an id: {text!r}")
    id18 = text[:15] + checksum(text[:15])
    if len(text) == 18 and text != id18:
        raise ValueError(f"Not an id: {text!r}")
    return id18


def sobject_of(id18: str) -> str:
    """The object that an id belongs to, by its first three characters; "" when unknown."""
    return SOBJECTS.get(id18[:3], "")


def base62(number: int, length: int) -> str:
    """`number` in the digits of ids, at least `length` of them."""
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = DIGITS[rest] + digits
    return digits.rjust(length, "0")


def mint(sobject: str, *, pod: str, number: int) -> str:
    """The id, 18 characters, of the `number`th record of an org. `pod`: three characters.

    Ids of one org sort, byte by byte, in the order of their numbers.
    """
    id15 = PREFIXES[sobject] + pod + base62(number, _NUMBER_LENGTH)
    return id15 + checksum(id15)


def pod_of(org_id: str) -> str:
    """Three characters that the org's record ids share."""
    return org_id[3:6]
