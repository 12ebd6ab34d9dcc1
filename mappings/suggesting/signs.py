"""Whether a value can be what its name says: an address, a number, a country. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from connections.crm import Field
from mappings import amounts, places
from mappings.addresses import address_in
from mappings.choosing import choose
from mappings.phones import e164
from mappings.values import Scalar, as_text

_DIGITS = re.compile(r"\d")
_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
_ID = re.compile(
    r"(?:urn:\S+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{14,}|(?=[^\s]*\d)[0-9a-f]{16,}|[A-Za-z0-9+/=_-]{32,})"
)
_PHONE = re.compile(r"(?:[a-z]{1,5}\.?:?\s*)?[+(]?[\d\s()./x+-]{6,30}", re.IGNORECASE)
_NAMES = frozenset({"first_name", "last_name", "full_name", "middle_name"})
_WORDS = frozenset({"company", "title", "department", "city", "salutation", "industry"}) | _NAMES
_NUMBERS = frozenset({"int", "double", "currency", "percent"})
_DATES = frozenset({"date", "datetime"})
# How far a value speaks for a field: it can't be, it hardly is, it may be, it is one.
NO, HARDLY, PERHAPS, YES = 0.0, 0.72, 1.0, 1.06


class Sign(NamedTuple):
    """How far a value speaks for a field, and what it is, in words; "" when nothing is told."""

    share: float
    words: str = ""


def sign(value: Any, concept: str, field: Field, *, region: str) -> Sign:
    """How far this value of a sample can be this field's. ``region`` such as "GB"."""
    if isinstance(value, list):
        value = ";".join(as_text(one) for one in value if one is not None)
    if concept in _BY_CONCEPT:
        return _BY_CONCEPT[concept](value, region)
    if field.type in _BY_TYPE:
        return _BY_TYPE[field.type](value, region)
    if field.type in {"picklist", "multipicklist"}:
        return Sign(NO) if isinstance(value, bool) or len(as_text(value)) > 255 else _BLAND
    return _text(value, concept)


def is_email(value: Any) -> bool:
    """Whether it is an address."""
    return isinstance(value, str) and "@" in value and bool(address_in(value))


def is_international(value: Any) -> bool:
    """Whether it can be nothing else than a phone number, with its country's code."""
    text = value.strip() if isinstance(value, str) else ""
    return text.startswith(("+", "00")) and bool(e164(text, ""))


def looks_technical(value: Any) -> bool:
    """Whether it is an id, a token or a hash."""
    return isinstance(value, str) and bool(_ID.fullmatch(value.strip()[:200]))


_BLAND = Sign(PERHAPS)


def _email(value: Scalar, _: str) -> Sign:
    return Sign(YES, "The value is an e-mail address.") if is_email(value) else Sign(NO)


@lru_cache(maxsize=4096)
def _number(text: str, region: str) -> Sign:
    if e164(text, region):
        return Sign(YES, "The value is a phone number.")
    digits = len(_DIGITS.findall(text))
    return Sign(HARDLY if 6 <= digits <= 16 and _PHONE.fullmatch(text) else NO)


def _phone(value: Scalar, region: str) -> Sign:
    return Sign(NO) if isinstance(value, bool) else _number(as_text(value).strip(), region)


def _web(value: Scalar, _: str) -> Sign:
    if not isinstance(value, str) or not _URL.fullmatch(value.strip()):
        return Sign(NO)
    return Sign(YES, "The value is a web address.")


def _website(value: Scalar, region: str) -> Sign:
    found = _web(value, region)
    return Sign(NO) if "linkedin." in as_text(value).lower() else found


def _linkedin(value: Scalar, _: str) -> Sign:
    if "linkedin." in as_text(value).lower():
        return Sign(YES, "The value is an address at LinkedIn.")
    return Sign(HARDLY if isinstance(value, str) and " " not in value.strip() else NO)


def _country(value: Scalar, _: str) -> Sign:
    if isinstance(value, str) and places.country(value):
        return Sign(YES, "The value is a country.")
    return Sign(HARDLY if isinstance(value, str) and not _DIGITS.search(value) else NO)


def _flag(value: Scalar, _: str) -> Sign:
    if isinstance(value, bool):
        return Sign(YES, "The value is yes or no.")
    if isinstance(value, float) or amounts.boolean(value).problem:
        return Sign(NO)
    return Sign(PERHAPS, "The value reads as yes or no.")


def _amount(value: Scalar, _: str) -> Sign:
    if isinstance(value, bool):
        return Sign(NO)
    if isinstance(value, int | float):
        return Sign(YES, "The value is a number.")
    return Sign(PERHAPS if _DIGITS.search(value) and len(value) <= 60 else NO)


def _moment(value: Scalar, _: str) -> Sign:
    text = as_text(value).strip()
    known = not isinstance(value, bool) and len(_DIGITS.findall(text)) >= 4 and len(text) <= 60
    return _BLAND if known else Sign(NO)


def _words(value: Scalar, _: str) -> Sign:
    text = as_text(value).strip()
    if isinstance(value, bool | int | float) or "@" in text or "://" in text or len(text) > 255:
        return Sign(NO)
    return _BLAND


def _name(value: Scalar, region: str) -> Sign:
    found = _words(value, region)
    text = as_text(value)
    return Sign(NO) if _DIGITS.search(text) or len(text) > 120 else found


def _text(value: Scalar, concept: str) -> Sign:
    if isinstance(value, bool):
        return Sign(NO)
    return Sign(HARDLY) if looks_technical(value) and "id" not in concept else _BLAND


def offered(value: Any, field: Field) -> bool:
    """Whether a picklist offers this value as it is, letter case aside."""
    chosen = choose(as_text(value).strip(), field)
    return any(one.active and one.value == chosen.value for one in field.picklist)


_BY_CONCEPT: Mapping[str, Callable[[Scalar, str], Sign]] = {
    "email": _email,
    "linkedin": _linkedin,
    "website": _website,
    "landing_page": _web,
    "country": _country,
    **dict.fromkeys(("phone", "mobile", "home_phone", "other_phone"), _phone),
    **dict.fromkeys(_WORDS - _NAMES, _words),
    **dict.fromkeys(_NAMES | {"city"}, _name),
}
_BY_TYPE: Mapping[str, Callable[[Scalar, str], Sign]] = {
    "email": _email,
    "phone": _phone,
    "url": _web,
    "boolean": _flag,
    "reference": _email,
    **dict.fromkeys(_NUMBERS, _amount),
    **dict.fromkeys(_DATES, _moment),
}
