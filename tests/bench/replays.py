"""The rule time machine on many leads: with the rules as they are, and with one known change.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.replays

Prints the times and the differences; ends with 1 unless they are none, and exactly the known.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

from tests.stack import Stack


def lead(chance: random.Random, at: int) -> dict[str, Any]:
    """A lead; every tenth person comes twice, and some bring no title."""
    person = at if at % 10 or not at else at - 5
    return {
        "person": {
            "email": f"p{person}@bench.example",
            "last_name": f"Bench {person}",
            "title": chance.choice(("COO", "Buyer", "")),
            "phone": f"+1 415 555 {person % 10_000:04}",
        },
        "company": {"name": f"Bench {person % 97}", "country": chance.choice(("US", "Germany"))},
        "attribution": {"campaign": chance.choice(("Q2", "autumn"))},
    }


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), workers=0):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()
        return _run(options.leads, random.Random(options.seed))  # noqa: S311


def _run(count: int, chance: random.Random) -> int:
    # Django's models can be imported only now.
    from mappings.models import Mapping
    from mappings.rules import Condition, Creator, OneQueue, Routing, Row, Table
    from syncs.engine.running import run
    from syncs.intake.accepting import accept
    from syncs.models import InboundLead, Replay, ReplayDifference, Source
    from syncs.planning import replaying
    from tenants import walls
    from tests.faults.world import World

    world = World.open()
    with walls.inside(world.tenant):
        source = Source.objects.select_related("mapping").get()
    for at in range(0, count, 500):
        accept(source, [lead(chance, at + one) for one in range(min(500, count - at))])
    while run(world.tenant.pk, source.connection_id):
        pass
    print(f"{count} leads worked: {dict(world.states())}")

    def replay(**changed: Any) -> tuple[Any, float]:
        from mappings.publishing import open_draft, save_draft

        with walls.inside(world.tenant):
            draft = open_draft(Mapping.objects.get(pk=source.mapping_id))
            if changed:
                rules = replace(draft.as_rules(), **changed)
                draft = save_draft(draft, rules, revision=draft.revision)
            asked = replaying.ask(draft)
        began = time.monotonic()
        while replaying.run(world.tenant.pk, asked.pk):
            pass
        with walls.inside(world.tenant):
            return Replay.objects.get(pk=asked.pk), time.monotonic() - began

    same, seconds = replay()
    print(
        f"unchanged rules: {same.done} leads in {seconds:.1f} s, {same.differing} differences, "
        f"{same.skipped} not replayable, {same.calls} calls"
    )
    queue = OneQueue(id="00G000000000001AAA", name="Inbound")
    german = Row(when=(Condition(source="company.country", values=("Germany",)),), owner=queue)
    found, seconds = replay(routing=Routing(owner=Table(rows=(german,), otherwise=Creator())))
    with walls.inside(world.tenant):
        told = set(ReplayDifference.objects.filter(replay=found).values_list("lead_id", flat=True))
        known = {
            row.pk
            for row in InboundLead.objects.filter(payload__company__country="Germany")
            if (row.decision or {}).get("action") == "create_lead"
        }
    print(
        f"Germany to a queue: {found.done} leads in {seconds:.1f} s, {len(told)} differences, "
        f"known beforehand: {len(known)}, the same leads: {told == known}"
    )
    return 0 if same.differing == 0 and told == known else 1


if __name__ == "__main__":
    raise SystemExit(main())
