"""What `accept` promises, with calls side by side: once a key, counted, nobody waits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone

from syncs import ledger
from syncs.intake.accepting import KeyReused, Receipt, accept
from syncs.models import HourlyCount, IdempotencyRecord, InboundLead, Source
from syncs.persons import person_hash
from syncs.states import State
from tenants import walls
from tests.syncs.conftest import Door

ADA = {"person": {"email": "Ada@Example.com", "first_name": "Ada", "last_name": "Byrne"}}


def _sums(door: Door) -> dict[str, int]:
    with walls.inside(door.tenant):
        rows = list(HourlyCount.objects.values_list("received", "pending"))
    return {
        "received": sum(row[0] for row in rows),
        "pending": sum(row[1] for row in rows),
        "rows": len(rows),
    }


def _leads(door: Door) -> list[InboundLead]:
    with walls.inside(door.tenant):
        return list(InboundLead.objects.order_by("received_at", "id"))


def test_a_lead_is_stored_as_the_model_would(door: Door) -> None:
    payload = {**ADA, "external_id": "x1", "company": {"name": "Byrne"}, "custom": {"a": [1.5]}}
    receipt = accept(door.source, [payload], backfill=True)
    (lead,) = _leads(door)
    assert (lead.pk,) == receipt.lead_ids
    expected = InboundLead(
        id=lead.pk, tenant=door.tenant, source=door.source, connection=door.source.connection,
        payload=payload, external_id="x1", email="ada@example.com", name="Ada Byrne",
        company="Byrne", backfill=True, person_hash=person_hash(payload, str(lead.pk)),
        **dict.fromkeys(("received_at", "changed_at", "due_at"), receipt.received_at),
    )  # fmt: skip
    for field in InboundLead._meta.concrete_fields:
        if field.generated:
            continue
        assert getattr(lead, field.attname) == getattr(expected, field.attname), field.name
    assert (lead.name_low, lead.company_low) == ("ada byrne", "byrne")


def test_a_key_remembers_its_answer_for_its_source_only(door: Door, other_door: Door) -> None:
    first = accept(door.source, [ADA], key="k")
    again = accept(door.source, [ADA], key="k")
    stranger = accept(other_door.source, [ADA], key="k")
    assert again == Receipt(first.lead_ids, first.received_at, repeated=True)
    assert not stranger.repeated
    with pytest.raises(KeyReused):
        accept(door.source, [ADA, ADA], key="k")
    assert len(_leads(door)) == 1


def test_the_time_of_the_last_lead_is_kept_to_the_second(door: Door) -> None:
    receipt = accept(door.source, [ADA])
    accept(door.source, [ADA])
    with walls.inside(door.tenant):
        assert Source.objects.get().last_lead_at == receipt.received_at
        Source.objects.update(last_lead_at=timezone.now() - timedelta(seconds=2))
    later = accept(door.source, [ADA])
    with walls.inside(door.tenant):
        assert Source.objects.get().last_lead_at == later.received_at


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_one_lead(door: Door) -> None:
    start = threading.Barrier(8)

    def send(_: int) -> Receipt:
        try:
            start.wait(10)
            return accept(door.source, [ADA], key="k")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(send, range(8)))
    assert len({receipt.lead_ids for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert len(_leads(door)) == 1
    assert _sums(door) == {"received": 1, "pending": 1, "rows": 1}
    with walls.inside(door.tenant):
        assert IdempotencyRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_transaction_that_is_counting(door: Door) -> None:
    accept(door.source, [ADA])
    with _holding_the_counters(door) as other:
        began = time.monotonic()
        accept(door.source, [ADA, ADA])
        with walls.inside(door.tenant):
            move = ledger.Move(door.source.pk, timezone.now(), State.PENDING, State.HELD)
            ledger.keep(door.tenant.pk, [move])
        assert time.monotonic() - began < 5
        other.rollback()
    assert _sums(door) == {"received": 3, "pending": 2, "rows": 2}
    accept(door.source, [ADA])
    assert _sums(door)["rows"] == 2


def _holding_the_counters(door: Door) -> psycopg.Connection[Any]:
    """Another session that holds every counter and the source, as an accept before its commit."""
    other = psycopg.connect(**connection.get_connection_params())
    other.execute("SELECT set_config('inlet.tenants', %s, true)", [f"{{{door.tenant.pk}}}"])
    other.execute("SELECT id FROM syncs_hourlycount FOR NO KEY UPDATE")
    other.execute("SELECT id FROM syncs_source FOR NO KEY UPDATE")
    other.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'")
    return other
