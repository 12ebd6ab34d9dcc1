"""What the org offers: versions, resources, limits (salesforce-facts 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.rules.refusals import not_found, refuse
from connections.practice.rules.rights import API_ENABLED, VIEW_SETUP
from connections.practice.rules.setup import Setup
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session

from .exchange import Answer, Call
from .sentences import OTHER, Note

_FIRST_LIVING, _NEWEST = 31, 67
_SEASONS = ("Summer", "Winter", "Spring")


def _label(number: int) -> str:
    """The release of a version: 31 was Summer '14, and three follow in each year."""
    since = number - _FIRST_LIVING
    return f"{_SEASONS[since % 3]} '{14 + (since + 2) // 3}"


VERSIONS: Mapping[str, str] = {
    f"{number}.0": _label(number) for number in range(_FIRST_LIVING, _NEWEST + 1)
}
_RESOURCES = (
    "composite", "jobs", "limits", "parameterizedSearch", "query", "queryAll", "search",
    "sobjects", "tooling",
)  # fmt: skip


def check_version(version: str) -> None:
    """Raise Refused: 410 for a retired version, 404 for one that the org doesn't speak."""
    if version in VERSIONS:
        return
    if float(version) < _FIRST_LIVING:
        raise refuse("UNSUPPORTED_API_VERSION", f"API version {version} is no longer supported.")
    raise not_found()


def check_api(setup: Setup) -> None:
    """Raise Refused, 403, unless the org has the API and the viewer may use it (facts 9)."""
    if not setup.switches.rest_api_enabled:
        message = "The REST API is not enabled for this Organization."
        raise refuse("API_DISABLED_FOR_ORG", message)
    if not setup.rights.may(API_ENABLED):
        raise refuse("API_CURRENTLY_DISABLED", "API is disabled for this User")


def versions() -> list[dict[str, str]]:
    """The list that needs no token and costs no call."""
    return [
        {"label": label, "url": f"/services/data/v{version}", "version": version}
        for version, label in VERSIONS.items()
    ]


def resources(session: Session, _call: Call) -> Answer:
    """The resources of a version."""
    body: dict[str, Any] = {name: f"{session.base}/{name}" for name in _RESOURCES}
    body["identity"] = f"/id/{session.setup.org_id}/{session.user.id}"
    return Answer(200, body, notes=(Note(OTHER, how="List resources"),))


def limits(session: Session, _call: Call) -> Answer:
    """The org's limits, for those who may view its setup (salesforce-facts 2.2)."""
    if not session.setup.rights.may(VIEW_SETUP):
        raise refuse("INSUFFICIENT_ACCESS", "insufficient access rights on object id")
    org = session.org
    left = {"Max": 15_000, "Remaining": 15_000}
    body = {
        "DailyApiRequests": {
            "Max": org.api_max,
            "Remaining": max(org.api_max - org.api_used, 0),
            # Apps have entries of their own among the numbers (salesforce-facts 2.2).
            "Workbench": {"Max": 0, "Remaining": 0},
        },
        "DailyBulkApiBatches": left,
        "DailyBulkV2QueryJobs": {"Max": 10_000, "Remaining": 10_000},
        "DataStorageMB": {"Max": 1024, "Remaining": 1024},
        "FileStorageMB": {"Max": 1024, "Remaining": 1024},
        "SingleEmail": {"Max": 5000, "Remaining": 5000},
    }
    return Answer(200, body, notes=(Note(OTHER, how="Read the limits"),))


def record_count(session: Session, call: Call) -> Answer:
    """How many records of each asked object there are; empty objects are left out."""
    asked = [name for name in call.query.get("sObjects", "").split(",") if name]
    counts = []
    for name in asked or session.setup.objects:
        if name not in session.setup.objects:
            continue
        found = reader(session.org, session.setup, session.user).records(name).count()
        if found:
            counts.append({"count": found, "name": name})
    return Answer(200, {"sObjects": counts}, notes=(Note(OTHER, how="Count records"),))
