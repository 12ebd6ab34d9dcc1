"""What the org offers: resources, limits (salesforce-facts 2.2)."""

from __future__ import annotations

from typing import Any

from connections.practice.bulk.quota import MAX_BATCHES, MAX_QUERIES, used
from connections.practice.rules.permissions import API_ENABLED, VIEW_SETUP
from connections.practice.rules.refusals import refuse
from connections.practice.rules.setup import Setup
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session

from .exchange import Answer, Call
from .sentences import OTHER, Note

_RESOURCES = (
    "composite", "jobs", "limits", "parameterizedSearch", "query", "queryAll", "search",
    "sobjects", "tooling",
)  # fmt: skip


def check_api(setup: Setup) -> None:
    """Raise Refused, 403, unless the org has the API and the viewer may use it (facts 9)."""
    if not setup.switches.rest_api_enabled:
        message = "The REST API is not enabled for this Organization."
        raise refuse("API_DISABLED_FOR_ORG", message)
    if not setup.rights.may(API_ENABLED):
        raise refuse("API_CURRENTLY_DISABLED", "API is disabled for this User")


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
    batches, queries = used(session)
    body = {
        "DailyApiRequests": {
            "Max": org.api_max,
            "Remaining": max(org.api_max - org.api_used, 0),
            # Apps have entries of their own among the numbers (salesforce-facts 2.2).
            "Workbench": {"Max": 0, "Remaining": 0},
        },
        "DailyBulkApiBatches": {"Max": MAX_BATCHES, "Remaining": MAX_BATCHES - batches},
        "DailyBulkV2QueryJobs": {"Max": MAX_QUERIES, "Remaining": MAX_QUERIES - queries},
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
