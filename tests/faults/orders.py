"""What the processes of the nursery do: a worker, one task, one acceptance of leads.

``main`` forks a child for each line on its standard input; Django is set up before.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from config.celery import app
from syncs.intake.accepting import accept
from syncs.models import Source
from tenants import walls

from . import mischief

Order = Mapping[str, Any]


def work_on(order: Order) -> None:
    """A Celery worker with the given options, until it is told to end."""
    app.worker_main(["worker", *order["options"]])


def do_task(order: Order) -> None:
    """One task with its arguments, as a worker runs it."""
    app.tasks[order["task"]](*order["arguments"])


def take_in(order: Order) -> None:
    """Leads through the door, as a web worker does it on a post with an Idempotency-Key."""
    with walls.inside(uuid.UUID(order["tenant"])):
        source = Source.objects.order_by("created_at")[0]
    accept(source, order["leads"], key=order["key"])
    # The wake-up is sent beside the answer, and a web worker lives on.
    time.sleep(0.1)


ORDERS: Mapping[str, Callable[[Order], None]] = {
    "worker": work_on,
    "task": do_task,
    "accept": take_in,
}


def main() -> int:
    """Fork until the orders end, then end whoever is left."""
    # Children that ended are buried at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app.loader.import_default_modules()
    app.finalize()
    print("ready", flush=True)
    born = []
    for line in sys.stdin:
        born.append(_fork(json.loads(line)))
        print(born[-1], flush=True)
    for pid in born:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    return 0


def _fork(order: Order) -> int:
    pid = os.fork()
    if not pid:
        _live(order)
    return pid


def _live(order: Order) -> NoReturn:
    """The life of a child, which never returns to the reading of orders."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        for old, new in ((null, 0), (log, 1), (log, 2)):
            os.dup2(old, new)
        mischief.install(order.get("mischief", {}))
        ORDERS[order["do"]](order)
        status = 0
        if "done" in order:
            Path(order["done"]).touch()
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 0
    except Exception:  # noqa: BLE001 - the last net of a process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
