"""The versions of the API that the org speaks (salesforce-facts 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from connections.practice.rules.refusals import not_found, refuse

_FIRST_LIVING, _NEWEST = 31, 67
_SEASONS = ("Summer", "Winter", "Spring")


def _label(number: int) -> str:
    """The release of a version: 31 was Summer '14, and three follow in each year."""
    since = number - _FIRST_LIVING
    return f"{_SEASONS[since % 3]} '{14 + (since + 2) // 3}"


VERSIONS: Mapping[str, str] = {
    f"{number}.0": _label(number) for number in range(_FIRST_LIVING, _NEWEST + 1)
}


def check_version(version: str) -> None:
    """Raise Refused: 410 for a retired version, 404 for one that the org doesn't speak."""
    if version in VERSIONS:
        return
    if float(version) < _FIRST_LIVING:
        raise refuse("UNSUPPORTED_API_VERSION", f"API version {version} is no longer supported.")
    raise not_found()


def versions() -> list[dict[str, str]]:
    """The list that needs no token and costs no call."""
    return [
        {"label": label, "url": f"/services/data/v{version}", "version": version}
        for version, label in VERSIONS.items()
    ]
