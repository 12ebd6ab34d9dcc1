"""E-mail addresses and web addresses, put into their usual form. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from mappings.values import Scalar, Step, as_text

_UNREAD_URL = "Inlet could not read it as a web address, so it goes as it came."
# An address that the library would take as well, only forty times slower.
_PLAIN = re.compile(
    r"(?=.{6,60}$)[a-z0-9]+(?:[._+-][a-z0-9]+)*@"
    r"(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?!(?:"
    + "|".join(re.escape(one.rpartition(".")[2]) for one in SPECIAL_USE_DOMAIN_NAMES)
    + r")$)[a-z]{2,24}",
    re.ASCII,
)
_OTHER_SCHEME = re.compile(r"(?i)(?:javascript|vbscript|data|file|mailto|tel):")


def email(value: Scalar) -> Step:
    """The address in lower case, or what is wrong with it. Nothing is looked up."""
    return _email(as_text(value).strip())


def address_in(value: Scalar) -> str:
    """The address in lower case; "" when it is none."""
    step = email(value)
    return "" if step.problem else as_text(step.value)


@lru_cache(maxsize=8192)
def _email(text: str) -> Step:
    lower = text.lower()
    if text.isascii() and _PLAIN.fullmatch(lower):
        return Step(lower, "" if lower == text else "Put into lower case.")
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


def url(value: Scalar) -> Step:
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
