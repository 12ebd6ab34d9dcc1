"""A task is logged once: what a try before this one logged is found by its last line."""

from __future__ import annotations

from typing import Any

import pytest

from connections.crm import Write
from mappings.activities import plan_task
from mappings.follow_values import Followed, Item, Known, Step, Steps
from mappings.following import Follow, Kind

ANA = "00Q000000000001AAA"
CALL = Follow(
    kind=Kind.TASK, number=2, subject="Call", description="Back", due="2026-11-20",
    task_status="Completed", priority="Normal",
)  # fmt: skip
LINE = "Inlet reference 0001/2"


def planned(follow: Follow, *logged: str) -> tuple[Step, dict[str, Write]]:
    item = Item(ref="a", lead_key="0001", sobject="Lead", record_id=ANA, follow=(follow,))
    steps = Steps()
    return plan_task(item, follow, Known(tasks={ANA: logged}), steps=steps), steps.writes


def test_a_task_is_written_whole_under_a_name_of_its_own() -> None:
    fields = {
        "WhoId": ANA, "Subject": "Call", "Description": f"Back\n\n{LINE}",
        "ActivityDate": "2026-11-20", "Status": "Completed", "Priority": "Normal",
    }  # fmt: skip
    name = f"task {LINE}"
    assert planned(CALL) == (Step(name), {name: Write(name, "Task", fields)})


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"description": ""}, "Description", LINE),
        ({"task_type": "Call"}, "TaskSubtype", "Call"),
    ],
)
def test_what_a_task_says(changed: dict[str, Any], field: str, value: str) -> None:
    (write,) = planned(Follow(**{**_fields(CALL), **changed}))[1].values()
    assert write.fields[field] == value


def _fields(follow: Follow) -> dict[str, Any]:
    return {name: getattr(follow, name) for name in follow.__slots__}


@pytest.mark.parametrize("before", [LINE, f"Back\n\n{LINE}", f"One\nTwo\n {LINE} \n\n"])
def test_a_task_of_an_earlier_try_is_found(before: str) -> None:
    sentence = "The task “Call” was logged by an earlier try."
    settled = Step(settled=Followed(kind=Kind.TASK, ok=True, sentence=sentence))
    assert planned(CALL, "Another\n\nInlet reference 0001/1", before) == (settled, {})


@pytest.mark.parametrize("before", ["", f"{LINE}\n\nBack", f"{LINE}1", "Inlet reference 0001/1"])
def test_a_task_of_another_rule_or_lead_is_not_taken_for_it(before: str) -> None:
    assert planned(CALL, before)[1]
