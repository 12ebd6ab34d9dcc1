"""The API calls on a connection's page: what they were, what is left, and the two settings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from connections.crm import Usage
from connections.models import Connection
from syncs.engine import spending
from syncs.models import ApiHour
from tenants import walls
from tenants.models import AuditEntry

from .conftest import Place


def page(place: Place) -> str:
    answer = place.get(address(place))
    assert answer.status_code == 200
    return answer.content.decode()


def address(place: Place, rest: str = "") -> str:
    with walls.inside(place.tenant):
        return f"connections/{Connection.objects.get().pk}/{rest}"


def called(place: Place, calls: int, usage: Usage | None) -> None:
    with walls.inside(place.tenant):
        row = Connection.objects.get()
        ApiHour.objects.all().delete()
        spending.keep(place.tenant.pk, row.pk, calls=calls, usage=usage)


def test_before_the_org_told_only_our_calls_are_known(place: Place) -> None:
    called(place, 3, None)
    assert "Inlet made 3 calls in the last 24 hours." in page(place)


def test_the_calls_are_ours_those_of_others_and_what_is_left(place: Place) -> None:
    called(place, 30, Usage(70, 1000))
    shown = page(place)
    assert "Inlet made 30 calls and other apps 40, of the 1,000" in shown
    # Half of the 960 that others leave is 480, of which 30 are used.
    assert "<dd>480</dd>" in shown
    assert "<dd>450</dd>" in shown
    assert "At this pace Inlet’s share lasts until" in shown


def test_an_org_that_is_hardly_called_never_runs_out(place: Place) -> None:
    called(place, 1, Usage(2, 15_000))
    assert "At this pace the calls never run out." in page(place)
    assert "At this pace the calls never run out." in place.get("").content.decode()


def test_who_waits_for_calls_is_told_why_and_until_when(place: Place) -> None:
    called(place, 494, Usage(504, 1000))
    shown = page(place)
    assert "Inlet has used its share of the org’s API calls: 494 of 495" in shown
    assert "That should be at about" in shown


def test_share_and_streams_are_saved_and_noted(place: Place) -> None:
    answer = place.post(address(place, "pace/"), {"share": "80", "streams": "4"})
    assert answer.status_code == 302
    with walls.inside(place.tenant):
        row = Connection.objects.get()
        assert (row.api_share, row.streams) == (80, 4)
        assert AuditEntry.objects.filter(action="connection.pace_set").count() == 1


@pytest.mark.parametrize(
    ("share", "streams", "sentence"),
    [
        ("0", "1", "Write a share from 1 to 100."),
        ("101", "1", "Write a share from 1 to 100."),
        ("half", "1", "Write a share from 1 to 100."),
        ("", "1", "Write a share from 1 to 100."),
        ("50", "0", "Write a number of batches, 1 to 8."),
        ("50", "9", "Write a number of batches, 1 to 8."),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(
    place: Place, share: str, streams: str, sentence: str
) -> None:
    answer = place.post(address(place, "pace/"), {"share": share, "streams": streams})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert sentence in shown
    assert f'name="share" value="{share}"' in shown
    with walls.inside(place.tenant):
        row = Connection.objects.get()
        assert (row.api_share, row.streams) == (50, 1)


def test_calls_of_before_the_org_was_changed_are_no_matter_of_the_new_one(place: Place) -> None:
    called(place, 490, Usage(500, 1000))
    with walls.inside(place.tenant):
        ApiHour.objects.update(hour=timezone.now() - timedelta(hours=3))
        Connection.objects.update(org_changed_at=timezone.now() - timedelta(hours=1))
    assert "Inlet made 0 calls in the last 24 hours." in page(place)
