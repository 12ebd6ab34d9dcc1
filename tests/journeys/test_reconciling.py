"""What we created beside what the practice org holds: right, gone, lost, nobody's, twice."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from connections.clients import open_crm
from connections.crm import Write
from connections.record_ids import full_id
from connections.settling import Hand, hand_of
from syncs.bookkeeping import tasks
from syncs.bookkeeping.checking import check
from syncs.intake.accepting import accept
from syncs.ledger import hour_of
from syncs.models import HourlyCount, InboundLead, LedgerCheck, Reconciliation, RecordMemory
from syncs.reconciling import asking
from syncs.reconciling.running import reconcile
from syncs.repair import send_again
from tenants import audit, walls

from .conftest import Story

GONE = full_id("00Q0000000000ZZ")


def lead(email: str, **person: Any) -> dict[str, Any]:
    return {"person": {"email": email, "last_name": "Byrne", **person}, "company": {"name": "B"}}


def today() -> date:
    return timezone.now().date()


def compare(story: Story, day: date | None = None) -> Reconciliation:
    return reconcile(story.tenant.pk, story.source.connection_id, day or today())


def bring(story: Story, *emails: str) -> list[InboundLead]:
    accept(story.source, [lead(email) for email in emails])
    story.work()
    return story.leads()


def hand(story: Story) -> Hand:
    found = hand_of(story.tenant, "Aisha Bello")
    assert found is not None
    return found


def key_field(story: Story) -> str:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        return live.as_rules().external_id_field


def test_what_was_created_is_found_in_one_call_and_the_ledger_is_right(story: Story) -> None:
    bring(story, *(f"p{at}@example.com" for at in range(30)))
    before = story.connection.api_used
    row = compare(story)
    assert (row.written, row.found, row.calls, row.by_key) == (30, 30, 1, True)
    assert row.is_right
    assert not check(story.tenant)
    assert (story.connection.api_used or 0) > (before or 0)


def test_comparing_again_gives_the_same_row(story: Story) -> None:
    bring(story, "a@example.com")
    first, second = compare(story), compare(story)
    assert (first.pk, second.found) == (second.pk, 1)
    with walls.inside(story.tenant):
        assert Reconciliation.objects.count() == 1


def test_what_was_deleted_or_merged_there_is_counted_and_is_no_gap(story: Story) -> None:
    one, two, three = bring(story, "a@example.com", "b@example.com", "c@example.com")
    hand(story).delete(one.record_id)
    hand(story).merge(two.record_id, three.record_id)
    row = compare(story)
    assert (row.written, row.found, row.deleted, row.merged) == (3, 1, 1, 1)
    assert row.is_right


def test_a_converted_lead_is_still_there(story: Story) -> None:
    (one,) = bring(story, "a@example.com")
    hand(story).convert(one.record_id)
    row = compare(story)
    assert (row.found, row.is_right) == (1, True)


def test_a_record_that_is_gone_for_good_is_missing_and_is_an_error(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    (one,) = bring(story, "a@example.com")
    with walls.inside(story.tenant):
        # The id of a record that never was stands for one whose recycle bin was emptied.
        InboundLead.objects.update(record_id=GONE)
        RecordMemory.objects.all().delete()
    row = compare(story)
    assert (row.missing, row.unknown) == ([GONE], [one.record_id])
    assert not row.is_right
    (line,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert vars(line)["missing"] == row.missing


def test_a_record_with_our_key_that_no_lead_ended_in_is_a_gap(story: Story) -> None:
    bring(story, "a@example.com")
    (stray,) = story.crm().write([stray_write(key_field(story))]).results
    row = compare(story)
    assert (row.written, row.found, row.unknown) == (1, 1, [stray.record_id])
    assert not row.is_right


def stray_write(key: str) -> Write:
    """A record as a write whose answer was lost would leave it behind."""
    return Write(
        ref="stray",
        sobject="Lead",
        fields={"LastName": "Stray", "Company": "X", key: "inlet-stray"},
        external_id_field=key,
    )


def test_a_record_of_a_lead_that_is_still_on_its_way_is_no_gap_yet(story: Story) -> None:
    bring(story, "a@example.com")
    story.crm().write([stray_write(key_field(story))])
    accept(story.source, [lead("b@example.com")])
    with walls.inside(story.tenant):
        InboundLead.objects.filter(state="pending").update(intent_at=timezone.now())
    assert compare(story).is_right


def test_two_records_of_one_person_are_doubles_until_they_are_merged(story: Story) -> None:
    one, two = bring(story, "a@example.com", "b@example.com")
    with walls.inside(story.tenant):
        two.decision["person_key"] = one.decision["person_key"].upper()
        two.save(update_fields=["decision"])
    row = compare(story)
    assert row.doubles == [sorted([one.record_id, two.record_id])]
    hand(story).merge(one.record_id, two.record_id)
    row = compare(story)
    assert (row.doubles, row.is_right) == ([], True)


def test_another_day_has_nothing_of_today(story: Story) -> None:
    bring(story, "a@example.com")
    row = compare(story, today() - timedelta(days=1))
    assert (row.written, row.found, row.is_right) == (0, 0, True)


def test_without_a_key_records_are_looked_for_by_their_ids(story: Story) -> None:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        live.document["external_id_field"] = ""
        live.save()
    one, _two = bring(story, "a@example.com", "b@example.com")
    hand(story).delete(one.record_id)
    row = compare(story)
    assert (row.by_key, row.written, row.found, row.deleted, row.calls) == (False, 2, 1, 1, 1)


def test_a_practice_org_that_was_begun_anew_misses_nothing(story: Story) -> None:
    (one,) = bring(story, "a@example.com")
    with walls.inside(story.tenant):
        InboundLead.objects.update(record_id=GONE)
        audit.note(story.tenant, "Maya", "practice.reset")
    hand(story).delete(one.record_id)
    row = compare(story)
    assert (row.written, row.missing) == (0, [])


def test_an_org_that_cannot_be_asked_is_said_and_compared_later(story: Story) -> None:
    bring(story, "a@example.com")
    with walls.inside(story.tenant):
        story.connection.__class__.objects.update(state="disconnected")
    row = compare(story)
    assert (row.state, row.is_right) == ("broken", False)
    assert row.trouble
    with walls.inside(story.tenant):
        story.connection.__class__.objects.update(state="connected")
    assert compare(story).is_right
    assert open_crm(story.source.connection_id, story.tenant.pk).calls == 0


def rows(story: Story) -> list[tuple[str, date]]:
    with walls.inside(story.tenant):
        return list(Reconciliation.objects.order_by("-day").values_list("state", "day"))


def test_the_night_asks_only_where_leads_moved_and_the_tasks_answer(story: Story) -> None:
    tasks.reconcile_all()
    assert rows(story) == []
    bring(story, "a@example.com")
    tasks.reconcile_all()
    assert rows(story) == [("waiting", today() - timedelta(days=back)) for back in range(3)]
    with walls.inside(story.tenant):
        ids = list(Reconciliation.objects.values_list("id", flat=True))
    for one in ids * 2:
        tasks.reconcile(str(story.tenant.pk), str(one))
    assert [state for state, _ in rows(story)] == ["done"] * 3
    with walls.inside(story.tenant):
        # A lead moved today, so each of these days may have seen a write: one call for each.
        assert sum(row.calls for row in Reconciliation.objects.all()) == 3


def test_the_night_forgets_what_is_long_ago(story: Story) -> None:
    compare(story, today() - timedelta(days=89))
    compare(story, today() - timedelta(days=95))
    tasks.reconcile_all()
    assert rows(story) == [("done", today() - timedelta(days=89))]


def test_an_org_to_which_nothing_was_sent_costs_no_call(story: Story) -> None:
    used = story.connection.api_used
    row = compare(story)
    assert (row.calls, row.is_right, story.connection.api_used) == (0, True, used)


def test_a_comparison_that_got_lost_is_asked_for_again(story: Story) -> None:
    bring(story, "a@example.com")
    tasks.reconcile_all()
    now = timezone.now()
    with walls.inside(story.tenant):
        assert asking.unanswered(now - timedelta(minutes=10)) == []
        assert len(asking.unanswered(now + timedelta(seconds=1))) == 3
    tasks.unanswered()


def test_the_night_checks_every_ledger(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    bring(story, "a@example.com")
    tasks.check_all()
    tasks.check(str(story.tenant.pk), str(story.tenant.pk))
    assert [line for line in caplog.records if line.levelno >= logging.ERROR] == []
    with walls.inside(story.tenant):
        assert LedgerCheck.objects.get().leads == 1


def test_a_repaired_lead_moves_in_the_hour_in_which_it_came(story: Story) -> None:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        title = next(one for one in live.document["fields"] if one["lead_field"] == "Title")
        title["lead_field"] = "Nope__c"
        live.save()
    early = timezone.now() - timedelta(hours=5)
    with time_machine.travel(early, tick=True):
        accept(story.source, [lead("a@example.com", title="COO")])
    with walls.inside(story.tenant):
        InboundLead.objects.update(due_at=timezone.now())
    story.work()
    assert story.states() == ["failed"]
    with walls.inside(story.tenant):
        title["lead_field"] = "Title"
        live.save()
        send_again(story.tenant.pk, [one.pk for one in InboundLead.objects.all()])
    story.work()
    assert story.states() == ["created"]
    with walls.inside(story.tenant):
        count = HourlyCount.objects.get()
        assert (count.hour, count.received, count.created) == (hour_of(early), 1, 1)
        assert (count.failed, count.pending, sum(count.speeds)) == (0, 0, 0)
    assert not check(story.tenant)
