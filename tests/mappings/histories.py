"""Random people: rules with any guards, a record or none, and leads that come in any order.

Salesforce is a dictionary here; what is tested is that the order of coming doesn't matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from connections.crm import Record
from mappings.changes import field_changes, written
from mappings.memory import Held, Memory
from mappings.orgs import Org
from mappings.proposals import Proposal, Proposed
from mappings.refolding import refolded
from mappings.remembering import remember
from mappings.rules import (
    Always,
    Append,
    FieldRule,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    SourceNewer,
    Test,
    WhileDefault,
    WhileField,
)
from mappings.values import is_blank

FIELDS = ("Title", "Status", "Industry", "Rating", "Description")
UNMAPPED = "Stage__c"
VALUES = ("New", "Working", "Warm", "Hot", "7", "12")
FILLERS = ("Unknown", "n/a")
START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
OUR_USER, REP = "005000000000001AAA", "005000000000002AAA"
ORG = Org(user_id=OUR_USER, now=START)


@dataclass(frozen=True, slots=True)
class History:
    """What happened to one person. ``base`` is the record before the first lead, if any."""

    rules: Rules
    base: Mapping[str, Any] | None
    leads: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class End:
    """What Salesforce holds at the end, and what Inlet remembers."""

    fields: Mapping[str, Any]
    memory: Memory

    @property
    def meant(self) -> dict[str, Held]:
        """What each field would hold, had all leads come in the order they happened."""
        return refolded(self.memory)


def random_history(chance: Random, *, most_leads: int = 6) -> History:
    """A person whose leads may share a moment, and may lack any field or only fill it."""
    rules = Rules(fields=tuple(_rule(chance, name) for name in FIELDS), external_id_field="")
    base = _base(chance) if chance.random() < 0.5 else None
    count = chance.randint(2, most_leads)
    return History(rules, base, tuple(_lead(chance, number) for number in range(count)))


def lived(history: History, order: Sequence[Proposal]) -> End:
    """Works the leads one after the other as the engine does, memory kept as JSON in between."""
    stored: dict[str, Any] | None = None
    fields = None if history.base is None else dict(history.base)
    for lead in order:
        memory = None if stored is None else Memory.from_dict(stored)
        record = None if fields is None else Record("Lead", "00Q1", fields)
        found = field_changes(
            history.rules, lead, sobject="Lead", record=record, org=ORG, memory=memory
        )
        assert not found.problems
        after = remember(
            history.rules,
            lead,
            sobject="Lead",
            changes=found.changes,
            record=record,
            org=ORG,
            memory=memory,
        )
        fields = _saved(fields, written(found.changes), memory=memory)
        stored = after.to_dict()
    return End(fields or {}, Memory.from_dict(stored or {}))


def _saved(
    fields: Mapping[str, Any] | None, write: Mapping[str, Any], *, memory: Memory | None
) -> dict[str, Any]:
    """The record after a write; what is new has the org's default in the field nobody maps."""
    stamp = {"LastModifiedById": OUR_USER, "LastModifiedDate": "2026-12-01T00:00:00.000+0000"}
    start = dict.fromkeys(FIELDS) | {UNMAPPED: "New"} if fields is None else dict(fields)
    return {**start, **write, **(stamp if write or fields is None else {})}


def _rule(chance: Random, name: str) -> FieldRule:
    guards = tuple(_guard(chance, name) for _ in range(chance.randint(1, 3)))
    default = chance.choice((None, "New", "Unknown"))
    return FieldRule(lead_field=name, source=f"custom.{name}", default=default, ownership=guards)


def _guard(chance: Random, name: str) -> Guard:
    other = chance.choice([each for each in (*FIELDS, UNMAPPED) if each != name])
    values = tuple(chance.sample(VALUES, 2))
    tested = chance.choice((Test.IS, Test.IS_NOT, Test.IS_BLANK, Test.IS_NOT_BLANK))
    days = chance.choice((1, 3, 30))
    return chance.choice(
        (
            Always(),
            IfBlank(),
            WhileDefault(),
            OnCreate(),
            Never(),
            WhileField(field=other, test=tested, values=values),
            OursUntilEdited(),
            NotEditedWithin(days=days),
            SourceNewer(),
            RefreshAfter(days=days),
            Append(separator=chance.choice(("\n", " | "))),
            HigherOf(order=chance.choice(((), ("New", "Working", "Warm", "Hot")))),
        )
    )


def _base(chance: Random) -> dict[str, Any]:
    """A record that was there: edited by a rep, or by Inlet's own user, within these weeks."""
    edited = START + timedelta(hours=chance.randint(-900, 400))
    values = {name: chance.choice((None, *VALUES, *FILLERS)) for name in (*FIELDS, UNMAPPED)}
    return values | {
        "LastModifiedDate": edited.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "LastModifiedById": chance.choice((OUR_USER, REP)),
        "LastModifiedBy.Name": "Tom Reyes",
    }


def _lead(chance: Random, number: int) -> Proposal:
    values = {name: _proposed(chance) for name in FIELDS if chance.random() < 0.7}
    return Proposal(
        values,
        (),
        email="ana@tarn.example",
        external_id="",
        person_key="p",
        emails=("ana@tarn.example",),
        event_at=START + timedelta(hours=chance.choice((0, 5, 30, 60, 200, 400, 800))),
        lead_key=f"{chance.randint(0, 999):03}-{number}",
    )


def _proposed(chance: Random) -> Proposed:
    if chance.random() < 0.15:
        filler = chance.choice(FILLERS)
        return Proposed(None, filler, stand_in=filler == "Unknown", placeholder=filler == "n/a")
    value = chance.choice(VALUES)
    return Proposed(value, value)


def is_worth_something(held: Held) -> bool:
    """Whether it is a real value, neither blank nor something that stands for nothing."""
    return not is_blank(held.value) and not held.filler and held.value not in FILLERS
