"""Which addresses Inlet ever sends a Salesforce token to.

Pure. Rule and corpus: reliability.md 3.1. The address is parsed, its host compared as a whole,
and the URL that is used is built anew from that host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LOGIN_HOSTS = frozenset({"login.salesforce.com", "test.salesforce.com"})
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_MY_DOMAIN = re.compile(
    rf"{_LABEL}(?:\.(?:sandbox|develop|scratch|demo|patch|free|trailblaze))?\.my\.salesforce\.com",
    re.ASCII,
)
_SHAPE = re.compile(r"(https?)://([a-z0-9.-]{1,253})(?::([0-9]{1,5}))?/?", re.ASCII | re.IGNORECASE)
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class ForbiddenHost(ValueError):
    """The address isn't one of Salesforce's, so nothing is sent there."""


def salesforce_origin(url: str) -> str:
    """ "https://acme.my.salesforce.com" out of such an address; raises ForbiddenHost for others.

    Takes no path, port, user or query: Salesforce's own addresses come without.
    """
    scheme, host, port = _parsed(url)
    known = host in _LOGIN_HOSTS or _MY_DOMAIN.fullmatch(host)
    if scheme != "https" or port not in ("", "443") or not known:
        raise ForbiddenHost(f"{host or 'This'} isn't an address of Salesforce.")
    return f"https://{host}"


def practice_origin(url: str, practice_url: str) -> str:
    """The practice org's origin, if that is what ``url`` is; raises ForbiddenHost for others.

    Without TLS only on this machine.
    """
    expected, found = _parsed(practice_url), _parsed(url)
    scheme, host, port = expected
    if found != expected or (scheme == "http" and host not in _LOOPBACK):
        raise ForbiddenHost("This isn't the address of the practice org.")
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def origin(url: str, *, practice_url: str = "") -> str:
    """The checked origin. With ``practice_url`` only the practice org's, else only Salesforce's."""
    return practice_origin(url, practice_url) if practice_url else salesforce_origin(url)


def origin_of(url: str) -> str:
    """The part before the path of a longer address, unchecked; pass it to ``origin``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _parsed(url: str) -> tuple[str, str, str]:
    """Scheme, host and port, lower-case; raises ForbiddenHost for anything beyond these."""
    found = _SHAPE.fullmatch(url)
    if not found:
        raise ForbiddenHost("This isn't an address of Salesforce.")
    return found[1].lower(), found[2].lower(), found[3] or ""
