"""`manage.py demo`: the agency Harbor & Pine, two of its clients, twenty leads over HTTP."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from connections.clients import open_crm
from syncs.demo.building import EMAIL, PASSWORD, Built, build, is_built
from syncs.demo.figures import figures
from syncs.demo.hard_scenes import STORY
from syncs.demo.playing import Played, Stage, follow, post


class Command(BaseCommand):
    """Builds the demo's world, plays its story, says what happened to each lead and why."""

    help = "Play the demo: twenty leads through the API into two practice orgs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once`: for a run that stays up; does nothing when the demo was played before."""
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play it; exits with 1 when a lead did not end as expected."""
        del args
        if options["once"] and is_built():
            self._welcome()
            return
        self.stdout.write("Building Harbor & Pine with two clients and their practice orgs …")
        built = build()
        failed = self._play(built)
        self._figures(built)
        if options["once"]:
            self._welcome()
        if failed:
            raise SystemExit(1)

    def _play(self, built: Built) -> int:
        stages = {
            name: Stage(key, open_crm(source.connection_id, source.tenant_id))
            for name, (source, key) in built.doors.items()
        }
        self.stdout.write(f"Posting {len(STORY)} leads to {settings.BASE_URL}/api/v1/leads …\n\n")
        ids = post(settings.BASE_URL, stages, STORY)
        failed = 0
        for number, played in enumerate(follow(settings.BASE_URL, stages, STORY, ids=ids), start=1):
            failed += bool(played.wrong)
            self._tell(number, played)
        self.stdout.write(f"\n{len(STORY) - failed} passed, {failed} failed")
        return failed

    def _tell(self, number: int, played: Played) -> None:
        mark = "FAIL" if played.wrong else "ok"
        scene = played.scene
        self.stdout.write(f"{number:>2} {mark:<4} {scene.client}: {scene.title}")
        self.stdout.write(f"        expected {scene.state}; {played.state}: {played.reason}")
        for sentence in played.wrong:
            self.stdout.write(self.style.ERROR(f"        but {sentence}"))

    def _figures(self, built: Built) -> None:
        found = figures(built.tenants)
        self.stdout.write(
            f"{found.calls} API calls for {found.leads} leads in {found.batches} batches; "
            f"from POST to Salesforce: median {found.median:.2f} s, slowest {found.slowest:.2f} s"
        )

    def _welcome(self) -> None:
        self.stdout.write(
            f"\nInlet is at {settings.BASE_URL}\n  sign in as {EMAIL}\n  password   {PASSWORD}\n"
        )
