"""Eight workers find the session expired at the same moment, again and again, rotation on.

    python -m config.embedded --data .data/faults --fresh -- \
        python -m tests.faults.refreshing --workers 8 --expiries 1000 --control 100

Prints what came of it, with the product's lock and without, and ends with 1 when an access was
lost with it.
"""

from __future__ import annotations

import argparse
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
    refresh tokens that the org was sent twice."""

    expiries: int
    workers: int
    token_calls: int
    lost: int
    reused: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.workers} workers, {self.expiries} expiries: {self.token_calls} refreshes, "
            f"{self.reused} tokens used twice, {self.lost} accesses lost, {self.seconds:.1f} s"
        )


class Crowd:
    """Workers of one connection, each with a database connection of its own."""

    def __init__(self, connection: Any, workers: int) -> None:
        # Django's models can be imported only now.
        from connections import oauth, rehearsal
        from connections.models import Connection
        from connections.practice.models import PracticeToken
        from tenants import walls

        self.oauth, self.rehearsal, self.walls = oauth, rehearsal, walls
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
        seconds = time.monotonic() - began
        return Figures(expiries, self.workers, calls, lost, reused, seconds)

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

    def _with_lock(self, _number: int) -> bool:
        seen = self._row().generation
        self.barrier.wait(timeout=60)
        return bool(self.oauth.refresh(self.key, self.tenant, seen_generation=seen).token)

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
    return 1 if figures.lost or figures.reused else 0


if __name__ == "__main__":
    raise SystemExit(main())
