"""The client's configuration over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from mappings.models import MappingVersion
from tenants import walls
from tenants.apikeys import CONFIGURATION_SCOPES, SCOPES, find_key, make_key
from tenants.models import AuditEntry
from tests.syncs.conftest import Door

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/configuration"


class Caller:
    """Somebody with a key of the client."""

    def __init__(self, door: Door, scopes: tuple[str, ...] = CONFIGURATION_SCOPES) -> None:
        _, self.text = make_key(door.tenant, "Terraform", scopes=scopes)

    def get(self) -> Any:
        return Client().get(PATH, headers={"Authorization": f"Bearer {self.text}"})

    def put(self, document: Any, query: str = "") -> Any:
        return Client().put(
            PATH + query,
            json.dumps(document),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}"},
        )


def numbers(door: Door) -> list[int]:
    """The versions of the mapping."""
    with walls.inside(door.tenant):
        return list(MappingVersion.objects.values_list("number", flat=True))


def test_what_is_read_changes_nothing_when_it_is_put(door: Door) -> None:
    caller = Caller(door)
    document = caller.get().json()
    assert document["clients"][0]["slug"] == door.tenant.slug
    assert caller.put(document).json() == {
        "applied": True, "changes": [], "keys": [], "waiting": [], "trouble": "",
    }  # fmt: skip
    assert numbers(door) == [1]
    assert caller.get().json() == document


def test_a_plan_changes_nothing_and_the_same_document_applied_does(door: Door) -> None:
    caller = Caller(door)
    document = caller.get().json()
    document["clients"][0]["mappings"][0]["rules"]["mode"] = "update_only"
    document["clients"][0]["sources"].append(
        {"name": "Webinar", "connection": "Org", "mapping": "Default", "key": "generate"}
    )
    planned = caller.put(document, "?mode=plan").json()
    assert planned["applied"] is False
    assert [(one["verb"], one["thing"]) for one in planned["changes"]] == [
        ("change", "mapping"), ("add", "source"), ("add", "key"),
    ]  # fmt: skip
    assert planned["keys"] == []
    assert numbers(door) == [1]
    done = caller.put(document).json()
    assert (done["applied"], done["changes"]) == (True, planned["changes"])
    assert find_key(done["keys"][0]["key"]) is not None
    assert numbers(door) == [2, 1]
    assert caller.put(document).json()["changes"] == []
    with walls.inside(door.tenant):
        (entry,) = AuditEntry.objects.filter(action="configuration.applied")
    assert entry.actor == "API key Terraform"


def test_everything_that_is_wrong_is_told_with_its_place(door: Door) -> None:
    caller = Caller(door)
    document = caller.get().json()
    client = document["clients"][0]
    client["mappings"][0]["rules"]["mode"] = "create"
    client["regon"] = "DE"
    answer = caller.put(document)
    assert answer.status_code == 400
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert set(told) == {"clients.0.mappings.0.rules.mode", "clients.0.regon"}
    assert "Did you mean “region”?" in told["clients.0.regon"]
    assert caller.put(caller.get().json(), "?mode=try").status_code == 400
    assert caller.put([1]).status_code == 400


def test_a_key_needs_the_scope_and_reaches_no_other_client(door: Door, other_door: Door) -> None:
    plain = Caller(door, SCOPES)
    assert plain.get().status_code == plain.put({}).status_code == 403
    reader = Caller(door, ("configuration:read",))
    assert reader.get().status_code == 200
    assert reader.put({}).status_code == 403
    theirs = Caller(other_door).get().json()
    answer = Caller(door).put(theirs)
    assert answer.status_code == 400
    assert "This client belongs to the agency" in json.dumps(answer.json(), ensure_ascii=False)
