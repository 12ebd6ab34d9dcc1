"""One race over a backlog, run by each side: the product, the script at the floor, the loop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import count

from django.conf import settings

from .ground import KEY, Racer
from .measures import Result
from .people import Person, people
from .processes import Processes, Use

_WORDS = (f"w{number}x" for number in count(1))
_SCRIPTS = {"floor": "tests.bench.reach.floor", "naive": "tests.bench.reach.naive"}
PATIENCE = 600.0
_KINDS = ("web", "worker", "beat", "postgres", "broker", "practice")


def newcomers(racer: Racer, number: int, *, known: float) -> Sequence[Person]:
    """People that nobody had to do with; those who are known are in the org."""
    found = people(next(_WORDS), number, known=known)
    racer.settle(found)
    return found


def by_product(
    running: Processes, racer: Racer, some: Sequence[Person], *, streams: int = 1
) -> Result:
    """The leads are accepted and wait; timed from there until the last one has ended.

    CPU is counted end to end, from the first request that brings leads.
    """
    racer.hold()
    racer.spread(streams)
    before = running.use()
    racer.send(some)
    calls, began = racer.calls(), time.monotonic()
    racer.release()
    racer.wait(within=PATIENCE)
    seconds = time.monotonic() - began
    used: Use = running.use()
    spent = (used - before).cpu
    return Result(
        seconds, racer.calls() - calls, len(some), {one: spent[one] for one in _KINDS}, used.memory
    )


def by_script(
    running: Processes, side: str, racer: Racer, some: Sequence[Person], *, threads: int = 1
) -> Result:
    """The same by a script of its own process, which times itself; `side`: floor or naive."""
    file = running.folder / f"{side}.json"
    file.write_text(json.dumps([one.fields(KEY) for one in some]))
    command = [sys.executable, "-m", _SCRIPTS[side], "--file", str(file), "--token", racer.token()]
    command += ["--address", settings.PRACTICE_URL, "--key", KEY, "--threads", str(threads)]
    calls = racer.calls()
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(ran.stdout)
    file.unlink()
    return Result(told["seconds"], racer.calls() - calls, len(some), {"script": told["cpu"]})
