"""The ledger's page: what it counts, how it is filtered, what it says when something differs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import F

from connections.models import Connection, State
from syncs import ledger
from syncs.bookkeeping.checking import check
from syncs.models import HourlyCount, Reconciliation, Source
from syncs.reconciling.asking import DAYS, unanswered
from syncs.states import State as LeadState
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry, Tenant
from tests.syncs.worked import person, send

from .conftest import HTMX, Place

THURSDAY = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
CREATED, HELD = LeadState.CREATED, LeadState.HELD


@pytest.fixture
def thursday() -> Any:
    """The clock stands at 14:20 on that day."""
    with time_machine.travel(THURSDAY, tick=False):
        yield THURSDAY


def count(place: Place, moment: datetime, *states: LeadState, source: Source | None = None) -> None:
    """Leads counted at that moment."""
    pk = (source or place.door.source).pk
    with walls.inside(place.tenant):
        HourlyCount.objects.filter(hour__gt=THURSDAY).delete()
        ledger.keep(
            place.tenant.pk,
            [ledger.Move(pk, moment, None, one, 3.0 if one is CREATED else None) for one in states],
        )


def text(place: Place, rest: str = "") -> str:
    answer = place.get(f"ledger/{rest}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def cells(place: Place, rest: str = "") -> list[list[str]]:
    """The file's rows."""
    answer = place.get(f"ledger/file.csv{rest}")
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="ledger-solvane-energy.csv"'
    )
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_hours_sources_and_the_sum_agree(place: Place, thursday: datetime) -> None:
    with walls.inside(place.tenant):
        fair = Source.objects.get()
        fair.pk, fair.name = None, "Fair"
        fair = Source.objects.create(
            tenant=place.tenant, name="Fair", mapping_id=fair.mapping_id,
            connection_id=fair.connection_id,
        )  # fmt: skip
    count(place, thursday, CREATED, CREATED, HELD)
    count(place, thursday - timedelta(hours=2), CREATED, source=fair)
    count(place, thursday - timedelta(days=1), CREATED)
    page = text(place)
    assert "4 leads came in and every one is accounted for; 3 of them are in Salesforce." in page
    assert "Every lead is accounted for: 4 = 3 + 0 + 0 + 0 + 1 + 0 + 0." in page
    assert ("14:00" in page, "12:00" in page, "13:00" in page) == (True, True, False)
    rows = cells(place)
    assert rows[0][:4] == ["from", "source", "received", "created"]
    assert [row[:4] for row in rows[1:]] == [
        ["2026-11-19T12:00:00+00:00", "Fair", "1", "1"],
        ["2026-11-19T14:00:00+00:00", "Website", "3", "2"],
    ]


def test_filters_are_in_the_address(place: Place, thursday: datetime) -> None:
    count(place, thursday - timedelta(days=1), CREATED)
    assert "No lead came in here" in text(place)
    week = text(place, "?when=7d")
    assert "Wed 18 Nov" in week
    assert "18 Nov 14:00" in text(place, "?when=7d&by=hour")
    assert "ledger/file.csv?when=7d&amp;by=day" in week
    only = text(place, f"?when=30d&by=hour&source={place.door.source.pk}")
    assert "Wed 18 Nov" in only
    assert cells(place, "?when=7d")[1][:3] == ["2026-11-18", "Website", "1"]
    nobodys = "?when=7d&source=0b5a0c6e-5a8e-4b38-9d0c-000000000000"
    assert "1 lead came in and is accounted for" in text(place, nobodys)


def test_days_are_the_clients_own(place: Place, thursday: datetime) -> None:
    Tenant.objects.filter(pk=place.tenant.pk).update(time_zone="America/New_York")
    count(place, thursday.replace(hour=3), CREATED)
    assert "No lead came in here" in text(place)
    assert cells(place, "?when=7d")[1][0] == "2026-11-18"
    assert cells(place, "?when=7d&by=hour")[1][0] == "2026-11-18T22:00:00-05:00"


def test_a_file_holds_no_formula(place: Place, thursday: datetime) -> None:
    with walls.inside(place.tenant):
        Source.objects.update(name='=HYPERLINK("x")')
    count(place, thursday, CREATED)
    assert cells(place)[1][1] == '\'=HYPERLINK("x")'


