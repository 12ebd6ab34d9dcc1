"""Whole files on their way as a load: what the stories about them do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from connections import soql
from connections.clients import open_bulk
from syncs.engine.bulk.advancing import advance
from syncs.engine.bulk.holds import Hold
from syncs.models import BulkLoad, BulkRow, InboundLead, PersonClaim
from tenants import walls

from .conftest import Story


def lead(at: int, **person: Any) -> dict[str, Any]:
    return {
        "external_id": f"p{at}",
        "person": {"email": f"p{at}@example.com", "last_name": f"Byrne {at}", **person},
        "company": {"name": f"Company {at % 50}"},
    }


def work(story: Story) -> None:
    """What workers do until nothing is due."""
    for _ in range(50):
        if not story.work():
            return
    raise AssertionError("There was always more to do.")


def again(story: Story) -> None:
    """The same, also for those who had to stand aside for a moment."""
    work(story)
    with walls.inside(story.tenant):
        InboundLead.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    work(story)


def loads(story: Story) -> list[BulkLoad]:
    with walls.inside(story.tenant):
        return list(BulkLoad.objects.order_by("opened_at"))


def hurry(story: Story) -> None:
    """Time passes: whoever waits for it waits no longer."""
    past = timezone.now() - timedelta(seconds=10)
    with walls.inside(story.tenant):
        BulkLoad.objects.update(wake_at=past, lease_until=past)
        BulkLoad.objects.filter(grown_at__gt=past).update(grown_at=past)


def finish(story: Story) -> list[BulkLoad]:
    """Every load taken on until it is done."""
    for _ in range(200):
        open_ones = [one for one in loads(story) if one.finished_at is None]
        if not open_ones:
            return loads(story)
        hurry(story)
        for one in open_ones:
            advance(story.tenant.pk, one.pk)
    raise AssertionError("A load never ended.")


def in_org(story: Story) -> dict[str, str]:
    """Last names in the org by key, of those that the file brought."""
    (rows,) = story.crm().find([soql.select("Lead", ["External_Person_ID__c", "LastName"])])
    found = [
        (str(row.fields["External_Person_ID__c"]), str(row.fields["LastName"])) for row in rows
    ]
    ours = [one for one in found if one[1].startswith("Byrne")]
    assert len({key for key, _ in ours}) == len(ours)
    return dict(ours)


def left_over(story: Story) -> tuple[int, int, int]:
    """Rows, people in hand and leads that are somebody's, after all is done."""
    with walls.inside(story.tenant):
        marked = InboundLead.objects.exclude(fence=0).count()
        return BulkRow.objects.count(), PersonClaim.objects.count(), marked


def opened_as(wrapped: Callable[[Any], Any]) -> Callable[[Hold, BulkLoad], Any]:
    def opened(hold: Hold, load: BulkLoad) -> Any:
        return wrapped(open_bulk(load.connection_id, hold.tenant_id, before_each=hold.stay))

    return opened
