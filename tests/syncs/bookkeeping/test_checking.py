"""The check is silent while leads move, loud when a counter was tampered with, and mends it."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncs import ledger
from syncs.bookkeeping.checking import MENDED, check, compare, mend
from syncs.models import HourlyCount, InboundLead, LedgerCheck, LedgerFinding
from syncs.repair import send_again
from syncs.states import NEEDS_PERSON, State
from tenants import walls
from tenants.models import AuditEntry, Tenant
from tests.syncs.conftest import Door

NOON = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)


def arrive(door: Door, moment: datetime = NOON) -> InboundLead:
    """A lead that came in, counted."""
    lead = InboundLead.objects.create(
        tenant=door.tenant,
        source=door.source,
        connection_id=door.source.connection_id,
        payload={},
        received_at=moment,
    )
    ledger.keep(door.tenant.pk, [ledger.Move(door.source.pk, moment, None, State.PENDING)])
    return lead


def move(lead: InboundLead, to: State) -> None:
    """The lead goes on to another state, counted."""
    before, lead.state = State(lead.state), to
    lead.save(update_fields=["state"])
    ledger.keep(lead.tenant_id, [ledger.Move(lead.source_id, lead.received_at, before, to)])


def test_a_ledger_kept_with_its_leads_is_right(door: Door) -> None:
    with walls.inside(door.tenant):
        move(arrive(door), State.CREATED)
        arrive(door, NOON - timedelta(hours=3))
    found = check(door.tenant)
    assert (found.differences, found.leads) == ((), 2)
    with walls.inside(door.tenant):
        assert (LedgerCheck.objects.get().hours, LedgerFinding.objects.count()) == (0, 0)


def test_a_client_without_leads_is_right(door: Door) -> None:
    assert (check(door.tenant).differences, check(door.tenant).leads) == ((), 0)


def tamper(door: Door) -> None:
    """Somebody moved a lead in the counters alone, so that the sum still holds."""
    with walls.inside(door.tenant):
        move(arrive(door), State.CREATED)
        HourlyCount.objects.update(created=F("created") - 1, held=F("held") + 1)


def test_a_counter_that_was_tampered_with_is_an_error_in_the_log_and_kept(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    tamper(door)
    found = check(door.tenant.pk)
    (one,) = found.differences
    assert one.change == {"created": 1, "held": -1}
    assert (one.leads, found.wrong) == (1, 1)
    (line,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert vars(line)["tenant"] == str(door.tenant.pk)
    (told,) = vars(line)["differences"]
    assert (told["counted"]["held"], told["stood"]["held"]) == (1, 0)
    with walls.inside(door.tenant):
        kept = LedgerFinding.objects.get()
        assert (kept.stood["created"], kept.counted["created"], kept.closed_at) == (1, 0, None)


def test_leads_without_an_hour_and_an_hour_without_leads_are_found(door: Door) -> None:
    with walls.inside(door.tenant):
        arrive(door)
        HourlyCount.objects.update(hour=NOON.replace(minute=0) - timedelta(hours=1))
    first, second = check(door.tenant).differences
    assert (first.change, second.change) == (
        {"received": -1, "pending": -1},
        {"received": 1, "pending": 1},
    )


def test_the_same_finding_is_kept_once_and_closed_when_it_is_right_again(door: Door) -> None:
    tamper(door)
    check(door.tenant)
    check(door.tenant)
    with walls.inside(door.tenant):
        assert LedgerFinding.objects.filter(closed_at=None).count() == 1
        HourlyCount.objects.update(created=F("created") + 1, held=F("held") - 1)
    assert not check(door.tenant)
    with walls.inside(door.tenant):
        assert LedgerFinding.objects.get().closed_at is not None


def test_mending_sets_the_counters_to_the_truth_and_says_who_did(door: Door) -> None:
    tamper(door)
    assert mend(door.tenant, actor="Maya").wrong == 1
    assert not check(door.tenant)
    with walls.inside(door.tenant):
        count = HourlyCount.objects.get()
        assert (count.created, count.held, sum(count.speeds)) == (1, 0, 0)
        entry = AuditEntry.objects.get(action=MENDED)
        assert (entry.actor, entry.detail["counted"]["held"]) == ("Maya", 1)
        assert LedgerFinding.objects.filter(closed_at=None).count() == 0


def test_nobody_elses_leads_are_looked_at(door: Door, other_door: Door) -> None:
    tamper(other_door)
    assert check(door.tenant).leads == 0
    assert check(other_door.tenant).wrong == 1


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("check_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_leaves_with_an_error_until_it_is_mended(door: Door) -> None:
    tamper(door)
    with pytest.raises(CommandError, match="1 hours of the ledger differed"):
        command("--tenant", door.tenant.slug)
    with pytest.raises(CommandError, match="differed"):
        command("--mend")
    assert command() == "The ledger is right: 1 leads, each counted where it stands.\n"


def test_the_command_knows_no_strangers(door: Door) -> None:
    with pytest.raises(CommandError, match="no such client"):
        command("--tenant", "nobody")


STEPS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 3), st.sampled_from([None, *State])),
    max_size=40,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_however_leads_move_and_are_sent_again_the_sums_are_right(door: Door, steps: Any) -> None:
    """Leads arrive in some hour, move, and are sent again; the counters follow each of them."""
    tenant = Tenant.objects.create(
        agency=door.tenant.agency, name="One more", slug=f"more-{uuid.uuid4().hex}"
    )
    from tests.syncs.conftest import open_door

    fresh, leads = open_door(tenant), []
    with walls.inside(tenant):
        for which, hours, to in steps:
            if to is None or not leads:
                leads.append(arrive(fresh, NOON - timedelta(hours=hours)))
            else:
                move(leads[which % len(leads)], to)
        waiting = [lead.pk for lead in leads if State(lead.state) in NEEDS_PERSON]
        assert send_again(tenant.pk, waiting) == len(waiting)
        found = compare(tenant.pk)
    assert (found.differences, found.leads) == ((), len(leads))
