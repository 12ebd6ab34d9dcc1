"""Plan, then carry out on the unchanged org, then compare the org with the plan, field by field."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from connections import soql
from connections.clients import open_crm
from connections.crm import Crm
from connections.models import Connection
from connections.settling import Hand, hand_of
from mappings.decisions import CREATES, Action, Decision
from mappings.publishing import NotPublished, publish_rules
from mappings.rules import Rules
from mappings.values import same
from syncs.engine.running import run
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Source
from syncs.planning import Item, Plan, plan_leads
from syncs.preflight.running import run_preflight
from tenants import walls
from tenants.models import Tenant

from .random_agreements import Place, lead_of, people_of, records_of, rules_for

ADMIN = "Maya Okafor"
# What Salesforce itself keeps about a record, whoever writes it.
_OWN = {"Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
        "SystemModstamp", "LastActivityDate", "Name", "IsUnreadByOwner"}  # fmt: skip
_TABLES = ("Lead", "Contact")
Rows = dict[str, dict[str, Any]]


@dataclass
class Figures:
    """What the runs came to. ``differences`` are sentences, empty if plan and org agree;
    ``planning_writes`` are plans during which the org changed;
    ``by_access`` leads were refused for rights to one record, which nothing foretells."""

    cases: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    by_access: int = 0
    planning_writes: int = 0
    differences: list[str] = field(default_factory=list)


class PlannedRuns:
    """One tenant with a practice org, in which random agreements are planned and carried out."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        with walls.inside(tenant):
            self.connection = Connection.objects.select_related("tenant").get()
            self.source = Source.objects.select_related("mapping", "connection").get()
        hand = hand_of(tenant, ADMIN)
        assert hand is not None
        self.hand: Hand = hand
        self.place = self._place()
        self.columns = {name: self._columns(name) for name in _TABLES}
        self.hand.create("Campaign", {"Name": "Inlet trial", "IsActive": True})
        run_preflight(self.connection)
        self.figures = Figures()

    def crm(self) -> Crm:
        """A client of its own, so that the plan's calls are counted by the plan."""
        return open_crm(self.connection.pk, self.tenant.pk)

    def _place(self) -> Place:
        users, queues = self.crm().find(
            [
                soql.select("User", ["Id", "Name", "IsActive"]),
                soql.select("Group", ["Id", "Name"], where=soql.equals("Type", "Queue")),
            ]
        )
        active = {str(u.fields["Name"]): u.id for u in users if u.fields["IsActive"]}
        return Place(active, {str(q.fields["Name"]): q.id for q in queues})

    def _columns(self, sobject: str) -> list[str]:
        fields = self.crm().describe(sobject).fields.values()
        return [one.name for one in fields if one.type not in {"address", "location"}]

    def case(self, seed: int, *, people: int = 5, leads: int = 8) -> None:
        """One agreement, one org state and some leads: planned, carried out, compared."""
        chance = random.Random(seed)  # noqa: S311
        rules = self._published(chance)
        crowd = people_of(chance, f"s{seed}x", people)
        for person in crowd:
            self._furnish(chance, person)
        receipt = accept(self.source, [lead_of(chance, chance.choice(crowd)) for _ in range(leads)])
        with walls.inside(self.tenant):
            kept = InboundLead.objects.in_bulk(list(receipt.lead_ids))
        rows = [kept[one] for one in receipt.lead_ids]
        before = self._rows()
        plans = plan_leads(
            self.connection, rules, [Item(row.payload, row.received_at, row.pk) for row in rows]
        )
        self.figures.planning_writes += self._rows() != before
        while run(self.tenant.pk, self.connection.pk):
            pass
        with walls.inside(self.tenant):
            done = InboundLead.objects.in_bulk(list(receipt.lead_ids))
        self._compare(seed, plans, [done[one] for one in receipt.lead_ids], before, self._rows())

    def _published(self, chance: random.Random) -> Rules:
        """The first agreement of the draw that makes sense and went live."""
        while True:
            rules = rules_for(chance, self.place)
            with walls.inside(self.tenant), suppress(NotPublished):
                publish_rules(self.source.mapping, rules, by="trial")
                return rules

    def _furnish(self, chance: random.Random, person: dict[str, Any]) -> None:
        for sobject, fields in records_of(chance, person):
            record_id = self.hand.create("Lead" if sobject == "Converted" else sobject, fields)
            if sobject == "Converted":
                self.hand.convert(record_id)

    def _rows(self) -> Rows:
        selects = [soql.select(name, self.columns[name]) for name in _TABLES]
        found = self.crm().find(selects)
        return {row.id: dict(row.fields) for rows in found for row in rows}

    def _compare(
        self,
        seed: int,
        plans: list[Plan],
        leads: list[InboundLead],
        before: Rows,
        after: Rows,
    ) -> None:
        self.figures.cases += len(plans)
        expected = _Expected(before)
        for plan, lead in zip(plans, leads, strict=True):
            decision = plan.decision
            self.figures.actions[decision.action.value] += 1
            refused = lead.state == "failed" or (
                lead.state == "held" and decision.action is not Action.HOLD
            )
            self.figures.refused += refused
            # Who may change one record is in no describe.
            by_access = lead.cause.startswith("INSUFFICIENT_ACCESS")
            self.figures.by_access += by_access
            if refused and not plan.predicted and not by_access:
                self._tell(seed, f"{lead.pk}: refused, not predicted: {lead.reason}")
            if not refused and plan.predicted and lead.state != "pending":
                self._tell(seed, f"{lead.pk}: predicted, not refused: {plan.predicted[0].sentence}")
            if not refused:
                expected.carry_out(decision, lead.record_id)
        for sentence in expected.against(after):
            self._tell(seed, sentence)

    def _tell(self, seed: int, sentence: str) -> None:
        self.figures.differences.append(f"seed {seed}: {sentence}")


