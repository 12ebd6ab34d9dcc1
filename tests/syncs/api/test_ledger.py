"""The ledger and its comparisons with Salesforce, over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from syncs import ledger
from syncs.models import Reconciliation
from syncs.states import State
from tenants import walls
from tenants.models import ApiKey
from tests.syncs.conftest import Door


@pytest.fixture
def reader(door: Door) -> Door:
    """The door, whose key may read connections."""
    with walls.inside(door.tenant):
        ApiKey.objects.update(scopes=["leads:read", "connections:read"])
    return door


def lines(door: Door, query: str = "") -> list[dict[str, Any]]:
    answer = door.get(f"ledger{query}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["lines"]
    return found


def test_each_hour_adds_up(door: Door) -> None:
    now = timezone.now()
    with walls.inside(door.tenant):
        moves = [ledger.Move(door.source.pk, now, None, one) for one in State]
        ledger.keep(door.tenant.pk, moves)
    (line,) = lines(door)
    assert line["begins"] == ledger.hour_of(now).isoformat()
    assert (line["source_name"], line["received"]) == ("Website", 7)
    assert sum(line[state.value] for state in State) == 7
    (day,) = lines(door, "?when=30d&by=hour")
    assert day["begins"] == now.date().isoformat()
    assert lines(door, "?when=x&by=y&source=z") == [line]


def compared(door: Door, **figures: Any) -> None:
    now = timezone.now()
    with walls.inside(door.tenant):
        Reconciliation.objects.create(
            tenant=door.tenant, connection_id=door.source.connection_id, day=now.date(),
            begins=now - timedelta(hours=9), ends=now, state="done", finished_at=now, **figures,
        )  # fmt: skip


def test_a_comparison_tells_what_is_missing(reader: Door, other_door: Door) -> None:
    compared(other_door)
    assert reader.get("reconciliations").json() == {"reconciliations": []}
    compared(reader, written=3, found=2, missing_count=1, missing=["00Q1"])
    (row,) = reader.get("reconciliations").json()["reconciliations"]
    assert (row["right"], row["missing"], row["written"]) == (False, ["00Q1"], 3)
    assert row["connection"] == str(reader.source.connection_id)


def test_a_key_without_the_right_reads_neither(door: Door) -> None:
    assert door.get("reconciliations").status_code == 403
    with walls.inside(door.tenant):
        ApiKey.objects.update(scopes=["leads:write"])
    assert door.get("ledger").status_code == 403
