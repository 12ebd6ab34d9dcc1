"""Writes in several calls, and what is read back behind them."""

from __future__ import annotations

from typing import Any

import pytest

from connections.crm import Write
from connections.errors import (
    ANSWER_LOST,
    NOT_SENT,
)

from .orgs import (
    CONTACTS,
    LEADS,
    composite,
    ids,
    leads,
    open_org,
    rows,
    saved,
)
from .scripted import Answer, Script


def test_what_was_written_is_read_back_in_the_same_call(script: Script) -> None:
    done = {"id": "00QKB00000aBcD12AK", "success": True, "errors": []}
    script.say(composite(([done], 200), rows("a" * 18, rest="/q/2")), composite(rows("b" * 18)))
    written = open_org(script.url).write(leads(1), read_back=[LEADS])
    assert written.results[0].ok
    assert ids([list(some) for some in written.read_back]) == [["a" * 18, "b" * 18]]


@pytest.mark.parametrize(
    "answers",
    [
        [
            composite(
                ([{"success": True, "id": "00QKB00000aBcD12AK"}], 200), rows("a"), ({"odd": 1}, 200)
            )
        ],
        [
            composite(
                ([{"success": True, "id": "00QKB00000aBcD12AK"}], 200),
                rows("a"),
                rows("a", rest="/q"),
            ),
            Answer(drop=True),
        ],
    ],
)
def test_what_cannot_be_read_back_was_written_all_the_same(
    script: Script, answers: list[Answer]
) -> None:
    script.say(*answers)
    written = open_org(script.url).write(leads(1), read_back=[LEADS, CONTACTS])
    assert (written.results[0].ok, written.read_back) == (True, ())


def outcome(written: Any) -> list[tuple[str, int]]:
    """Runs of equal outcomes: [("ok", 1000), ("ANSWER_LOST", 500)]."""
    runs: list[tuple[str, int]] = []
    for one in written.results:
        word = "ok" if one.ok else one.failures[0].code
        count = runs.pop()[1] if runs and runs[-1][0] == word else 0
        runs.append((word, count + 1))
    return runs


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (Answer(drop=True), [("ok", 1000), (ANSWER_LOST, 1000), (NOT_SENT, 5)]),
        (
            Answer([{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests"}], 403),
            [("ok", 1000), ("REQUEST_LIMIT_EXCEEDED", 1005)],
        ),
    ],
)
def test_a_later_call_that_fails_takes_no_result_away(
    script: Script, second: Answer, expected: list[tuple[str, int]]
) -> None:
    script.say(saved, second)
    written = open_org(script.url).write(leads(2005), read_back=[LEADS])
    assert outcome(written) == expected
    assert (written.read_back, len(script.seen)) == ((), 2)


def test_a_query_that_is_lost_behind_the_last_write_takes_no_result_away(script: Script) -> None:
    script.say(saved, Answer(drop=True))
    written = open_org(script.url).write(leads(1000), read_back=[LEADS])
    assert (outcome(written), written.read_back) == ([("ok", 1000)], ())


def test_results_come_in_the_order_of_the_writes(script: Script) -> None:
    script.say(saved)
    mixed = [
        Write("c", "Task", {}),
        Write("a", "Lead", {}, record_id="00QKB00000aBcD12AK"),
        Write("b", "Contact", {}),
    ]
    written = open_org(script.url).write(mixed)
    assert [one.ref for one in written.results] == ["c", "a", "b"]
