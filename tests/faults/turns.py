"""Four workers draw turns for 10,000 leads, and are killed on the way, again and again.

    python -m config.embedded --data .data/faults --fresh -- \
        python -m tests.faults.turns --leads 10000 --workers 4 --kills 40

Each worker claims leads by drawing for a few of them, and notes whom each one got, as Salesforce
would hold it; after a kill the same leads are drawn for again. Prints how the leads are spread,
and ends with 1 when somebody is a whole lead off their share or a lead changed hands.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

from mappings.rules import Member, RoundRobin

WEIGHTS = (5, 3, 2, 2, 1)
BATCH = 40
PATIENCE = 300.0


def pool() -> RoundRobin:
    """Five people who get different shares."""
    members = (Member(id=f"005{at:012}AAA", weight=one) for at, one in enumerate(WEIGHTS))
    return RoundRobin(pool="Load", members=tuple(members))


def main() -> int:
    """Run it with the sizes of the command line; a worker is started with its part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", nargs=3, default=())
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if not options.part:
        manage = [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"]
        subprocess.run(manage, check=True)
    django.setup()
    if options.part:
        work(*options.part)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return spread(options, Path(folder))


def work(tenant: str, connection: str, file: str) -> None:
    """A worker: draw for the leads of the file, batch by batch, and note whom each one got."""
    # Django's models can be imported only now.
    from syncs.engine import turns
    from tenants import walls

    todo = [uuid.UUID(line) for line in Path(file).read_text().split()]
    noted, known = Path(f"{file}.noted"), _lines(Path(file))
    done = len(known) // BATCH * BATCH
    noted.write_text("".join(known[:done]))
    for at in range(done, len(todo), BATCH):
        with walls.inside(uuid.UUID(tenant)):
            mine = turns.draw(
                uuid.UUID(tenant),
                uuid.UUID(connection),
                pool(),
                lead_ids=todo[at : at + BATCH],
                now=timezone.now(),
            )
        with noted.open("a") as book:
            book.writelines(f"{lead} {user}\n" for lead, user in mine.items())


def spread(options: argparse.Namespace, folder: Path) -> int:
    """0 when everybody is within one lead of their share and no lead changed hands."""
    from syncs.models import InboundLead, Source, Turn
    from tenants import walls
    from tests.faults.world import World

    world = World.open()
    with walls.inside(world.tenant):
        source = Source.objects.get()
        InboundLead.objects.bulk_create(
            InboundLead(tenant=world.tenant, source=source, connection_id=source.connection_id,
                        payload={}, due_at=None)
            for _ in range(options.leads)
        )  # fmt: skip
        ids = list(InboundLead.objects.order_by("id").values_list("pk", flat=True))
    parts = [folder / f"part{at}" for at in range(options.workers)]
    for at, part in enumerate(parts):
        part.write_text("\n".join(str(one) for one in ids[at :: options.workers]))
    began = time.monotonic()
    kills = _run(options, parts, str(world.tenant.pk), str(source.connection_id))
    took = time.monotonic() - began
    with walls.inside(world.tenant):
        drawn = dict(Turn.objects.values_list("lead_id", "user_id"))
    noted = [line.split() for part in parts for line in _lines(part)]
    moved = {lead for lead, user in noted if drawn.get(uuid.UUID(lead)) != user}
    got = Counter(drawn.values())
    off = {one.id: got[one.id] - len(drawn) * one.weight / sum(WEIGHTS) for one in pool().members}
    print(
        f"seed {options.seed}: {len(drawn)} of {len(ids)} leads drawn by {options.workers} "
        f"workers, {kills} kills, {took:.1f} s; {len(moved)} changed hands; "
        f"off their share: {', '.join(f'{one:+.2f}' for one in off.values())}"
    )
    whole = len(drawn) == len(ids) and not moved
    return int(not whole or max(abs(one) for one in off.values()) >= 1)


def _lines(part: Path) -> list[str]:
    noted = Path(f"{part}.noted")
    lines = noted.read_text().splitlines(keepends=True) if noted.exists() else []
    return [one for one in lines if one.endswith("\n")]  # a kill may cut the last one


def _run(options: argparse.Namespace, parts: list[Path], tenant: str, connection: str) -> int:
    """Run the workers to their end, killing one now and then; how many were killed."""
    chance = random.Random(options.seed)  # noqa: S311

    def start(part: Path) -> subprocess.Popen[bytes]:
        me = [sys.executable, "-m", "tests.faults.turns", "--part", tenant, connection, str(part)]
        return subprocess.Popen(me, start_new_session=True)

    running: dict[Path, Any] = {part: start(part) for part in parts}
    kills, until = 0, time.monotonic() + PATIENCE
    while running and time.monotonic() < until:
        time.sleep(chance.uniform(0.02, 0.2))
        running = {part: one for part, one in running.items() if one.poll() is None}
        if running and kills < options.kills and all(_lines(part) for part in parts):
            part = chance.choice(sorted(running))
            os.killpg(running[part].pid, signal.SIGKILL)
            running[part].wait()
            kills += 1
            running[part] = start(part)
    for one in running.values():
        os.killpg(one.pid, signal.SIGKILL)
    return kills


if __name__ == "__main__":
    raise SystemExit(main())
