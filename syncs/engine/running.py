"""A worker's turn at one stream of a connection: the lease, and the loop under it."""

from __future__ import annotations

import logging
import random
import time
import uuid
from functools import partial

from django.conf import settings

from connections.clients import open_crm

from . import lanes
from .due import is_work_due
from .keeping import DatabaseStore
from .turning import Turn, turn

logger = logging.getLogger(__name__)
# A turn is short, so that a long queue of one org delays no other's lead; a wake-up brings it back.
SECONDS = 1.0
_chance = random.SystemRandom()


def run(tenant_id: uuid.UUID, connection_id: uuid.UUID, stream: int = 0) -> bool:
    """Work what is due. Returns whether more is due, so that the caller wakes a worker again."""
    lease = lanes.take(tenant_id, connection_id, stream)
    if lease is None:
        return False
    store = DatabaseStore(lease)
    try:
        turn(
            Turn(
                store=store,
                open_crm=partial(open_crm, connection_id, tenant_id, before_each=store.stay),
                clock=time.monotonic,
                draw=_chance.random,
                seconds=SECONDS,
                quarantine=settings.INLET_QUARANTINE,
            )
        )
    except lanes.FenceLost:
        logger.warning("Another worker took over stream %s of %s.", stream, connection_id)
        return False
    finally:
        lanes.release(lease)
    # Asked after the release: what came in between found the stream taken, and woke nobody.
    return is_work_due(lease)
