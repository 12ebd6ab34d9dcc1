"""A load, taken on as far as it goes at this moment. Nobody ever sleeps over it.

Every state is kept before the call that leads out of it, so that a killed worker's successor
knows what the org may have heard.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Callable, Mapping

from django.db.models import F

from connections.clients import open_bulk
from connections.errors import (
    ConfigurationError,
    CrmError,
    PermanentError,
    TransientError,
    explain,
)
from syncs.engine.jobs import FenceLost
from syncs.models import BulkLoad, Lane
from syncs.retries import pause_for
from syncs.states import LoadState
from tenants import walls

from . import holds, sending
from .asking import ask, gather
from .ending import give_back
from .moving import Mover, Opened, Org
from .reading import read

logger = logging.getLogger(__name__)
_WAITS = (TransientError, ConfigurationError)
_GONE = "Salesforce does not know this load any more, so its leads are written in batches. {why}"
_OVERDUE = "Nobody could find out what Salesforce made of this load. Its leads are looked up again."
_chance = random.SystemRandom()


def advance(tenant_id: uuid.UUID, load_id: uuid.UUID) -> float | None:
    """Take the load on; seconds until it is worth while again.

    None when it is done, or not this worker's to move.
    """
    return advance_by(tenant_id, load_id, opened=_opened)


def advance_by(tenant_id: uuid.UUID, load_id: uuid.UUID, *, opened: Opened) -> float | None:
    """The same, with the org that ``opened`` gives."""
    hold = holds.take(tenant_id, load_id)
    if hold is None:
        return None
    at = Mover(hold, opened)
    try:
        wait = _moved(at)
    except FenceLost:
        logger.warning("Another worker took over load %s.", load_id)
        return None
    finally:
        at.note()
    if wait is not None:
        hold.release(wait)
    return wait


def _opened(hold: holds.Hold, load: BulkLoad) -> Org:
    return open_bulk(load.connection_id, hold.tenant_id, before_each=hold.stay)


def _moved(at: Mover) -> float | None:
    """Step after step until one has to wait; for how many seconds, None for ever."""
    while True:
        load = at.hold.read()
        if load.state == LoadState.DONE:
            return None
        try:
            wait = _pause(at, load) or _step(at, load)
        except _WAITS as trouble:
            return _troubled(at, load, trouble)
        except PermanentError as error:
            wait = give_back(at, _GONE.format(why=explain(error.failure, {})[0]))
        if wait:
            at.count()
            return wait


def _step(at: Mover, load: BulkLoad) -> float:
    if at.now >= load.deadline:
        return give_back(at, _OVERDUE)
    return _STEPS[LoadState(load.state)](at, load)


_STEPS: Mapping[LoadState, Callable[[Mover, BulkLoad], float]] = {
    LoadState.GATHERING: gather,
    LoadState.READY: sending.send,
    LoadState.FILLING: sending.throw_away,
    LoadState.CLOSING: sending.close,
    LoadState.WORKING: ask,
    LoadState.READING: read,
}


def _pause(at: Mover, load: BulkLoad) -> float:
    """Seconds for which the whole org is left alone."""
    with walls.inside(load.tenant_id):
        lane = Lane.objects.filter(connection_id=load.connection_id, paused_until__gt=at.now)
        until = lane.values_list("paused_until", flat=True).first()
    return max((until - at.now).total_seconds(), 1.0) if until else 0


def _troubled(at: Mover, load: BulkLoad, trouble: CrmError) -> float:
    """The org can't be worked with now: the load stays as it is for a while."""
    why = explain(trouble.failure, {})[0]
    logger.warning("Load %s waits: %s", load.pk, why)
    at.hold.keep(calls=F("calls") + at.uncounted(), troubles=load.troubles + 1, trouble=why)
    return pause_for(load.troubles + 1, _chance.random())
