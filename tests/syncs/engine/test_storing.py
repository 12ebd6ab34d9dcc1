"""What a batch changed of its leads is stored, value by value, and nothing else of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from syncs.engine.storing import update_leads
from syncs.intake.accepting import accept
from syncs.models import InboundLead
from tenants import walls
from tests.syncs.conftest import Door

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 2, 0, 0, 123456, tzinfo=UTC)
CHANGED: dict[str, Any] = {
    "state": "failed", "reason": 'It said “no”\n\\ and "more" it’s', "fix": "Mend it.",
    "cause": "CODE:Field", "decision": {"changes": [{"before": None, "after": "ß\u2028"}]},
    "answer": {"errors": []}, "mapping_number": 3, "sobject": "Lead",
    "record_id": "00QKB0000000001AAA", "due_at": None, "finished_at": AT, "changed_at": AT,
    "fence": 0, "intent_at": AT, "seen": None, "attempts": 2,
}  # fmt: skip


def test_every_value_that_a_batch_changes_is_kept(door: Door) -> None:
    payload = {"person": {"email": "a@x.example"}}
    first, second = accept(door.source, [payload, {"person": {"email": "b@x.example"}}]).lead_ids
    with walls.inside(door.tenant):
        lead = InboundLead.objects.get(pk=first)
        for name, value in CHANGED.items():
            setattr(lead, name, value)
        lead.payload, lead.email = {}, ""
        update_leads([lead])
        stored = InboundLead.objects.get(pk=first)
        other = InboundLead.objects.get(pk=second)
    assert {name: getattr(stored, name) for name in CHANGED} == CHANGED
    assert (stored.email, stored.payload) == ("a@x.example", payload)
    assert other.state == "pending"
