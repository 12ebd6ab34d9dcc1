"""Tasks: what has to be written, exactly once per lead and rule. Pure.

Nothing in Salesforce keeps a task from being written twice, so each ends with a line that names
the lead it stands for; a lead that is tried again looks for that line first.
"""

from __future__ import annotations

from typing import Any

from connections.crm import Write
from mappings.follow_values import Followed, Item, Known, Step, Steps
from mappings.following import Follow, Kind


def plan_task(item: Item, follow: Follow, org: Known, *, steps: Steps) -> Step:
    """How the task comes to be; a write that is needed goes into ``steps``."""
    line = reference(item, follow)
    if any(_last_line(text) == line for text in org.tasks.get(item.record_id, ())):
        sentence = f"The task “{follow.subject}” was logged by an earlier try."
        return Step(settled=Followed(kind=Kind.TASK, ok=True, sentence=sentence))
    name = f"task {line}"
    fields: dict[str, Any] = {
        "WhoId": item.record_id,
        "Subject": follow.subject,
        "Description": f"{follow.description}\n\n{line}".lstrip(),
        "ActivityDate": follow.due,
        "Status": follow.task_status,
        "Priority": follow.priority,
    }
    if follow.task_type:
        fields["TaskSubtype"] = follow.task_type
    steps.writes[name] = Write(name, "Task", fields)
    return Step(name)


def reference(item: Item, follow: Follow) -> str:
    """The line that says for which lead, and by which of the rules, a task was logged."""
    return f"Inlet reference {item.lead_key}/{follow.number}"


def _last_line(text: str) -> str:
    return text.rstrip().rpartition("\n")[2].strip()
