"""The plan of a write: the engine's own decisions, made on the org as it is now. Nothing is
written, in Salesforce or here; only the look-up call of the engine is made.
"""

from __future__ import annotations

import random
import time
import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from connections.clients import open_crm
from connections.crm import Crm, Record
from connections.errors import CrmError, explain
from connections.models import Connection
from connections.soql import Select
from mappings.decisions import Decision
from mappings.folding import Folded
from mappings.orgs import Org
from mappings.predicting import predict
from mappings.proposals import Problem, Proposal
from mappings.rules import Rules
from syncs.engine import spending
from syncs.engine.desk import ReadingDesk
from syncs.engine.jobs import Bench, Job, event_time
from syncs.engine.preparing import begin, prepare
from syncs.orgs import org_of
from tenants import walls
from tenants.identifiers import uuid7
from tenants.vault import VaultError

from .glancing import Glance

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A lead to plan for: a canonical payload, when it came, and its id if it is kept already."""

    payload: Mapping[str, Any]
    received_at: datetime | None = None
    lead_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done about one lead.

    ``predicted`` is what Salesforce would refuse, as far as its describe tells. ``trouble`` says
    why the org could not be asked; the decision then takes everybody for new. ``calls`` is how
    many look-up calls the whole planning took.
    """

    item: Item
    proposal: Proposal
    decision: Decision
    predicted: tuple[Problem, ...] = ()
    trouble: str = ""
    calls: int = 0


@dataclass
class _Nobody:
    """An org that can't be asked: nobody is found there."""

    calls: int = 0

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """No rows."""
        return [[] for _ in selects]


_glances: OrderedDict[Any, Any] = OrderedDict()


def plan_leads(
    connection: Connection, rules: Rules, items: Sequence[Item], *, at_a_glance: bool = False
) -> list[Plan]:
    """A plan for each item, in their order, as if they came together now. 0 write calls.

    ``at_a_glance``: what was looked up within the last minute isn't looked up again. Call
    outside the walls. Raises RulesRefused when the rules can't be carried out.
    """
    now = timezone.now()
    with walls.inside(connection.tenant_id):
        org = org_of(connection, now=now)
    jobs = [_job(item, now) for item in items]
    try:
        crm: Any = open_crm(connection.pk, connection.tenant_id)
        if at_a_glance:
            crm = Glance(crm, connection.pk, kept=_glances)
        plans = _planned(connection, crm, rules, org=org, items=items, jobs=jobs)
    except (CrmError, VaultError) as error:
        told = explain(error.failure, {})[0] if isinstance(error, CrmError) else str(error)
        nobody: Any = _Nobody()
        return list(
            _planned(connection, nobody, rules, org=org, items=items, jobs=jobs, trouble=told)
        )
    spending.note(crm, connection.pk, connection.tenant_id)
    return plans


def _job(item: Item, now: datetime) -> Job:
    event_at = event_time(item.payload, item.received_at or now)
    return Job(item.lead_id or uuid7(), item.payload, event_at)


def _planned(
    connection: Connection,
    crm: Crm,
    rules: Rules,
    *,
    org: Org,
    items: Sequence[Item],
    jobs: Sequence[Job],
    trouble: str = "",
) -> list[Plan]:
    desk = ReadingDesk(connection.tenant_id, connection.pk, org.now)
    bench = Bench(crm, rules, org, desk, draw=random.random, clock=time.monotonic)
    found: list[_Decided] = []
    for at in range(0, len(jobs), BATCH):
        found += _decided(bench, jobs[at : at + BATCH])
    return [
        Plan(
            item=item,
            proposal=one.proposal,
            decision=one.decision,
            predicted=one.predicted,
            trouble=trouble,
            calls=crm.calls,
        )
        for item, one in zip(items, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Decided:
    proposal: Proposal
    decision: Decision
    predicted: tuple[Problem, ...]


def _decided(bench: Bench, jobs: Sequence[Job]) -> list[_Decided]:
    prepared = prepare(bench, jobs)
    begin(bench, jobs, prepared)
    found: dict[int, _Decided] = {}
    for group in prepared.groups:
        refused = _refused(bench, group.folded)
        for place, at in enumerate(group.members):
            stands_on = group.folded.stands_on[place]
            found[at] = _Decided(
                prepared.proposals[at],
                group.folded.decisions[place],
                refused.get(stands_on, ()) if stands_on is not None else (),
            )
    return [found[at] for at in range(len(jobs))]


def _refused(bench: Bench, folded: Folded) -> dict[int, tuple[Problem, ...]]:
    """What Salesforce would refuse of each write: leads of one write stand or fall together."""
    found: dict[int, tuple[Problem, ...]] = {}
    for decision, place in zip(folded.decisions, folded.stands_on, strict=True):
        if place is not None and place not in found:
            whole = replace(decision, fields_to_write=folded.writes[place].fields)
            found[place] = predict(bench.rules, whole, bench.org)
    return found
