"""Sending a wake-up: "this connection has work". Carries ids only; may be lost or repeated."""

from __future__ import annotations

import logging
import random
import uuid

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
WORK = "syncs.tasks.work"
RENEW = "syncs.tasks.renew"
REPLAY = "syncs.tasks.replay"
PLAN = "syncs.tasks.plan"
ROLL_OUT = "syncs.tasks.roll_out"
BULK = "syncs.tasks.bulk"
_chance = random.SystemRandom()


def wake(
    tenant_id: uuid.UUID, connection_id: uuid.UUID, stream: int = 0, *, after: float = 0
) -> None:
    """Tell a worker, `after` so many seconds. A broker that is away delays the leads to the next
    sweep, no more.
    """
    args = [str(tenant_id), str(connection_id), stream]
    try:
        current_app.send_task(WORK, args=args, countdown=after or None, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take a wake-up; the sweeper will find the leads.")


def later(
    task: str,
    tenant_id: uuid.UUID,
    subject_id: uuid.UUID,
    *,
    within: float = 0,
    after: float = 0,
) -> None:
    """Have a task run for this connection, or whatever it is about, `after` so many seconds, or
    at some moment of the `within` seconds behind that.

    A broker that is away loses it; whoever sends it does so again in its next round.
    """
    args = [str(tenant_id), str(subject_id)]
    try:
        current_app.send_task(
            task, args=args, countdown=after + _chance.uniform(0, within), ignore_result=True
        )
    except (OperationalError, OSError):
        logger.warning("The broker did not take %s.", task)
