"""What a whole file costs: as loads of Bulk API 2.0, and in batches.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.bulk --leads 10000

Prints calls per 1,000 leads, seconds, processor time and memory of the working process, for both
ways in turn, each in an org of its own; ends with 1 if a lead was lost or doubled.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from tests.bench.reach.people import Person
from tests.stack import Stack

if TYPE_CHECKING:
    from tests.faults.world import World

AT_ONCE = 1_000


@dataclass(frozen=True)
class Figures:
    """One way of one file. ``memory`` is the most that the process ever held, in MB."""

    way: str
    leads: int
    calls: int
    seconds: float
    processor: float
    memory: float
    created: int
    records: int

    def __str__(self) -> str:
        return (
            f"{self.way:9} {self.calls:5} calls = {1000 * self.calls / self.leads:5.2f} per 1,000; "
            f"{self.seconds:6.1f} s, {self.processor:5.1f} s of processor, {self.memory:4.0f} MB; "
            f"{self.created} created, {self.records} records"
        )


def run(way: str, leads: int) -> Figures:
    """A file of so many people, put in and worked to its end."""
    from tests.faults.world import World

    world = World.open()
    put(world, way, leads)
    began, processor = time.monotonic(), time.process_time()
    while not settled(world):
        time.sleep(0.1)
    seconds, used = time.monotonic() - began, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(way, leads, *counted(world, way, seconds, used, memory))


def put(world: World, way: str, leads: int) -> None:
    """The file, as an import brings it."""
    from syncs.intake.accepting import accept
    from syncs.models import Source

    source: Any = world.ask(lambda: Source.objects.select_related("connection__tenant").get())
    for start in range(0, leads, AT_ONCE):
        some = [Person(way, at, known=False).payload() for at in range(start, start + AT_ONCE)]
        accept(source, some[: leads - start], backfill=True)


def settled(world: World) -> bool:
    """What workers do once: work what is due, take the loads on; whether all is done."""
    from syncs.engine.bulk.advancing import advance
    from syncs.engine.bulk.holds import waiting_loads
    from syncs.engine.running import run as turn
    from syncs.models import BulkLoad, InboundLead, Source

    connection_id = world.ask(lambda: Source.objects.get().connection_id)
    for tenant_id, load_id in world.ask(lambda: list(waiting_loads())):
        advance(tenant_id, load_id)
    # As wake-ups do: while the org has the loads, nobody looks for work.
    if world.ask(lambda: BulkLoad.objects.filter(finished_at__isnull=True).exists()):
        return False
    while turn(world.tenant.pk, connection_id):
        pass
    return not world.ask(lambda: InboundLead.objects.filter(state="pending").exists())


def counted(
    world: World, way: str, seconds: float, used: float, memory: float
) -> tuple[int, float, float, float, int, int]:
    """The calls, and what there is on both sides."""
    from django.db.models import Sum

    from connections import soql
    from connections.clients import open_crm
    from syncs.models import BatchRun, Source

    calls = world.ask(lambda: BatchRun.objects.aggregate(all=Sum("calls"))["all"])
    connection_id = world.ask(lambda: Source.objects.get().connection_id)
    address = soql.like("Email", f"{way}%")
    (rows,) = open_crm(connection_id, world.tenant.pk).find(
        [soql.select("Lead", ["Id"], where=address)]
    )
    return calls, seconds, used, memory, world.states()["created"], len(rows)


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), workers=0):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()
        from django.conf import settings

        found = [run("loads", options.leads)]
        settings.INLET_BULK_FROM = 10 * options.leads
        found.append(run("batches", options.leads))
    for figures in found:
        print(figures)
    return any(one.created != one.leads or one.records != one.leads for one in found)


if __name__ == "__main__":
    raise SystemExit(main())
