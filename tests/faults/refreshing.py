"""Eight workers find the session expired at the same moment, again and again, rotation on.

    python -m config.embedded --data .data/faults --fresh -- \
        python -m tests.faults.refreshing --workers 8 --expiries 1000 --control 100

With the product's lock each worker writes a Lead, is told that its session ended, and sends the
call again. Prints what came of it, with the lock and without, and ends with 1 when an access was
lost with it, or a call that was sent again wasn't the same.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from tests.stack import Stack


@dataclass(frozen=True)
class Figures:
    """What a run came to. `lost`: expiries after which a person had to reconnect. `reused`:
    refresh tokens that the org was sent twice. `repeated`: calls that were sent again with a new
    token, `same`: those of them whose body and headers were what they had been."""

    expiries: int
    workers: int
    token_calls: int
    lost: int
    reused: int
    seconds: float
    repeated: int = 0
    same: int = 0

    def __str__(self) -> str:
        return (
            f"{self.workers} workers, {self.expiries} expiries: {self.token_calls} refreshes, "
            f"{self.reused} tokens used twice, {self.lost} accesses lost, {self.same} of "
            f"{self.repeated} repeated calls with all their headers, {self.seconds:.1f} s"
        )


class Listener:
    """Hears the calls of one client: whether what is sent again is what was sent before."""

    def __init__(self) -> None:
        self.refused: tuple[dict[str, str], Any] | None = None
        self.repeated = self.same = 0

    def hear(self, answer: Any, **_: Any) -> None:
        """One more answer, and the request that it answers."""
        headers = {**answer.request.headers, "Authorization": ""}
        sent = headers, answer.request.body
        if answer.status_code == 401:
            self.refused = sent
        elif self.refused is not None:
            self.repeated += 1
            self.same += sent == self.refused and _says_everything(answer.request.body)
            self.refused = None


def _says_everything(body: bytes) -> bool:
    """Whether each writing part has its headers (salesforce-facts 7.1 and 8)."""
    parts = json.loads(body)["compositeRequest"]
    told = [part.get("httpHeaders", {}) for part in parts if part["method"] != "GET"]
    return bool(told) and all(
        one.get("Sforce-Auto-Assign") == "TRUE"
        and "allowSave=" in one.get("Sforce-Duplicate-Rule-Header", "")
        for one in told
    )


class Crowd:
    """Workers of one connection, each with a database connection of its own."""

    def __init__(self, connection: Any, workers: int) -> None:
        # Django's models can be imported only now.
        from connections import clients, oauth, rehearsal
        from connections.models import Connection
        from connections.practice.models import PracticeToken
        from tenants import walls

        self.clients, self.oauth = clients, oauth
        self.rehearsal, self.walls = rehearsal, walls
        self.listeners = [Listener() for _ in range(workers)]
        self.rows, self.tokens = Connection.objects, PracticeToken.objects
        self.key, self.tenant, self.workers = connection.pk, connection.tenant_id, workers
        self.barrier = threading.Barrier(workers)

    def run(self, expiries: int, *, locked: bool) -> Figures:
        """All workers renew after each expiry: as the product does, or without its lock."""
        began, lost = time.monotonic(), 0
        renew = self._with_lock if locked else self._without_lock
        with self.walls.inside(self.tenant):
            issued = self.tokens.filter(kind="refresh").count()
            spent = self._reused()
        with ThreadPoolExecutor(self.workers) as pool:
            for _ in range(expiries):
                self._expire()
                results = list(pool.map(renew, range(self.workers)))
                if not self._lives() or (locked and not all(results)):
                    lost += 1
                    self.rehearsal.connect_practice(self._row())
            list(pool.map(self._close, range(self.workers)))
        with self.walls.inside(self.tenant):
            calls = self.tokens.filter(kind="refresh").count() - issued - lost
            reused = self._reused() - spent
        return Figures(
            expiries, self.workers, calls, lost, reused,
            seconds=time.monotonic() - began,
            repeated=sum(one.repeated for one in self.listeners) if locked else 0,
            same=sum(one.same for one in self.listeners) if locked else 0,
        )  # fmt: skip

    def _row(self) -> Any:
        with self.walls.inside(self.tenant):
            return self.rows.select_related("tenant").get(pk=self.key)

    def _expire(self) -> None:
        """End the access tokens, as time does; refresh tokens stay."""
        from django.utils import timezone

        with self.walls.inside(self.tenant):
            self.tokens.filter(kind="access").update(revoked_at=timezone.now())

    def _reused(self) -> int:
        """Families that the org ended, as it does when one of their tokens comes twice."""
        ended = self.tokens.filter(kind="refresh", revoked_at__isnull=False)
        return int(ended.values("family").distinct().count())

    def _lives(self) -> bool:
        """Whether the row's refresh token still is one."""
        from connections.practice.store.tokens import digest

        with self.walls.inside(self.tenant):
            row = self.rows.get(pk=self.key)
            living = self.tokens.filter(
                token_hash=digest(row.refresh_token), revoked_at=None, used_at=None
            )
            return row.state == "connected" and bool(living.exists())

    def _with_lock(self, number: int) -> bool:
        """Write a Lead with the token of before."""
        from connections.crm import Write

        crm: Any = self.clients.open_crm(self.key, self.tenant)
        crm._session.hooks["response"].append(self.listeners[number].hear)
        fields = {"LastName": f"Worker {number}", "Company": "Crowd"}
        self.barrier.wait(timeout=60)
        (result,) = crm.write([Write("a", "Lead", fields, auto_assign="TRUE")]).results
        return bool(result.ok)

    def _without_lock(self, _number: int) -> bool:
        """What anybody would write first: read the token, ask, store what came."""
        from connections.asking import renewal_of
        from connections.errors import CrmError
        from connections.grants import ask

        row = self._row()
        self.barrier.wait(timeout=60)
        with suppress(CrmError):
            grant = ask(row, renewal_of(row))
            row.access_token, row.refresh_token = grant.access_token, grant.refresh_token
            with self.walls.inside(self.tenant):
                row.save(update_fields=["access_token_sealed", "refresh_token_sealed"])
        return True

    def _close(self, _number: int) -> None:
        from django.db import connections

        self.barrier.wait(timeout=60)
        connections.close_all()


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--expiries", type=int, default=1000)
    parser.add_argument("--control", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        django.setup()
        from tests.faults.world import World

        crowd = Crowd(World.open().connection(), options.workers)
        figures = crowd.run(options.expiries, locked=True)
        print(f"with the lock: {figures}")
        print(f"without:       {crowd.run(options.control, locked=False)}")
    return 1 if figures.lost or figures.reused or figures.same < figures.repeated else 0


if __name__ == "__main__":
    raise SystemExit(main())
