"""What the org and we hold of one run's people, in a form in which two runs can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connections.crm import Record
from connections.soql import select
from syncs.models import InboundLead, Turn

from .world import World

_FIELDS = {
    "Lead": ("LastName", "Company", "Title", "Status", "IsConverted", "OwnerId"),
    "Contact": ("LastName", "Title", "OwnerId"),
}
_UNSHOWN = {"Id", "Email", "OwnerId"}
# An update whose answer was lost finds nothing left to do: both are the person, once.
_ALIKE = {"updated": "in place", "unchanged": "in place"}


@dataclass(frozen=True, slots=True)
class Picture:
    """By kind of lead: records with what hangs on them, and where the leads stand."""

    records: dict[str, list[Any]]
    states: dict[str, list[str]]

    def differences(self, other: Picture) -> list[str]:
        """Kinds that came out otherwise, in words; empty when all is the same."""
        return [
            f"{kind}: {_told(mine, kind)} instead of {_told(theirs, kind)}"
            for mine, theirs in ((self.records, other.records), (self.states, other.states))
            for kind in sorted({*mine, *theirs})
            if mine.get(kind) != theirs.get(kind)
        ]


def _told(found: dict[str, Any], kind: str) -> str:
    return str(found.get(kind, "nothing"))


def take(world: World, run: str, lead_ids: Sequence[str]) -> Picture:
    """The picture of the people whose addresses end in the run's domain."""
    crm = world.crm()
    selects = [select(name, ["Id", "Email", *fields]) for name, fields in _FIELDS.items()]
    hanging = [select("Task", ["Id", "WhoId"]), select("CampaignMember", ["LeadId", "ContactId"])]
    leads, contacts, tasks, members = crm.find([*selects, *hanging])
    on = _count(tasks, "WhoId"), _count(members, "LeadId", "ContactId")
    rows = world.ask(lambda: list(InboundLead.objects.filter(pk__in=lead_ids)))
    turns = world.ask(lambda: dict(Turn.objects.values_list("lead_id", "user_id")))
    due = {row.record_id: turns[row.pk] for row in rows if row.pk in turns}
    records: dict[str, list[Any]] = defaultdict(list)
    for sobject, found in (("Lead", leads), ("Contact", contacts)):
        for record in found:
            name, _, domain = str(record.fields.get("Email")).partition("@")
            if domain == f"{run}.example":
                hung = tuple(counts.get(record.id, 0) for counts in on)
                records[name].append((sobject, *_values(record, run, due), *hung))
    states = defaultdict(list)
    for row in rows:
        states[row.email.partition("@")[0]].append(_ALIKE.get(row.state, row.state))
    return Picture(_sorted(records), _sorted(states))


def _values(record: Record, run: str, due: dict[str, str]) -> tuple[Any, ...]:
    owner = record.fields["OwnerId"]
    # Whoever's turn it is differs from run to run; that it is theirs must not.
    told = "in turn" if due.get(record.id) == owner else owner
    shown = [value for name, value in record.fields.items() if name not in _UNSHOWN]
    return (*(str(value).replace(run.title(), "#") for value in shown), told)


def _count(rows: Sequence[Record], *names: str) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[next(str(row.fields[name]) for name in names if row.fields.get(name))] += 1
    return found


def _sorted(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {kind: sorted(some) for kind, some in found.items()}
