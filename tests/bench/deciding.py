"""How long deciding takes, without any call: rendering, recognising, deciding a thousand leads.

    python -m tests.bench.deciding --leads 1000 --runs 5

Half of the people are Leads already, of whom Inlet remembers what it wrote; prints medians.
"""

from __future__ import annotations

# ruff: noqa: E402  Django has to be set up before the agreement's defaults can be imported.
import argparse
import os
import statistics
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from connections.crm import Record
from connections.soql import Select
from mappings.defaults import default_rules
from mappings.folding import fold
from mappings.indexing import index_records
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.people import recognise
from mappings.remembering import remember
from mappings.rendering import render
from mappings.rules import OursUntilEdited, RoundRobin, Rules
from syncs.engine.jobs import Bench, Job
from syncs.engine.preparing import prepare

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)


def lead(at: int) -> dict[str, Any]:
    """A typical lead."""
    return {
        "source": "website",
        "external_id": f"ext-{at}",
        "person": {
            "email": f"Person{at}@brightfield{at % 50}.example",
            "first_name": "Priya",
            "last_name": f"Natarajan {at}",
            "title": "Head of Operations",
            "phone": f"020 7946 {at % 10_000:04}",
        },
        "company": {"name": f"Brightfield Farms {at % 50}", "country": "United Kingdom"},
        "attribution": {"campaign": "Q2", "utm_source": "webinar"},
    }


@dataclass
class Remembered:
    """An org and a desk that answer from a dictionary, at no cost."""

    rows: list[Record]
    memories: Mapping[str, Memory]
    calls: int = 0
    named: list[uuid.UUID] = field(default_factory=list)

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """The Leads, for the first query about them."""
        self.calls += 1
        return [self.rows if at == 0 else [] for at, _ in enumerate(selects)]

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Nobody by an earlier address."""
        del values
        return {}

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """What was written."""
        return {one: self.memories[one] for one in record_ids if one in self.memories}

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
    ) -> Mapping[uuid.UUID, str]:
        """Nothing to keep."""
        del drawing, active
        self.named.extend(creating)
        return {}


def known_half(rules: Rules, org: Org, count: int) -> Remembered:
    """Every second person as a Lead that an earlier lead of theirs made."""
    rows, memories = [], {}
    for at in range(0, count, 2):
        record_id = f"00QKB{at:010}AAA"
        earlier = NOW - timedelta(days=10)
        proposal = render(rules, lead(at), lead_key=f"old-{at}", org=org, event_at=earlier)
        (person,) = recognise(rules, [proposal], index_records(rules, [], org=org))
        folded = fold(rules, [proposal], person.match, ref="0", org=org)
        written = folded.decisions[0]
        fields = {"Id": record_id, "CreatedDate": "2026-11-09T14:20:00.000+0000",
                  "IsConverted": False, "OwnerId": "005KB000000001AAAA",
                  **written.fields_to_write, "Title": "Operations Director"}  # fmt: skip
        rows.append(Record("Lead", record_id, fields))
        memories[record_id] = remember(
            rules, proposal, sobject="Lead", changes=written.changes, record=None, org=org,
            memory=None,
        )  # fmt: skip
    return Remembered(rows, memories)


def main() -> int:
    """Run it with the sizes of the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rules, org = _owned(default_rules("GB")), Org(now=NOW, region="GB")
    known: Any = known_half(rules, org, options.leads)
    bench = Bench(known, rules, org, known, draw=lambda: 0.5, clock=time.monotonic)
    jobs = [Job(uuid.UUID(int=at), lead(at), NOW) for at in range(options.leads)]
    whole, each = [], []
    for _ in range(options.runs):
        began = time.perf_counter()
        prepared = prepare(bench, jobs)
        whole.append(time.perf_counter() - began)
        each += [_deciding(rules, org, prepared, group) for group in prepared.groups]
    print(
        f"{options.leads} leads of {len(rules.fields)} fields, half of them known, "
        f"median of {options.runs}: rendered, recognised and decided in "
        f"{statistics.median(whole):.2f} s ({min(whole):.2f} at best); deciding one lead takes "
        f"{statistics.median(each) * 1e6:.0f} µs (median)"
    )
    return 0


def _deciding(rules: Rules, org: Org, prepared: Any, group: Any) -> float:
    proposals = [prepared.proposals[at] for at in group.members]
    began = time.perf_counter()
    fold(rules, proposals, group.match, ref="0", org=org, memories=prepared.memories,
         index=prepared.index)  # fmt: skip
    return (time.perf_counter() - began) / len(proposals)


def _owned(rules: Rules) -> Rules:
    """The guide's rules, with a field that is ours until somebody edits it."""
    return replace(
        rules,
        fields=tuple(
            replace(rule, ownership=(OursUntilEdited(),)) if rule.lead_field == "Title" else rule
            for rule in rules.fields
        ),
    )


if __name__ == "__main__":
    raise SystemExit(main())
