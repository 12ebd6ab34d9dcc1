"""By what a lead's person is known before any rule has read the lead. Pure.

These names decide who may be worked at the same moment, and by which stream. They are wider than
the rules' own: two leads that share one wait for each other, whether they are one person or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from mappings.companies import company_key
from mappings.domains import company_domain
from mappings.identities import alike
from mappings.indexing import company_bucket
from mappings.names import split_name
from mappings.plain_text import name_key

HASHES = 32_768  # what a PositiveSmallIntegerField holds
# Numbers are compared by their last digits, whatever stands before them.
_DIGITS = 8


def names_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Digests (32 hexadecimal digits) of all names of the person in a canonical payload.

    E-mail address, source id, telephone number, and last name with company.
    """
    told = dict.fromkeys(_names(payload))
    return tuple(sha256("\0".join(name).encode()).hexdigest()[:32] for name in told)


def person_hash(payload: Mapping[str, Any], lead_key: str) -> int:
    """A number from 0 to 32,767 that people of one company share: the rows of one Account are
    written by one stream, since Salesforce locks the Account with each of them.
    """
    person, company = _parts(payload)
    email = str(person.get("email") or "")
    known_by = (
        company_key(str(company.get("name") or ""))
        or company_domain(email)
        or alike(email)
        or alike(str(payload.get("external_id") or ""))
        or lead_key
    )
    return int.from_bytes(sha256(known_by.encode()).digest()[:2], "big") % HASHES


def _names(payload: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    person, company = _parts(payload)
    for kind, value in (("email", person.get("email")), ("id", payload.get("external_id"))):
        if value and alike(str(value)):
            yield kind, alike(str(value))
    digits = "".join(char for char in str(person.get("phone") or "") if char.isdecimal())
    if len(digits) >= _DIGITS:
        yield "phone", digits[-_DIGITS:]
    last = name_key(_last_name(person))
    bucket = company_bucket(str(company.get("name") or ""))
    if last and bucket:
        yield "name", last, bucket


def _last_name(person: Mapping[str, Any]) -> str:
    return str(person.get("last_name") or "") or split_name(str(person.get("name") or ""))[1]


def _parts(payload: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    person, company = payload.get("person"), payload.get("company")
    named = {"name": company} if isinstance(company, str) else company
    return (
        person if isinstance(person, Mapping) else {},
        named if isinstance(named, Mapping) else {},
    )
