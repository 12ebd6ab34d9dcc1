"""What the org offers: versions, resources, limits (salesforce-facts 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.rules.refusals import not_found, refuse
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session

from .exchange import Answer, Call
from .sentences import OTHER, Note

VERSIONS: Mapping[str, str] = {
    "58.0": "Summer '23",
    "59.0": "Winter '24",
    "60.0": "Spring '24",
    "61.0": "Summer '24",
    "62.0": "Winter '25",
    "63.0": "Spring '25",
    "64.0": "Summer '25",
    "65.0": "Winter '26",
    "66.0": "Spring '26",
}
_FIRST_LIVING = 31
_RESOURCES = ("composite", "limits", "query", "queryAll", "sobjects")


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


def resources(session: Session, _call: Call) -> Answer:
    """The resources of a version."""
    body: dict[str, Any] = {name: f"{session.base}/{name}" for name in _RESOURCES}
    body["identity"] = f"/id/{session.setup.org_id}/{session.user.id}"
    return Answer(200, body, notes=(Note(OTHER, how="List resources"),))


def limits(session: Session, _call: Call) -> Answer:
    """The org's limits. Unlike Salesforce's, open to every user."""
    org = session.org
    left = {"Max": 15_000, "Remaining": 15_000}
    body = {
        "DailyApiRequests": {"Max": org.api_max, "Remaining": max(org.api_max - org.api_used, 0)},
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
        found = reader(session.org, session.setup).records(name).count()
        if found:
            counts.append({"count": found, "name": name})
    return Answer(200, {"sObjects": counts}, notes=(Note(OTHER, how="Count records"),))
