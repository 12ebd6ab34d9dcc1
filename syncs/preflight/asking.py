"""Asks for a run of the checklist in the background: after connecting, after publishing."""

from __future__ import annotations

import logging
import random
import uuid
from typing import Any

from celery import current_app
from django.db import transaction
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from mappings.models import PreflightRun
from mappings.publishing import published
from syncs.models import Source

logger = logging.getLogger(__name__)
_chance = random.SystemRandom()
CHECK = "syncs.tasks.check"


def ask(tenant_id: uuid.UUID, connection_id: uuid.UUID, trigger: str, *, within: int = 0) -> None:
    """Have this connection's settings checked, at some moment of the next ``within`` seconds.

    A message that the broker doesn't take is made good at night.
    """
    args = [str(tenant_id), str(connection_id), trigger]
    try:
        current_app.send_task(
            CHECK, args=args, countdown=_chance.uniform(0, within), ignore_result=True
        )
    except (OperationalError, OSError):
        logger.warning("The broker did not take a check of connection %s.", connection_id)


@receiver(published)
def on_published(sender: Any, *, version: Any, **_: Any) -> None:
    """After a mapping is published, have the settings of its connections checked."""
    del sender
    tenant_id = version.tenant_id
    connections = set(
        Source.objects.filter(mapping=version.mapping_id).values_list("connection_id", flat=True)
    )

    def send() -> None:
        for connection_id in connections:
            ask(tenant_id, connection_id, PreflightRun.Trigger.PUBLISH)

    transaction.on_commit(send)
