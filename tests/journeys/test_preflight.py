"""The settings of a practice org, checked over HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.management import call_command

from mappings.models import PreflightRun
from mappings.preflight import Check, Level
from syncs.preflight.downloads import markdown, package, pdf
from syncs.preflight.running import latest, run_preflight
from tenants import walls

from .conftest import Story


def test_a_new_practice_org_is_all_green(story: Story) -> None:
    checklist = run_preflight(story.connection)
    assert [(one.title, one.what) for one in checklist.to_do] == []
    assert {one.check for one in checklist.findings} == set(Check)
    assert checklist.calls <= 6
    assert latest(story.connection) == checklist


def test_the_command_says_it_and_leaves_with_0(story: Story, capsys: Any) -> None:
    call_command("preflight", tenant=story.tenant.slug, json=True)
    (document,) = json.loads(capsys.readouterr().out)
    assert (document["blocks"], document["connection"]) == (False, "Practice org")


def test_an_unconnected_org_is_said_and_the_last_run_stays(story: Story, settings: Any) -> None:
    run_preflight(story.connection)
    settings.PRACTICE_URL = "http://127.0.0.1:1"
    checklist = run_preflight(story.connection)
    assert checklist.trouble
    assert checklist.findings


def test_the_checklist_can_be_taken_away(story: Story) -> None:
    checklist = run_preflight(story.connection)
    text = markdown(checklist)
    for one in checklist.findings:
        assert one.title in text
    assert pdf(checklist).startswith(b"%PDF-")
    archive = zipfile.ZipFile(io.BytesIO(package(story.connection)))
    assert "package.xml" in archive.namelist()


def test_a_run_is_kept(story: Story) -> None:
    run_preflight(story.connection, PreflightRun.Trigger.CONNECT)
    with walls.inside(story.tenant):
        run = PreflightRun.objects.get()
    assert (run.trigger, run.blocking, run.looks) == ("connect", 0, 0)
    assert [one["name"] for one in run.versions] == ["Leads"]
    assert {one["level"] for one in run.findings} <= {level.value for level in Level}


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "memory://"
