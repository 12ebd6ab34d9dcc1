"""The rows of queues, and of owners, which are users or queues."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.setup import Queue, Setup

from .people_rows import users

Row = dict[str, Any]


def _group(queue: Queue) -> Row:
    return {
        "Id": queue.id,
        "Name": queue.name,
        "DeveloperName": queue.developer_name,
        "Type": "Queue",
        "Email": queue.email or None,
    }


def groups(setup: Setup) -> list[Row]:
    """The queues, as rows of Group."""
    return [_group(queue) for queue in setup.queues]


def queue_sobjects(setup: Setup) -> list[Row]:
    """Which objects each queue takes."""
    pod = pod_of(setup.org_id)
    pairs = [(queue, name) for queue in setup.queues for name in queue.sobjects]
    return [
        {
            "Id": mint("QueueSobject", pod=pod, number=number),
            "QueueId": queue.id,
            "SobjectType": sobject,
        }
        for number, (queue, sobject) in enumerate(pairs, start=1)
    ]


def owners(setup: Setup) -> list[Row]:
    """Users and queues as the owner of a Lead shows them (object "Name")."""
    people = [{**row, "Type": "User"} for row in users(setup)]
    return people + [{**row, "Type": "Queue"} for row in groups(setup)]
