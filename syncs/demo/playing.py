"""Playing the story: post each lead over HTTP, wait, and look at what Salesforce now holds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from connections import soql
from connections.crm import Crm, Record

from .scenes import Scene

PATIENCE = 60.0
TIMEOUT = (5, 30)


@dataclass(frozen=True, slots=True)
class Stage:
    """One client on which scenes play: its API key, and its org, asked over HTTP."""

    key: str
    crm: Crm


@dataclass(frozen=True, slots=True)
class Played:
    """A scene and how it ended. `wrong`: each thing that isn't as expected, in a sentence."""

    scene: Scene
    state: str
    reason: str
    wrong: tuple[str, ...]


def post(base_url: str, stages: Mapping[str, Stage], scenes: tuple[Scene, ...]) -> list[str]:
    """Send each lead by itself, in order; the ids that Inlet gave them."""
    ids = []
    for number, scene in enumerate(scenes, start=1):
        answer = requests.post(
            f"{base_url}/api/v1/leads",
            json=scene.lead,
            headers={**_auth(stages[scene.client]), "Idempotency-Key": f"demo-{number}"},
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        ids.append(answer.json()["id"])
    return ids


def _auth(stage: Stage) -> dict[str, str]:
    return {"Authorization": f"Bearer {stage.key}"}


def follow(
    base_url: str, stages: Mapping[str, Stage], scenes: tuple[Scene, ...], *, ids: list[str]
) -> Iterator[Played]:
    """Each scene, as soon as its lead has ended, in order."""
    until = time.monotonic() + PATIENCE
    for scene, lead_id in zip(scenes, ids, strict=True):
        lead = _ended(f"{base_url}/api/v1/leads/{lead_id}", stages[scene.client], until)
        wrong = tuple(_differences(scene, lead, stages[scene.client].crm))
        yield Played(scene, lead["state"], lead["reason"], wrong)


def _ended(address: str, stage: Stage, until: float) -> dict[str, Any]:
    while True:
        answer = requests.get(address, headers=_auth(stage), timeout=TIMEOUT)
        answer.raise_for_status()
        lead: dict[str, Any] = answer.json()
        if lead["state"] != "pending" or time.monotonic() > until:
            return lead
        time.sleep(0.1)


def _differences(scene: Scene, lead: Mapping[str, Any], crm: Crm) -> Iterator[str]:
    if lead["state"] != scene.state:
        yield f"expected {scene.state}, it is {lead['state']}"
    if scene.because not in lead["reason"]:
        yield f"expected the reason to say “{scene.because}”"
    if scene.finds:
        yield from _field_differences(scene, crm)
    if scene.only_one:
        found = _with_email(crm, scene.only_one)
        if len(found) != 1:
            yield f"{len(found)} records have {scene.only_one}, expected one"
    if scene.no_lead_with and any(
        row.sobject == "Lead" and not row.fields["IsConverted"]
        for row in _with_email(crm, scene.no_lead_with)
    ):
        yield f"a Lead has {scene.no_lead_with}, expected none"


def _field_differences(scene: Scene, crm: Crm) -> Iterator[str]:
    sobject, field, value = scene.finds or ("", "", "")
    query = soql.select(sobject, ["Id", *scene.holds], where=soql.equals(field, value))
    (rows,) = crm.find([query])
    if len(rows) != 1:
        yield f"{len(rows)} {sobject}s have {field} {value}, expected one"
        return
    for name, expected in scene.holds.items():
        held = rows[0].fields.get(name)
        if held != expected:
            yield f"{name} is {held!r}, expected {expected!r}"


def _with_email(crm: Crm, email: str) -> list[Record]:
    where = soql.equals("Email", email)
    leads, contacts = crm.find(
        [
            soql.select("Lead", ["Id", "IsConverted"], where=where),
            soql.select("Contact", ["Id"], where=where),
        ]
    )
    return [*leads, *contacts]
