"""Plans for many leads over HTTP: asked for, read row by row, taken away, forgotten."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mappings.publishing import open_draft
from syncs import tasks
from syncs.models import InboundLead, PlanRow, PlanRun
from syncs.planning import many
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.conftest import Door
from tests.syncs.worked import person, send

from .agreements import at, furnish, mapping_of, read
from .conftest import HTMX, Place, browser, person_of

FILE = (
    b"E-Mail;Vorname;Name;Firma;Mitarbeiter;Dach\n"
    b"ada@x.example;Ada;Lovelace;Engines;40;=1+1\n"
    b"eve@x.example;Eve;;;viele;\n"
    b";;;;;\n"
    b"ada@x.example;Ada;Lovelace;Engines;;metal\n"
)


@pytest.fixture
def desk(door: Door) -> Place:
    """A client whose org can't be reached and was never looked at, visited by an editor."""
    send(door, person("ada@x.example", "Lovelace"), person("bob@x.example", "Babbage"))
    return Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))


def start(place: Place, raw: bytes | None = None, **sent: str) -> Any:
    """The form, sent; with a file if there are bytes."""
    data: dict[str, Any] = {"what": "leads" if raw is None else "file", **sent}
    if raw is not None:
        data["file"] = SimpleUploadedFile("Messe Köln.csv", raw)
    return place.client.post(place.at(at(place, "plan/many/start/")), data)


def newest(place: Place) -> PlanRun:
    """The last plan that was asked for."""
    with walls.inside(place.tenant):
        found = PlanRun.objects.first()
    assert found is not None
    return found


def page_of(place: Place, rest: str = "") -> str:
    """The page of the last plan, as people read it."""
    answer = place.get(at(place, f"plan/many/{newest(place).pk}/{rest}"))
    assert answer.status_code == 200
    return read(answer)


def test_the_last_leads_of_a_source_are_planned_at_once(desk: Place) -> None:
    answer = start(desk, count="10", version="live")
    run = newest(desk)
    assert answer.url == desk.at(at(desk, f"plan/many/{run.pk}/"))
    page = page_of(desk)
    assert "What would happen to 2 leads by version 1." in page
    assert "Looking took 0 API calls; nothing was written." in page
    assert "so everybody counts as new in this plan" in page
    assert "Would create 2" in page
    assert "Last Name blank → Babbage" in page
    assert "Open the lead" in page
    with walls.inside(desk.tenant):
        assert set(InboundLead.objects.values_list("state", flat=True)) == {"pending"}
        assert set(PlanRow.objects.values_list("payload", flat=True).distinct()[0]) == set()
        entry = AuditEntry.objects.get(action="mapping.plan")
        assert entry.detail == {"leads": 2}


def test_a_file_is_planned_and_every_row_is_accounted_for(desk: Place) -> None:
    start(desk, FILE)
    run = newest(desk)
    assert (run.rows, run.done, run.unreadable, run.state) == (3, 2, 1, "done")
    assert sum(run.counts.values()) == 3
    page = page_of(desk)
    assert "Plan for Messe Köln.csv" in page
    assert "Row 2 · Engines, ada@x.example" in page
    assert "Mitarbeiter: A valid integer is required." in page
    assert re.search(r"Dach\s+custom.dach", page)
    with walls.inside(desk.tenant):
        assert InboundLead.objects.count() == 2


def test_the_second_lead_of_a_person_is_planned_as_one_that_follows(desk: Place) -> None:
    start(desk, FILE)
    with walls.inside(desk.tenant):
        first, second = PlanRow.objects.filter(run=newest(desk), email="ada@x.example")
    assert (first.outcome, second.outcome == "created") == ("created", False)


def test_what_salesforce_would_refuse_is_counted_and_said(desk: Place) -> None:
    furnish(desk.door)
    start(desk, FILE)
    assert newest(desk).counts == {"failed": 2, "unreadable": 1}
    page = page_of(desk, "?outcome=failed")
    assert "Would fail 2" in page
    assert "Region" in page
    assert "Salesforce would refuse this." in page


def test_rows_are_shown_by_outcome_and_page_by_page(desk: Place) -> None:
    lines = "".join(f"p{i}@x.example,L{i}\n" for i in range(60))
    start(desk, b"email,last name\n" + lines.encode() + b",\nnobody,\n,\n")
    first = desk.get(at(desk, f"plan/many/{newest(desk).pk}/"))
    assert "1 to 25 of 61" in read(first)
    older = re.search(r'href="([^"]*after=\d+)#rows"', first.content.decode())
    assert older is not None
    second = read(desk.client.get(older[1].replace("&amp;", "&")))
    assert "26 to 50 of 61" in second
    assert "p25@x.example" in second
    assert "p24@x.example" not in second
    assert "1 to 25 of" in page_of(desk, "?outcome=created")
    for odd in ("?outcome=held", "?outcome=x", "?after=x", "?after=-1", f"?after={'9' * 30}"):
        assert "In total" in page_of(desk, odd)


def test_the_draft_is_planned_where_it_is_chosen(desk: Place) -> None:
    with walls.inside(desk.tenant):
        open_draft(mapping_of(desk), by="Maya")
    start(desk, version="draft")
    assert "by the draft of version 2" in page_of(desk)
    start(desk, version="live")
    assert "by version 1" in page_of(desk)
    assert "2 leads by the draft of version 2" in read(desk.get(at(desk, "plan/many/")))


