"""A code that no table knows is counted, kept and alarmed; a known one is nobody's business."""

from __future__ import annotations

import pytest

from syncs.models import UnseenAnswer
from syncs.unseen import note, redacted
from tenants import walls

from .conftest import Door


def see(door: Door, *told: tuple[str, str]) -> None:
    with walls.inside(door.tenant):
        note(door.tenant.pk, door.source.connection_id, told)


def kept(door: Door) -> list[tuple[str, str, int]]:
    with walls.inside(door.tenant):
        rows = UnseenAnswer.objects.order_by("code").values_list("code", "sample", "times")
        return list(rows)


def test_it_is_counted_for_good_and_alarmed_once(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    see(door, ("SOME_NEW_CODE", "First"), ("SOME_NEW_CODE", "Second"), ("OTHER", "Third"))
    see(door, ("SOME_NEW_CODE", "Fourth"))
    assert kept(door) == [("OTHER", "Third", 1), ("SOME_NEW_CODE", "First", 3)]
    alarms = [one for one in caplog.records if one.name == "syncs.unseen"]
    assert [(one.levelname, one.__dict__["salesforce_code"]) for one in alarms] == [
        ("ERROR", "OTHER"), ("ERROR", "SOME_NEW_CODE"),
    ]  # fmt: skip
    assert alarms[0].__dict__["connection_id"] == str(door.source.connection_id)


def test_what_the_table_knows_leaves_no_trace(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    see(door, ("UNABLE_TO_LOCK_ROW", "…"), ("HTTP_502", "…"), ("ANSWER_LOST", "…"))
    assert kept(door) == []
    assert caplog.records == []


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("No entry for ada@example.com here", "No entry for … here"),
        ("Call +49 (30) 123-456 first", "Call … first"),
        ("id 00QKB00000aBcD12AK is odd", "id … is odd"),
        ("row 12 of 1000", "row 12 of 1000"),
        ("x " * 400, ("x " * 400)[:500]),
    ],
)
def test_a_sample_tells_of_nobody(message: str, expected: str) -> None:
    assert redacted(message) == expected
