"""manage.py check_ledger: whether every counter is what the leads say; --mend puts it right."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from syncs.bookkeeping.checking import check, mend
from syncs.bookkeeping.comparing import Difference
from tenants.models import Tenant

ACTOR = "manage.py check_ledger --mend"


class Command(BaseCommand):
    """manage.py check_ledger [--tenant SLUG] [--mend]"""

    help = "Compare the ledger with the leads; leaves with 1 if they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which client, and whether to put right what differs."""
        parser.add_argument("--tenant", default="", help="the client’s slug; else every client")
        parser.add_argument(
            "--mend", action="store_true", help="set the counters to what the leads say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what differs. Raises CommandError, which leaves with 1, if anything did."""
        del args
        tenants = Tenant.objects.order_by("slug")
        if options["tenant"]:
            tenants = tenants.filter(slug=options["tenant"])
        if not tenants:
            raise CommandError("There is no such client.")
        wrong = leads = 0
        for tenant in tenants:
            found = check(tenant)
            wrong, leads = wrong + len(found.differences), leads + found.leads
            for one in found.differences:
                self.stdout.write(f"{tenant.slug}: {_line(one)}")
            if found and options["mend"]:
                mend(tenant, actor=ACTOR)
                self.stdout.write(f"{tenant.slug}: put right.")
        if wrong:
            raise CommandError(f"{wrong} hours of the ledger differed from the leads.")
        self.stdout.write(f"The ledger is right: {leads} leads, each counted where it stands.")


def _line(one: Difference) -> str:
    parts = [f"{name} {one.counted[name]}, not {one.stood[name]}" for name in one.change]
    return f"{one.hour:%Y-%m-%d %H}:00, source {one.source_id}: {'; '.join(parts)}"
