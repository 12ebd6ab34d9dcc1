"""The settings are checked without anybody asking: at night, and after publishing."""

from __future__ import annotations

from typing import Any

from celery import current_app

from mappings import fixing
from mappings.models import Mapping, PreflightRun
from syncs import tasks
from syncs.preflight.asking import CHECK
from syncs.preflight.running import latest
from tenants import walls

from .conftest import Story


def sent_by(story: Story, act: Any) -> list[list[str]]:
    """The arguments of the checks that were asked for while ``act`` was carried out."""
    with current_app.connection_for_read() as broker:
        queue = broker.SimpleQueue("celery")
        queue.clear()
        act()
        found = []
        for _ in range(queue.qsize()):
            message = queue.get(timeout=5)
            message.ack()
            if message.headers["task"] == CHECK:
                found.append(list(message.payload[0]))
    return [one for one in found if one[0] == str(story.tenant.pk)]


def test_publishing_asks_for_a_check_of_the_connections_that_use_it(story: Story) -> None:
    def publish() -> None:
        with walls.inside(story.tenant):
            fixing.save_anyway(Mapping.objects.get())

    wanted = [str(story.tenant.pk), str(story.connection.pk), "publish"]
    assert sent_by(story, publish) == [wanted]


def test_at_night_every_connection_is_checked(story: Story) -> None:
    wanted = [str(story.tenant.pk), str(story.connection.pk), "nightly"]
    assert sent_by(story, tasks.check_all) == [wanted]
    tasks.check(*wanted)
    assert latest(story.connection).trigger == PreflightRun.Trigger.NIGHTLY.label


def test_a_connection_that_is_gone_is_left_alone(story: Story) -> None:
    tasks.check(str(story.tenant.pk), str(story.tenant.pk), "nightly")
    assert latest(story.connection).at is None
