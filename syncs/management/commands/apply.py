"""manage.py apply FILE.yaml: an agency's configuration from a file; --export writes it as one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from syncs.configuring.applying import Applied, apply
from syncs.configuring.exporting import current, file_of
from syncs.configuring.reading import ConfigurationRefused, read
from syncs.configuring.surveying import Ground, Survey, survey
from syncs.configuring.wanted import schema_text
from tenants.models import Agency, Tenant, User

_NOTHING = "Nothing to change."


class Command(BaseCommand):
    """manage.py apply FILE [--plan] [--prune] …; --export and --schema print instead."""

    help = "Bring an agency’s configuration to what a file says. docs/configuration.md"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, which agency, and whether only to say what would change."""
        parser.add_argument("file", nargs="?", help="the YAML file; - reads standard input")
        parser.add_argument("--plan", action="store_true", help="say what would change, no more")
        parser.add_argument("--agency", default="", help="name or id; else the file’s “agency”")
        parser.add_argument(
            "--prune", action="store_true", help="also remove what the file doesn’t name"
        )
        parser.add_argument("--owner", default="", help="e-mail of whoever owns a new agency")
        parser.add_argument(
            "--export", action="store_true", help="print the agency’s configuration as a file"
        )

        parser.add_argument(
            "--schema", action="store_true", help="print the JSON Schema of the file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; leaves with 1 and everything that is wrong when the file can't be applied."""
        del args
        if options["schema"]:
            self.stdout.write(schema_text(), ending="")
            return
        if options["export"]:
            self._export(options["agency"])
            return
        try:
            found = _surveyed(options)
        except ConfigurationRefused as refused:
            raise CommandError(f"Nothing was changed.\n{refused}") from refused
        for line in found.plan.told():
            self.stdout.write(line)
        if found.plan.is_empty:
            self.stdout.write(_NOTHING)
            return
        if options["plan"]:
            self.stdout.write(f"{found.plan.count} would change. Nothing was changed yet.")
            return
        owner = _owner(options["owner"]) if found.agency is None else None
        self._tell(found, apply(found, actor="manage.py apply", owner=owner))

    def _export(self, wanted: str) -> None:
        agency = _agency(wanted)
        if agency is None:
            raise CommandError("Say with --agency which agency to write: its name or its id.")
        tenants = list(Tenant.objects.filter(agency=agency))
        self.stdout.write(file_of(current(agency, tenants), agency.name), ending="")

    def _tell(self, found: Survey, done: Applied) -> None:
        for key in done.keys:
            self.stdout.write(f"{key.client}, key of “{key.source}”, shown this once: {key.text}")
        for line in done.waiting:
            self.stdout.write(line)
        if done.trouble:
            raise CommandError(done.trouble)
        self.stdout.write(f"{found.plan.count} changed.")


def _surveyed(options: dict[str, Any]) -> Survey:
    name = options["file"]
    if not name:
        raise CommandError("Name the file.")
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} can’t be read: {error}") from error
    found = read(text)
    agency = _agency(options["agency"] or found.configuration.agency)
    if agency is None and options["agency"]:
        raise CommandError(f"There is no agency “{options['agency']}”.")
    if agency is None and not options["owner"]:
        raise CommandError(
            f"There is no agency “{found.configuration.agency}”. To add it, name with --owner the "
            "e-mail address of somebody who has signed up: they will own it."
        )
    tenants = {
        one.slug: one for one in Tenant.objects.filter(agency=agency).select_related("agency")
    }
    ground = Ground(agency, tenants if agency else {}, dict(os.environ))
    return survey(found, ground, now=timezone.now(), prune=options["prune"])


def _agency(wanted: str) -> Agency | None:
    rows = [one for one in Agency.objects.all() if wanted in (one.name, str(one.pk))]
    if len(rows) > 1:
        ids = ", ".join(str(one.pk) for one in rows)
        raise CommandError(f"{len(rows)} agencies are called “{wanted}”. Give the id: {ids}")
    return rows[0] if rows else None


def _owner(email: str) -> User:
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody has signed up as {email}.")
    return found