def test_a_counter_that_was_tampered_with_is_a_red_line_here_and_for_the_agency(
    place: Place,
) -> None:
    check(place.tenant)
    assert "stored leads at" in text(place)
    with walls.inside(place.tenant):
        HourlyCount.objects.update(created=F("created") - 1, held=F("held") + 1)
    check(place.tenant)
    page = text(place)
    assert "1 hour of the ledger differs from the leads. The fault is ours" in page
    assert "Website: created 0, the leads say 1; held 2, the leads say 1." in page
    assert "Not everything adds up." in page
    Tenant.objects.create(agency=place.tenant.agency, name="Second", slug="second")
    everybody = place.client.get("/clients/").content.decode()
    assert "Ledger differs" in everybody
    assert f'href="{place.at("ledger/")}">See the ledger' in everybody


def compared(place: Place, **figures: Any) -> None:
    """A day that was compared."""
    now = datetime.now(UTC)
    whole = {"day": now.date(), "begins": now - timedelta(hours=1), "ends": now, "state": "done"}
    with walls.inside(place.tenant):
        Reconciliation.objects.create(
            tenant=place.tenant, connection_id=place.connection_id, **(whole | figures)
        )


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"written": 3, "found": 3, "by_key": True}, "3 created, 3 found."),
        ({"written": 0}, "Inlet created nothing on that day."),
        (
            {"written": 3, "found": 1, "deleted": 1, "merged": 1},
            "1 was deleted in Salesforce since.",
        ),
        ({"written": 3, "found": 1, "merged": 2}, "2 were merged into other records."),
        ({"written": 2, "missing_count": 2, "missing": ["00Q1"]}, "2 are neither there nor in"),
        (
            {"unknown_count": 1, "unknown": ["00Q2"]},
            "1 record has our key, but no lead ended in it.",
        ),
        ({"doubles_count": 1, "doubles": [["00Q3", "00Q4"]]}, "1 person is there twice."),
        ({"written": 1, "found": 1}, "Looked for by record id alone"),
        ({"state": "broken", "trouble": "It is late."}, "Could not be compared: It is late."),
        ({"state": "waiting"}, "Is being compared."),
    ],
)
def test_what_a_comparison_found_is_a_sentence(
    place: Place, figures: dict[str, Any], sentence: str
) -> None:
    compared(place, **figures)
    page = text(place)
    assert sentence in page
    for one in ("00Q1", "00Q2", "00Q3", "00Q4"):
        assert (f"<code>{one}</code>" in page) == (one in str(figures))


def test_a_gap_in_salesforce_is_said_to_the_agency(place: Place) -> None:
    compared(place, missing_count=1)
    Tenant.objects.create(agency=place.tenant.agency, name="Second", slug="second")
    page = place.client.get("/clients/").content.decode()
    assert "On 1 day Salesforce holds other records than Inlet created." in page


def test_the_button_asks_for_the_last_days_and_not_twice_a_minute(place: Place) -> None:
    with walls.inside(place.tenant):
        Connection.objects.update(state=State.CONNECTED)
    assert place.post("ledger/compare/").url == place.at("ledger/")
    assert "The last days are being compared with Salesforce." in text(place)
    place.post("ledger/compare/")
    assert "They were compared a moment ago" in text(place)
    with walls.inside(place.tenant):
        assert Reconciliation.objects.filter(state="waiting").count() == DAYS
        assert AuditEntry.objects.filter(action="ledger.compared").count() == 1
        assert len(unanswered(datetime.now(UTC) + timedelta(seconds=1))) == DAYS


def test_whoever_may_only_read_has_no_button(visit: Callable[[Role | None], Place]) -> None:
    assert ("Check now" in text(visit(Role.EDITOR)), "Check now" in text(visit(Role.VIEWER))) == (
        True,
        False,
    )


def test_the_live_part_is_sent_again_only_when_something_changed(place: Place) -> None:
    part = place.get("ledger/", **HTMX).content.decode()
    asks = {**HTMX, "Inlet-Seen": part.split('"Inlet-Seen": "')[1].split('"')[0]}
    assert place.get("ledger/", **asks).status_code == 204
    compared(place, missing_count=1)
    assert place.get("ledger/", **asks).status_code == 200
    asks["Inlet-Seen"] = place.get("ledger/", **HTMX).content.decode().split('Seen": "')[1][:16]
    send(place.door, person("more@x.example", "More"))
    assert place.get("ledger/", **asks).status_code == 200
