"""Which addresses Inlet ever sends a Salesforce token to.

Pure. Rule and corpus: reliability.md 3.1. The address is parsed, its host compared as a whole,
and the URL that is used is built anew from that host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_LOGIN_HOSTS = frozenset({"login.salesforce.com", "test.salesforce.com"})
# No My Domain is an internationalised name, so a look-alike that is one is refused.
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORG = rf"{_LABEL}(?:\.(?:sandbox|develop|scratch|demo|patch|free|trailblaze))?"
_MY_DOMAIN = re.compile(rf"{_ORG}\.my\.salesforce\.com", re.ASCII)
_EXTRA = re.compile(rf"\.?{_LABEL}(?:\.{_LABEL}){{1,9}}", re.ASCII)
_SHAPE = re.compile(r"(https?)://([a-z0-9.-]{1,253})(?::([0-9]{1,5}))?/?", re.ASCII | re.IGNORECASE)
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class ForbiddenHost(ValueError):
    """The address isn't one of Salesforce's, so nothing is sent there."""


def salesforce_origin(url: str, extra: Sequence[str] = ()) -> str:
    """ "https://acme.my.salesforce.com" out of such an address; raises ForbiddenHost for others.

    Takes no path, port, user or query: Salesforce's own addresses come without. ``extra``: what
    ``extra_hosts`` returned.
    """
    scheme, host, port = _parsed(url)
    known = host in _LOGIN_HOSTS or _MY_DOMAIN.fullmatch(host) or _is_extra(host, extra)
    if scheme != "https" or port not in ("", "443") or not known:
        raise ForbiddenHost(f"{host or 'This'} isn't an address of Salesforce.")
    return f"https://{host}"


def extra_hosts(entries: Sequence[str]) -> tuple[str, ...]:
    """More hosts that the server's owner allows, checked: "login.example.mil" is that host,
    ".my.salesforce.mil" any org's My Domain under it. Raises ValueError for anything else."""
    wrong = [entry for entry in entries if not _EXTRA.fullmatch(entry)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is neither a host nor a dot and a domain, in lower case.")
    return tuple(entries)


def _is_extra(host: str, extra: Sequence[str]) -> bool:
    return any(
        host == entry
        or (
            entry.startswith(".")
            and host.endswith(entry)
            and re.fullmatch(_ORG, host.removesuffix(entry), re.ASCII) is not None
        )
        for entry in extra
    )


def practice_origin(url: str, practice_url: str) -> str:
    """The practice org's origin, if that is what ``url`` is; raises ForbiddenHost for others.

    Without TLS only on this machine.
    """
    expected, found = _parsed(practice_url), _parsed(url)
    scheme, host, port = expected
    if found != expected or (scheme == "http" and host not in _LOOPBACK):
        raise ForbiddenHost("This isn't the address of the practice org.")
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def origin(url: str, *, practice_url: str = "", extra: Sequence[str] = ()) -> str:
    """The checked origin. With ``practice_url`` only the practice org's, else only Salesforce's."""
    return practice_origin(url, practice_url) if practice_url else salesforce_origin(url, extra)


def origin_of(url: str) -> str:
    """The part before the path of a longer address, unchecked; pass it to ``origin``.

    Raises ForbiddenHost for what is no address at all.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ForbiddenHost("This isn't an address of Salesforce.") from error
    return f"{parts.scheme}://{parts.netloc}"


def _parsed(url: str) -> tuple[str, str, str]:
    """Scheme, host and port, lower-case; raises ForbiddenHost for anything beyond these."""
    found = _SHAPE.fullmatch(url)
    if not found:
        raise ForbiddenHost("This isn't an address of Salesforce.")
    return found[1].lower(), found[2].lower(), found[3] or ""
