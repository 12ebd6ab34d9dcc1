"""Checks Salesforce settings from the command line; exit code 1 when something blocks leads."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from connections.models import Connection
from connections.models import State as ConnectionState
from mappings.preflight import Finding, Level
from syncs.page_values.checklist import Checklist
from syncs.preflight.downloads import as_document
from syncs.preflight.running import run_preflight
from tenants import walls
from tenants.models import Tenant

_MARKS = {Level.BLOCKS: "✗", Level.LOOK: "!", Level.UNSEEN: "?", Level.IN_ORDER: "✓"}


class Command(BaseCommand):
    """manage.py preflight [--tenant SLUG] [--connection NAME] [--json]."""

    help = "Check the Salesforce settings of every connection, or of some."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which connections, and how to say it."""
        parser.add_argument("--tenant", help="the client's short name (slug)")
        parser.add_argument("--connection", help="the name or id of one connection")
        parser.add_argument("--json", action="store_true", help="machine-readable")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and leave with 1 if anything blocks or could not be checked at all."""
        del args
        found = list(_connections(options["tenant"], options["connection"]))
        if not found:
            raise CommandError("There is no such connection that is connected.")
        checklists = [run_preflight(one) for one in found]
        if options["json"]:
            self.stdout.write(json.dumps([as_document(one) for one in checklists], indent=2))
        else:
            for one in checklists:
                self._print(one)
        if any(one.blocking or one.trouble for one in checklists):
            sys.exit(1)

    def _print(self, checklist: Checklist) -> None:
        self.stdout.write(f"{checklist.connection}: {checklist.summary}")
        for one in checklist.findings:
            self.stdout.write(f"  {_MARKS[one.level]} {one.title}: {one.what}")
            if one.fix and one.level in (Level.BLOCKS, Level.LOOK):
                self.stdout.write(f"      Fix: {_fix(one)}")
        self.stdout.write(f"  {checklist.calls} API calls, {checklist.ms} ms")


def _fix(one: Finding) -> str:
    return f"{one.fix} ({one.setup_path})" if one.setup_path else one.fix


def _connections(slug: str | None, name: str | None) -> Iterator[Connection]:
    tenants = Tenant.objects.filter(slug=slug) if slug else Tenant.objects.all()
    for tenant in tenants.order_by("slug"):
        with walls.inside(tenant):
            rows = list(
                Connection.objects.filter(state=ConnectionState.CONNECTED).select_related("tenant")
            )
        yield from (one for one in rows if not name or name in (one.name, str(one.pk)))
