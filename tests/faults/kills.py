"""A backlog of leads in batches to one tenant, with the worker killed on the way.

    python -m config.embedded --data .data/faults --fresh -- \
        python -m tests.faults.kills --leads 1000 --kills 2

Prints what came of it, and ends with 1 when a lead was lost or a person doubled.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django
import requests

from tests.stack import Stack

BATCH = 250


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        return Backlog(stack, options).run()


class Backlog:
    """The run: post, kill, wait, count."""

    def __init__(self, stack: Stack, options: argparse.Namespace) -> None:
        self.stack, self.options = stack, options
        self.chance = random.Random(options.seed)  # noqa: S311
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()

    def run(self) -> int:
        """0 when every lead ended, no person is there twice and nobody is missing."""
        # Django's models can be imported only now.
        from tests.faults.world import World

        world = World.open()
        people = self._people()
        began = time.monotonic()
        self._post(world.key, people)
        self._kill(world)
        states = world.wait(len(people), until=began + self.options.patience)
        took = time.monotonic() - began
        found = world.count_people()
        wanted = {lead["person"]["email"] for lead in people}
        lost = sorted(wanted - set(found))
        doubled = {email: number for email, number in found.items() if number > 1}
        calls, batches = world.calls()
        print(
            f"seed {self.options.seed}: {len(people)} leads of {len(wanted)} people, "
            f"{self.stack.kills} kills, {took:.1f} s; states {dict(sorted(states.items()))}; "
            f"{calls} recorded API calls in {batches} batches, {world.practice_calls()} calls "
            f"counted by the practice org; {len(lost)} lost, {len(doubled)} doubled"
        )
        return int(bool(lost or doubled or set(states) - {"created", "updated", "unchanged"}))

    def _people(self) -> list[dict[str, Any]]:
        """Every twentieth lead is a person who came before."""
        count = self.options.leads
        numbers = [at if at % 20 else max(0, at - 7) for at in range(count)]
        return [
            {
                "person": {"email": f"p{number}@load.example", "last_name": f"Person {number}"},
                "company": {"name": f"Company {number}"},
                "attribution": {"campaign": f"c{at}"},
            }
            for at, number in enumerate(numbers)
        ]

    def _post(self, key: str, people: list[dict[str, Any]]) -> None:
        for at in range(0, len(people), BATCH):
            answer = requests.post(
                f"{self.stack.base_url}/api/v1/leads/batch",
                json=people[at : at + BATCH],
                headers={"Authorization": f"Bearer {key}", "Idempotency-Key": f"load-{at}"},
                timeout=60,
            )
            assert answer.status_code == 202, answer.text

    def _kill(self, world: Any) -> None:
        """Kill the worker while it is in the middle of a batch, and start the next one."""
        owner = ""
        for _ in range(self.options.kills):
            owner = world.wait_until_busy(self.options.patience, unlike=owner)
            if not owner:
                return
            time.sleep(self.chance.uniform(0, 0.4))
            self.stack.kill_worker()
            counts: Counter[str] = world.states()
            print(f"killed with {dict(sorted(counts.items()))}")
            self.stack.start_worker()


if __name__ == "__main__":
    raise SystemExit(main())
