"""An agency with many clients that follow one blueprint, and what was last seen of their orgs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from connections.documents import document_of
from connections.models import Connection, Environment, State
from connections.org_facts import OrgFacts
from mappings.blueprints import add_version, follow, make_blueprint
from mappings.defaults import default_rules, make_mapping
from mappings.models import (
    Blueprint,
    BlueprintClient,
    BlueprintVersion,
    MappingVersion,
    Promotion,
    PromotionStep,
    SchemaSnapshot,
)
from mappings.rules import Always, FieldRule, Rules, ValueMap
from syncs.models import InboundLead, Source
from syncs.rollout import deciding, running
from syncs.rollout.deciding import First
from tenants import walls
from tenants.models import Agency, Tenant

RATING = FieldRule(
    lead_field="Rating",
    label="Rating",
    source="custom.rating",
    value_map=ValueMap(pairs=(("A", "Hot"), ("B", "Warm"))),
    ownership=(Always(),),
)
Twist = Callable[[OrgFacts], OrgFacts]


@dataclass
class Agencyful:
    """The agency, its clients in order, and its blueprint."""

    agency: Agency
    tenants: list[Tenant]
    blueprint: Blueprint

    def inside(self) -> Any:
        """All its clients in force."""
        return walls.inside(*self.tenants)

    def newest(self) -> BlueprintVersion:
        """The blueprint's newest version."""
        with self.inside():
            return BlueprintVersion.objects.filter(blueprint=self.blueprint).first()  # type: ignore[return-value]

    def add_version(self, **changed: Any) -> BlueprintVersion:
        """The next version: with a Rating, unless told otherwise."""
        rules = default_rules()
        parts = {"fields": (*rules.fields, RATING), **changed}
        with self.inside():
            return add_version(self.blueprint, replace(rules, **parts), by="Maya")

    def begin(self) -> Promotion:
        """A promotion of the newest version, compared and checked."""
        newest = self.newest()
        with self.inside():
            row = deciding.begin(newest, by="Maya")
        self.run(row)
        return self.now(row)

    def start(self, row: Promotion, **first: Any) -> Promotion:
        """Begun with these first clients, as far as it gets by itself."""
        with self.inside():
            deciding.start(row, First(**first), by="Maya")
        return self.run(row)

    def run(self, row: Promotion) -> Promotion:
        """What the tasks do until there is nothing to do at once."""
        while running.advance(self.agency.pk, row.pk):
            pass
        return self.now(row)

    def now(self, row: Promotion) -> Promotion:
        """The promotion as it stands."""
        with self.inside():
            return Promotion.objects.select_related("version__blueprint").get(pk=row.pk)

    def steps(self, row: Promotion) -> dict[str, PromotionStep]:
        """Its steps by the client's name."""
        with self.inside():
            rows = PromotionStep.objects.filter(promotion=row).select_related("tenant")
            return {one.tenant.name: one for one in rows}

    def states(self, row: Promotion) -> dict[str, int]:
        """How many steps stand where."""
        found: dict[str, int] = {}
        for one in self.steps(row).values():
            found[one.state] = found.get(one.state, 0) + 1
        return found

    def live(self) -> dict[str, str]:
        """What is live at each client, to the byte."""
        with self.inside():
            rows = MappingVersion.objects.filter(state="live").select_related("tenant")
            return {one.tenant.name: json.dumps(one.document) for one in rows}

    def followers(self) -> dict[str, tuple[int, Any]]:
        """Which version each client has, and its overrides."""
        with self.inside():
            rows = BlueprintClient.objects.select_related("tenant", "version")
            return {one.tenant.name: (one.version.number, one.overrides) for one in rows}

    def leads(self, number: int, state: str, *, of: Tenant, version: int = 2) -> None:
        """Leads of this client that its mapping's version decided so."""
        with walls.inside(of):
            source = Source.objects.get()
            InboundLead.objects.bulk_create(
                InboundLead(
                    tenant=of,
                    source=source,
                    connection_id=source.connection_id,
                    payload={},
                    state=state,
                    mapping_number=version,
                    due_at=None,
                    finished_at=timezone.now(),
                )
                for _ in range(number)
            )


def furnish(
    agency: Agency,
    facts: OrgFacts,
    *,
    count: int,
    twists: Mapping[int, Twist] | None = None,
    slug: str = "client",
) -> Agencyful:
    """So many clients that follow version 1, every third with something of its own.

    ``twists`` change what was last seen of single clients' orgs.
    """
    tenants = [
        Tenant.objects.create(agency=agency, name=f"Client {n:02}", slug=f"{slug}-{n:02}")
        for n in range(count)
    ]
    stored = document_of(facts)
    for number, tenant in enumerate(tenants):
        twist = (twists or {}).get(number)
        with walls.inside(tenant):
            _furnish(tenant, document_of(twist(facts)) if twist else stored, _rules(number))
    with walls.inside(*tenants):
        first = make_blueprint(agency, "Shared", default_rules(), by="Maya")
    for tenant in tenants:
        with walls.inside(tenant):
            mapping = MappingVersion.objects.select_related("mapping__tenant").get().mapping
            follow(mapping, first, by="Maya")
    return Agencyful(agency, tenants, first.blueprint)


def _rules(number: int) -> Rules:
    rules = default_rules()
    if number % 3:
        return rules
    fields = tuple(
        replace(one, default=f"Unknown {number}") if one.lead_field == "Company" else one
        for one in rules.fields
    )
    return replace(rules, fields=fields)


def _furnish(tenant: Tenant, facts: Any, rules: Rules) -> None:
    link = Connection.objects.create(
        tenant=tenant,
        name="Org",
        environment=Environment.PRACTICE,
        login_url="http://127.0.0.1:1",
        state=State.CONNECTED,
    )
    SchemaSnapshot.objects.create(
        tenant=tenant, connection=link, facts=facts, digest=f"{tenant.slug}"
    )
    Source.objects.create(
        tenant=tenant,
        name="Website",
        connection=link,
        mapping=make_mapping(tenant, "Leads", rules=rules),
    )


def without_field(name: str) -> Twist:
    """The org has no such field on Lead."""

    def twisted(facts: OrgFacts) -> OrgFacts:
        lead = facts.objects["Lead"]
        fields = {key: one for key, one in lead.fields.items() if key != name}
        return replace(facts, objects={**facts.objects, "Lead": replace(lead, fields=fields)})

    return twisted


def with_field(name: str, **changed: Any) -> Twist:
    """The org's field on Lead is otherwise."""

    def twisted(facts: OrgFacts) -> OrgFacts:
        lead = facts.objects["Lead"]
        fields = {**lead.fields, name: replace(lead.fields[name], **changed)}
        return replace(facts, objects={**facts.objects, "Lead": replace(lead, fields=fields)})

    return twisted


def without_value(name: str, value: str) -> Twist:
    """The org's picklist on Lead is restricted and lacks a value."""

    def twisted(facts: OrgFacts) -> OrgFacts:
        known = facts.objects["Lead"].fields[name]
        left = tuple(one for one in known.picklist if one.value != value)
        values = tuple(
            replace(one, values=tuple(v for v in one.values if v != value))
            if (one.sobject, one.field) == ("Lead", name)
            else one
            for one in facts.record_type_values
        )
        found = with_field(name, picklist=left, restricted_picklist=True)(facts)
        return replace(found, record_type_values=values)

    return twisted
