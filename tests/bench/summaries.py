"""The agency's page of many clients, the task that keeps its rows, and the check of the ledger.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.summaries

Prints the server's time for the page with `--clients` clients, what a round of the task costs
when none, some and all of them changed, and how long the check takes over `--leads` leads of one
client. Ends with 1 if the page's p95 is above 150 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

GOAL = 0.150
DAYS = 7


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--pages", type=int, default=40)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], check=True
    )
    django.setup()
    # Django's models can be imported only now.
    from django.conf import settings
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    settings.DEBUG = False
    tenants, user = _clients(options.clients)
    _round_costs(tenants)
    browser = Client()
    browser.force_login(user)
    reset_queries()
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get("/clients/")
    statements = len(caught)
    assert answer.status_code == 200, answer
    page = Times(options.pages, lambda: browser.get("/clients/"))
    asks = {"HX-Request": "true", "Inlet-Seen": answer.context["page"].live.seen}
    asked = Times(options.pages, lambda: browser.get("/clients/", headers=asks))
    print(
        f"/clients/ with {options.clients} clients: {page}, {statements} statements, "
        f"{len(answer.content) / 1000:.0f} kB; asked whether anything changed: {asked}"
    )
    _check_costs(_clients(1)[0][0], options.leads)
    return 0 if _p95(page.seconds) <= GOAL else 1


class Times:
    """How long a call took, by the clock and of our processor, without the first three."""

    def __init__(self, count: int, call: Callable[[], Any]) -> None:
        self.seconds: list[float] = []
        self.processor: list[float] = []
        for _ in range(count + 3):
            began = time.perf_counter(), time.process_time()
            call()
            self.seconds.append(time.perf_counter() - began[0])
            self.processor.append(time.process_time() - began[1])
        del self.seconds[:3], self.processor[:3]

    def __str__(self) -> str:
        median = statistics.median
        return (
            f"median {median(self.seconds) * 1000:.0f} ms, p95 {_p95(self.seconds) * 1000:.0f} ms "
            f"({median(self.processor) * 1000:.0f} ms of our processor)"
        )


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _clients(count: int) -> tuple[list[Any], Any]:
    """Clients with a week of counters each; every tenth has leads that wait for a person."""
    from syncs.ledger import hour_of
    from syncs.models import HourlyCount, InboundLead
    from syncs.speeds import SLOTS
    from tenants import walls
    from tenants.access import Role
    from tenants.models import Agency, Membership, Tenant, User
    from tests.syncs.conftest import open_door

    agency = Agency.objects.create(name=f"Bench {uuid.uuid4().hex[:6]}")
    user = User.objects.create_user(f"{uuid.uuid4().hex}@bench.example", "x" * 12)
    Membership.objects.create(user=user, agency=agency, role=Role.OWNER)
    now, tenants = datetime.now(UTC), []
    for number in range(count):
        tenant = Tenant.objects.create(
            agency=agency, name=f"Client {number:03}", slug=f"b{number}-{agency.pk.hex[-6:]}"
        )
        tenants.append(tenant)
        source = open_door(tenant).source
        waiting = 5 if number % 10 == 0 else 0
        with walls.inside(tenant):
            HourlyCount.objects.bulk_create(
                HourlyCount(
                    tenant=tenant, source=source, received=3, created=3,
                    hour=hour_of(now) - timedelta(hours=hour),
                    speeds=[3 * (slot == hour % SLOTS) for slot in range(SLOTS)],
                )
                for hour in range(DAYS * 24)
            )  # fmt: skip
            InboundLead.objects.bulk_create(
                InboundLead(
                    tenant=tenant, source=source, connection_id=source.connection_id, payload={},
                    state="failed", cause=f"cause {at % 2}", reason="No such Industry. Map it.",
                    received_at=now, changed_at=now - timedelta(hours=1), due_at=None,
                )
                for at in range(waiting)
            )  # fmt: skip
    return tenants, user


def _round_costs(tenants: list[Any]) -> None:
    """What a round of the task costs: all rows to be made, none, one client in twenty."""
    from syncs.bookkeeping.tasks import summarise
    from syncs.models import TenantSummary
    from tenants import walls

    def cost() -> float:
        began = time.perf_counter()
        summarise()
        return time.perf_counter() - began

    first, nothing = cost(), statistics.median(cost() for _ in range(5))
    some = tenants[::20]
    for tenant in some:
        with walls.inside(tenant):
            TenantSummary.objects.update(refreshed_at=datetime.now(UTC) - timedelta(minutes=2))
    few = cost()
    print(
        f"a round over {len(tenants)} clients: {first * 1000:.0f} ms when all changed, "
        f"{few * 1000:.0f} ms when {len(some)} did, {nothing * 1000:.0f} ms when none did"
    )


def _check_costs(tenant: Any, leads: int) -> None:
    """How long the check takes over so many leads of one client, and that it finds them right."""
    from syncs import ledger
    from syncs.bookkeeping.checking import check
    from syncs.models import HourlyCount, InboundLead, Source
    from syncs.states import State
    from tenants import walls

    now = datetime.now(UTC)
    with walls.inside(tenant):
        source = Source.objects.get()
        HourlyCount.objects.all().delete()
        InboundLead.objects.all().delete()
        for at in range(0, leads, 5000):
            moments = [now - timedelta(hours=(at + one) % 700) for one in range(5000)]
            InboundLead.objects.bulk_create(
                InboundLead(
                    tenant=tenant, source=source, connection_id=source.connection_id,
                    payload={"person": {"email": "a@b.example"}}, state="created", due_at=None,
                    received_at=moment,
                )
                for moment in moments
            )  # fmt: skip
            moves = [ledger.Move(source.pk, moment, None, State.CREATED) for moment in moments]
            ledger.keep(tenant.pk, moves)
    began = time.perf_counter()
    found = check(tenant)
    print(
        f"the check over {found.leads} leads: {time.perf_counter() - began:.2f} s, "
        f"{len(found.differences)} hours differ"
    )


if __name__ == "__main__":
    sys.exit(main())
