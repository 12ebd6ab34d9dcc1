"""What judging the fields of leads costs: `field_changes` and `remember`, without a database.

    python -m tests.bench.judging --leads 1000

Half of the leads make a record, half meet one that Inlet knows; 14 fields, all kinds of guards.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import UTC, datetime, timedelta

from connections.crm import Record
from mappings.changes import field_changes, written
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.proposals import Proposal, Proposed
from mappings.remembering import remember
from mappings.rules import (
    Always,
    FieldRule,
    Guard,
    HigherOf,
    IfBlank,
    NotEditedWithin,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    SourceNewer,
    WhileDefault,
    WhileField,
)

GUARDS: tuple[tuple[Guard, ...], ...] = (
    (Always(),),
    (IfBlank(),),
    (WhileDefault(),),
    (OursUntilEdited(),),
    (IfBlank(), WhileField(field="Status", values=("New",))),
    (SourceNewer(), NotEditedWithin(days=30)),
    (RefreshAfter(days=90), HigherOf()),
)
FIELDS = tuple(f"Field_{number}__c" for number in range(14))
RULES = Rules(
    fields=tuple(
        FieldRule(lead_field=name, source=f"custom.{name}", ownership=GUARDS[at % len(GUARDS)])
        for at, name in enumerate(FIELDS)
    )
)
START = datetime(2026, 11, 1, tzinfo=UTC)
ORG = Org(user_id="005000000000001AAA", now=START)


def main() -> int:
    """Run it with the size of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=1_000)
    options = parser.parse_args()
    judging: list[float] = []
    keeping: list[float] = []
    for number in range(options.leads):
        memory, record = (None, None) if number % 2 else _known(number)
        _one(number + 1, record, memory, judging=judging, keeping=keeping)
    for what, spent in (("field_changes", judging), ("remember", keeping)):
        print(
            f"{what}: {options.leads:,} leads of {len(FIELDS)} fields in {sum(spent):.3f} s, "
            f"median {statistics.median(spent) * 1_000_000:.0f} µs a lead"
        )
    return 0


def _known(number: int) -> tuple[Memory, Record]:
    memory, record = _one(number, None, None, judging=[], keeping=[])
    return Memory.from_dict(memory.to_dict()), record


def _one(
    number: int,
    record: Record | None,
    memory: Memory | None,
    *,
    judging: list[float],
    keeping: list[float],
) -> tuple[Memory, Record]:
    lead = Proposal(
        {name: Proposed(f"v{number}", f"v{number}") for name in FIELDS},
        (),
        email=f"p{number}@bench.example",
        external_id="",
        person_key=f"p{number}",
        event_at=START + timedelta(hours=number),
        lead_key=f"{number:06}",
    )
    began = time.perf_counter()
    found = field_changes(RULES, lead, sobject="Lead", record=record, org=ORG, memory=memory)
    judged = time.perf_counter()
    kept = remember(
        RULES,
        lead,
        sobject="Lead",
        changes=found.changes,
        record=record,
        org=ORG,
        memory=memory,
    )
    judging.append(judged - began)
    keeping.append(time.perf_counter() - judged)
    fields = {**(record.fields if record else {}), **written(found.changes)}
    return kept, Record("Lead", "00Q000000000001AAA", fields)


if __name__ == "__main__":
    raise SystemExit(main())
