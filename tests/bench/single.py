"""One lead at a time on an idle system: from POST until the record is in the practice org.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.single

Prints median and 95th percentile of `--leads` tries, and how much of it the API calls are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import requests

from tests.stack import Stack


def main() -> int:
    """Run it with the size of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()
        # Django's models can be imported only now.
        from tests.faults.world import World

        world = World.open()
        seconds = [_one(stack, world, number) for number in range(options.leads + 3)][3:]
        calls = _call_seconds(world, options.leads)
        print(
            f"{options.leads} single leads: POST to record in the practice org median "
            f"{statistics.median(seconds) * 1000:.0f} ms, p95 {_p95(seconds) * 1000:.0f} ms; "
            f"the two API calls take {statistics.median(calls) * 1000:.0f} ms of it (median), "
            f"{statistics.median(calls) / statistics.median(seconds):.0%}"
        )
    return 0


def _one(stack: Stack, world: Any, number: int) -> float:
    """Seconds from sending the request until the engine has recorded Salesforce's answer."""
    from syncs.models import InboundLead
    from tenants import walls

    began = time.time()
    answer = requests.post(
        f"{stack.base_url}/api/v1/leads",
        json={
            "person": {"email": f"one{number}@bench.example", "last_name": "Bench"},
            "company": {"name": "Bench"},
        },
        headers={"Authorization": f"Bearer {world.key}"},
        timeout=30,
    )
    assert answer.status_code == 202, answer.text
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with walls.inside(world.tenant):
            lead = InboundLead.objects.get(pk=answer.json()["id"])
        if lead.finished_at is not None:
            assert lead.state == "created", (lead.state, lead.reason)
            return lead.finished_at.timestamp() - began
        time.sleep(0.005)
    raise TimeoutError("The lead did not end.")


def _call_seconds(world: Any, count: int) -> list[float]:
    from syncs.models import BatchRun
    from tenants import walls

    with walls.inside(world.tenant):
        runs = list(BatchRun.objects.order_by("-at")[:count])
    return [(run.find_ms + run.write_ms) / 1000 for run in runs]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    raise SystemExit(main())
