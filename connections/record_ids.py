"""Salesforce's record ids. Pure. The checksum: salesforce-facts 10.6."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?", re.ASCII)
_CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def is_record_id(text: str) -> bool:
    """Whether the text has the form of a record id, with 15 or 18 characters."""
    return bool(_ID.fullmatch(text))


def full_id(text: str) -> str:
    """The id with 18 characters; text that isn't an id of 15 comes back unchanged."""
    if len(text) != 15 or not is_record_id(text):
        return text
    groups = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(_CHECKSUM[_capitals(group)] for group in groups)


def _capitals(group: str) -> int:
    """Five characters as a number: bit i is set where character i is a capital."""
    return sum(1 << place for place, one in enumerate(group) if "A" <= one <= "Z")
