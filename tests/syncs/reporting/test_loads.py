"""Bulk loads in words, on the pages of the lead and of the org."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from syncs.models import BulkLoad, InboundLead
from syncs.reporting.loads import load_facts, load_of, load_sentence
from tenants import walls
from tenants.access import Role
from tests.syncs.conftest import Door
from tests.syncs.page_views.conftest import browser, person_of
from tests.syncs.worked import person, send

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
AT = datetime(2026, 11, 19, 10, 2, tzinfo=UTC)


def load(**said: Any) -> BulkLoad:
    return BulkLoad(**{"leads": 8_000, "rows": 7_900, "opened_at": AT, "sent_at": AT} | said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"state": "working"},
            "Salesforce is working on a load of 8,000 leads, since 10:02.",
        ),
        (
            {"state": "working", "processed": 3_200},
            "Salesforce is working on a load of 8,000 leads, since 10:02. "
            "3,200 of 7,900 records are done.",
        ),
        (
            {"state": "working", "sent_at": AT - timedelta(days=1)},
            "Salesforce is working on a load of 8,000 leads, since 18 November, 10:02.",
        ),
        (
            {"state": "gathering", "sent_at": None, "leads": 1},
            "Inlet has been gathering a load of 1 lead for Salesforce since 10:02.",
        ),
        (
            {"state": "reading"},
            "Salesforce has worked on a load of 8,000 leads. Its answers are being read.",
        ),
        (
            {"state": "ready", "sent_at": None, "trouble": "Salesforce is busy."},
            "Inlet has been gathering a load of 8,000 leads for Salesforce since 10:02. "
            "Salesforce is busy.",
        ),
    ],
)
def test_a_load_says_where_it_stands(said: dict[str, Any], sentence: str) -> None:
    with time_machine.travel(NOW, tick=False), timezone.override(UTC):
        assert load_sentence(load(**said)) == sentence


@pytest.fixture
def waiting(door: Door) -> InboundLead:
    """A lead that Salesforce has in a load."""
    (one,) = send(door, person("a@x.example", "Byrne"))
    with walls.inside(door.tenant):
        kept = load(
            tenant=door.tenant, connection=door.source.connection, mapping=door.source.mapping,
            number=1, sobject="Lead", state="working", deadline=NOW,
        )  # fmt: skip
        kept.save()
        InboundLead.objects.update(fence=kept.mark, attempts=1, reason="It goes in a load.")
        return InboundLead.objects.get(pk=one.pk)


def test_the_lead_and_the_org_say_so(door: Door, waiting: InboundLead) -> None:
    client = browser(person_of(door.tenant, Role.OWNER))
    page = client.get(f"/c/{door.tenant.slug}/leads/{waiting.pk}/").content.decode()
    assert "Salesforce is working on a load of 8,000 leads" in page
    assert "Put into a load" in page and "tries again" not in page
    org = client.get(f"/c/{door.tenant.slug}/salesforce/").content.decode()
    assert "Salesforce is working on a load of 8,000 leads" in org


def test_only_leads_in_a_load_are_looked_up(
    door: Door, waiting: InboundLead, django_assert_num_queries: Any
) -> None:
    with walls.inside(door.tenant):
        assert load_of(waiting) == BulkLoad.objects.get()
        BulkLoad.objects.update(finished_at=NOW)
        assert load_of(waiting) is None
        assert load_facts(door.source.connection) == ()
        with django_assert_num_queries(0):
            assert load_of(InboundLead(fence=3)) is None
