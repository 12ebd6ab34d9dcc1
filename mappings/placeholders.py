"""Words that say that nobody knows: "n/a", "Unknown", "xxx". Pure.

They may fill a blank field, and are worth no more than a blank one. A word that can be a real
value of its field is none: Null and Test are last names, and a picklist offers what it offers.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Any

from connections.crm import Field

_LONGEST = 40
_NOTHING = frozenset({
    "", "unknown", "unkown", "not known", "n a", "na", "none", "nil", "null", "nul", "undefined",
    "nan", "test", "testing", "test test", "xx", "xxx", "xxxx", "asdf", "qwerty", "tbd", "tbc",
    "tba", "dummy", "placeholder", "not provided", "not given", "not available", "not applicable",
    "not specified", "unspecified", "not set", "not stated", "not disclosed", "no answer",
    "prefer not to say", "no data", "no value", "no company", "no company name", "no name",
    "no company provided", "no title", "no email", "no phone", "no website", "unbekannt",
    "keine angabe", "k a", "inconnu", "desconocido", "sconosciuto", "onbekend", "null null",
    "undefined undefined", "none none",
})  # fmt: skip
# Null, None, Test, Na, Nil, X and others are names that people really have.
_NO_NAME = frozenset({
    "", "unknown", "not known", "n a", "undefined", "not provided", "not given", "not available",
    "not applicable", "not specified", "no name", "no last name", "no first name", "no lastname",
    "lastname", "firstname", "last name", "first name", "unbekannt", "keine angabe", "inconnu",
    "desconocido", "onbekend", "null null", "undefined undefined", "xxx", "xxxx", "asdf",
    "anonymous", "lnu", "fnu", "last name unknown", "tbd", "no last name provided",
})  # fmt: skip
_NO_MAILBOX = frozenset({
    "noemail", "no email", "nomail", "no mail", "none", "unknown", "notprovided", "not provided",
    "donotemail", "notavailable", "not available", "noaddress", "null", "undefined", "nobody",
})  # fmt: skip
_TWICE = frozenset({"abc", "asdf", "test", "email", "mail", "xxx", "none", "qwerty", "example"})
# Most values begin otherwise, and need no closer look.
_BEGINNINGS = {word[:2] for word in _NOTHING | _NO_NAME | _NO_MAILBOX | _TWICE}
_PERSON = re.compile(r"(?i)(first|last|middle|maiden|family|given|sur)_?name|^Name$|^Suffix$")
_OTHER = re.compile(r"[\W_]+")


class _Kind(Enum):
    TEXT = "text"
    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    CHOICE = "choice"
    PRECISE = "precise"  # a number, a date, a checkbox: it can't hold such a word


_KINDS = {
    "email": _Kind.EMAIL,
    "phone": _Kind.PHONE,
    "picklist": _Kind.CHOICE,
    "multipicklist": _Kind.CHOICE,
    **dict.fromkeys(
        ("boolean", "int", "double", "currency", "percent", "date", "datetime", "time",
         "reference", "id"), _Kind.PRECISE,
    ),
}  # fmt: skip


def is_placeholder(value: Any, field: str, described: Field | None = None) -> bool:
    """Whether the value of this field (an API name) only says that nobody knows.

    ``described`` is the field as the org shows it, None where it was never looked at. A blank
    value is none.
    """
    if not isinstance(value, str) or len(value) > _LONGEST or not value.strip():
        return False
    kind = _kind(field, described.type if described else "")
    begins = value.lstrip()[:2]
    # Words before a number made up, such as "Tel 000000", may begin in any way.
    is_word = begins.isascii() and begins.isalpha() and kind is not _Kind.PHONE
    if is_word and begins.lower() not in _BEGINNINGS:
        return False
    if kind is _Kind.CHOICE and described and _is_offered(value.strip(), described):
        return False
    return kind is not _Kind.PRECISE and _says_nothing(value, kind)


def says_nothing(value: Any) -> bool:
    """Whether a text that its field can't hold was only meant to say that nobody knows."""
    return isinstance(value, str) and len(value) <= _LONGEST and _says_nothing(value, _Kind.TEXT)


@lru_cache(maxsize=1024)
def _kind(field: str, described: str) -> _Kind:
    if described in _KINDS:
        return _KINDS[described]
    if _PERSON.search(field):
        return _Kind.PERSON
    if field.endswith("Phone"):
        return _Kind.PHONE
    return _Kind.EMAIL if field == "Email" else _Kind.TEXT


def _is_offered(value: str, described: Field) -> bool:
    folded = value.casefold()
    return any(one.active and folded == one.value.casefold() for one in described.picklist)


@lru_cache(maxsize=8192)
def _says_nothing(value: str, kind: _Kind) -> bool:
    folded = " ".join(_OTHER.sub(" ", value.casefold()).split())
    if kind is _Kind.PERSON:
        return folded in _NO_NAME
    if folded in _NOTHING:
        return True
    if kind is _Kind.EMAIL:
        return _is_nobodys(value.strip().casefold())
    return kind is _Kind.PHONE and _is_no_number(re.sub(r"\D", "", value))


def _is_nobodys(address: str) -> bool:
    """Whether an e-mail address was made up: test@test.com, noemail@tarn.example."""
    name, _, domain = address.rpartition("@")
    host = domain.partition(".")[0]
    if " ".join(_OTHER.sub(" ", name).split()) in _NO_MAILBOX:
        return True
    return (name == host and name in _TWICE) or (name in _TWICE and host == "example")


def _is_no_number(digits: str) -> bool:
    """Whether a phone number was made up: 000000, +1 111 111 1111, 1234567890."""
    rest = digits.lstrip("0") or "0"
    return len(set(digits[-7:])) == 1 or rest in {"123456", "1234567", "12345678", "123456789",
                                                  "1234567890"}  # fmt: skip