def test_the_plan_is_taken_away_as_a_file_that_no_spreadsheet_carries_out(desk: Place) -> None:
    start(desk, b"email,last name,company\na@x.example,=HYPERLINK(1),\tx\nb@x.example,-2,@c\n")
    answer = desk.get(at(desk, f"plan/many/{newest(desk).pk}.csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="plan-messe-koln.csv"'
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:5] == ["Row", "Name", "E-mail", "Company", "Outcome"]
    assert [row[:5] for row in rows] == [
        ["2", "'=HYPERLINK(1)", "a@x.example", "x", "Would create"],
        ["3", "'-2", "b@x.example", "'@c", "Would create"],
    ]
    assert "Last Name: blank → =HYPERLINK(1)" in rows[0][6]
    assert not any(one[:1] in "=+-@\t\r" for row in rows for one in row if one)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "This file is empty."),
        (b"%PDF", "This is no table."),
        (b"colour\nred\n", "none of the headings"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_file_that_can_not_be_read_comes_back_with_the_form(
    desk: Place, raw: bytes, told: str
) -> None:
    answer = start(desk, raw)
    assert answer.status_code == 422
    assert told in read(answer)
    assert re.search(r'value="file" checked', answer.content.decode())


def test_without_a_file_a_source_or_leads_the_reason_is_said(desk: Place) -> None:
    nothing = desk.client.post(desk.at(at(desk, "plan/many/start/")), {"what": "file"})
    assert "Choose a file" in read(nothing)
    with walls.inside(desk.tenant):
        InboundLead.objects.all().delete()
    assert "No lead has come from “Website” yet." in read(start(desk))


def test_a_long_plan_is_left_to_a_worker_and_followed(desk: Place) -> None:
    lines = "".join(f"p{i}@x.example,L{i}\n" for i in range(many.AT_ONCE + 1))
    start(desk, b"email,last name\n" + lines.encode())
    run = newest(desk)
    assert (run.state, run.stretches) == ("waiting", 2)
    where = at(desk, f"plan/many/{run.pk}/")
    part = desk.get(where, **HTMX)
    assert "0 of 1,001" in read(part)
    seen = re.search(r'Inlet-Seen": "([^"]+)"', part.content.decode())
    assert seen is not None
    assert desk.get(where, **HTMX, **{"Inlet-Seen": seen[1]}).status_code == 204
    assert "A plan is being made by this mapping already." in read(start(desk))
    tasks.plan(str(desk.tenant.pk), str(run.pk))
    assert "1 to 25 of 1,001" in page_of(desk)
    before = newest(desk).counts
    tasks.plan(str(desk.tenant.pk), str(run.pk))
    assert newest(desk).counts == before == {"created": 1_001}


def test_a_stretch_counts_once_although_two_workers_plan_it(desk: Place) -> None:
    start(desk)
    run = newest(desk)
    with walls.inside(desk.tenant):
        stale = PlanRun.objects.get(pk=run.pk)
        stale.stretch = 0
        PlanRun.objects.filter(pk=run.pk).update(state=PlanRun.State.RUNNING)
        rows = list(PlanRow.objects.filter(run=run))
    assert many._keep(stale, rows, []) is False
    assert newest(desk).done == 2


def test_a_plan_that_stands_still_is_woken_and_an_old_one_forgotten(desk: Place) -> None:
    start(desk)
    long_ago = timezone.now() - timedelta(days=8)
    with walls.inside(desk.tenant):
        PlanRun.objects.update(state=PlanRun.State.RUNNING, moved_at=long_ago)
        standing = list(many.stalled(timezone.now() - timedelta(minutes=2)))
        assert standing == [(desk.tenant.pk, newest(desk).pk)]
        PlanRun.objects.update(asked_at=long_ago)
    tasks.tidy()
    with walls.inside(desk.tenant):
        assert (PlanRun.objects.count(), PlanRow.objects.count()) == (0, 0)


def test_rules_that_can_not_be_carried_out_end_the_plan_with_the_reason(desk: Place) -> None:
    with walls.inside(desk.tenant):
        draft = open_draft(mapping_of(desk), by="Maya")
        draft.document["fields"][0]["source"] = "person.("
        draft.save()
    answer = start(desk, version="draft")
    assert answer.status_code in (302, 422)
    assert newest(desk).state == "broken"
    assert "These rules can’t be carried out." in page_of(desk)


def test_another_clients_plan_and_another_mappings_is_absent(desk: Place, other_door: Door) -> None:
    start(desk)
    run = newest(desk)
    other = Place(other_door, {}, browser(person_of(other_door.tenant, Role.OWNER)))
    for rest in (f"plan/many/{run.pk}/", f"plan/many/{run.pk}.csv"):
        assert other.get(at(other, rest)).status_code == 404
        assert desk.get(f"mapping/{uuid.uuid4()}/{rest}").status_code == 404


def test_who_only_reads_sees_plans_and_makes_none(desk: Place) -> None:
    start(desk)
    reader = Place(desk.door, {}, browser(person_of(desk.tenant, Role.VIEWER)))
    assert "To look at only" in read(reader.get(at(desk, "plan/many/")))
    assert "In total" in page_of(reader)
    assert start(reader).status_code == 403
