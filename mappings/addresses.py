"""E-mail addresses, phone numbers and web addresses, put into their usual form. Pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from mappings.values import Scalar, Step, as_text

_UNREAD_PHONE = "Inlet could not read it as a phone number, so it goes as it came."
_UNREAD_URL = "Inlet could not read it as a web address, so it goes as it came."
_OTHER_SCHEME = re.compile(r"(?i)(?:javascript|vbscript|data|file|mailto|tel):")


def email(value: Scalar, _: str) -> Step:
    """The address in lower case, or what is wrong with it. Nothing is looked up."""
    text = as_text(value).strip()
    name, at, domain = text.rpartition("@")
    if not at or not name:
        return Step(text, problem="This is not an e-mail address. Check it and try again.")
    if "." not in domain.strip("."):
        no_ending = "This address has no ending such as .com. Check it and try again."
        return Step(text, problem=no_ending)
    try:
        # test_environment only lets the ending .test through
        checked = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        unreachable = "No mail can reach this address as it is written. Check it and try again."
        return Step(text, problem=unreachable)
    lower = checked.normalized.lower()
    return Step(lower, "" if lower == text else "Put into lower case.")


def phone(value: Scalar, region: str) -> Step:
    """The number as +442079460958; ``region`` "GB" says how to read one without a country."""
    return _phone(value, region, phonenumbers.PhoneNumberFormat.E164)


def phone_spaced(value: Scalar, region: str) -> Step:
    """The number as +44 20 7946 0958."""
    return _phone(value, region, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _phone(value: Scalar, region: str, style: int) -> Step:
    text = as_text(value).strip()
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return Step(text, _UNREAD_PHONE)
    if not phonenumbers.is_valid_number(number):
        return Step(text, _UNREAD_PHONE)
    extension, number.extension = number.extension, None
    written = phonenumbers.format_number(number, style)
    written = f"{written} x{extension}" if extension else written
    return Step(written, "" if written == text else "Put into international form.")


def url(value: Scalar, _: str) -> Step:
    """The address with its host in lower case; other schemes than http and https are refused."""
    text = as_text(value).strip()
    has_scheme = "://" in text.partition("?")[0]
    try:
        parts = urlsplit(text if has_scheme else f"//{text}")
    except ValueError:
        return Step(text, _UNREAD_URL)
    if parts.scheme not in {"", "http", "https"} or _OTHER_SCHEME.match("".join(text.split())):
        return Step(text, problem="Only web addresses that start with http or https are kept.")
    if " " in text or "@" in parts.netloc or "." not in parts.netloc:
        return Step(text, _UNREAD_URL)
    tidy = _tidy(parts)
    return Step(tidy, "" if tidy == text else "Put into the usual form of a web address.")


def _tidy(parts: SplitResult) -> str:
    path = "" if parts.path == "/" else parts.path
    tidy = urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, parts.fragment))
    return tidy if parts.scheme else tidy.removeprefix("//")