class _Expected:
    """The org as the plans say that it will be."""

    def __init__(self, before: Rows) -> None:
        self.before = before
        self.written: dict[str, dict[str, Any]] = {}
        self.created: set[str] = set()
        self.newest: dict[str, str] = {}
        self.owners: dict[str, str] = {}

    def carry_out(self, decision: Decision, record_id: str) -> None:
        """Take in one plan; ``record_id`` is the record in which the lead ended."""
        if decision.action in CREATES:
            self.created.add(record_id)
        elif decision.action in {Action.SKIP, Action.HOLD}:
            return
        elif decision.record_id and decision.record_id != record_id:
            self.written[f"{decision.record_id} is not {record_id}"] = {}
        self.written.setdefault(record_id, {}).update(decision.fields_to_write)
        if decision.owner_id and (
            decision.action in CREATES or "OwnerId" in decision.fields_to_write
        ):
            self.owners[record_id] = decision.owner_id

    def against(self, after: Rows) -> list[str]:
        """Where the org is not what the plans said."""
        told = []
        new = after.keys() - self.before.keys()
        if new != self.created:
            told.append(f"created {sorted(new)}, planned {sorted(self.created)}")
        for record_id, fields in after.items():
            was = self.before.get(record_id)
            told += self._record(record_id, was, fields)
        told += [f"gone: {one}" for one in self.before.keys() - after.keys()]
        return told

    def _record(self, record_id: str, was: dict[str, Any] | None, now: dict[str, Any]) -> list[str]:
        planned = self.written.get(record_id, {})
        told = []
        for name, value in planned.items():
            if not same(now.get(name), value, is_email=name == "Email"):
                told.append(f"{record_id}.{name} is {now.get(name)!r}, planned {value!r}")
        changed = {name for name in now if was is not None and now[name] != was.get(name)}
        unplanned = changed - planned.keys() - _OWN
        if unplanned:
            told.append(f"{record_id}: not planned: {sorted(unplanned)}")
        owner = self.owners.get(record_id)
        if owner and now.get("OwnerId") != owner:
            told.append(f"{record_id}: owner {now.get('OwnerId')}, planned {owner}")
        return told
