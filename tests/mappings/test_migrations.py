"""Versions of the first form, as rows, become documents; nothing that they said is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from mappings.documents import rules_of
from mappings.rules import (
    Always,
    AssignmentRules,
    ByEmail,
    ByExternalId,
    ContactFound,
    FieldRule,
    IfBlank,
    LeadFound,
    Mode,
    OnCreate,
    OneQueue,
    OrgRefuses,
    Routing,
    Rules,
    ValueMap,
    WhileDefault,
)
from mappings.transforms import Boolean, EmailAddress, Number, Phone, Trim, Truncate
from tests.conftest import owner_connection

BEFORE, AFTER = ("mappings", "0002_preflight"), ("mappings", "0003_document")
FIELDS: list[dict[str, Any]] = [
    {"label": "Phone", "source": "person.phone", "lead_field": "Phone", "contact_field": "Phone",
     "transforms": ["trim", "phone:GB"], "ownership": "if_blank"},
    {"label": "Rating", "source": "custom.rating", "lead_field": "Rating", "default": "Cold",
     "transforms": ["truncate:40"], "value_map": [["hot", "Hot"]], "ownership": "always"},
    {"label": "Budget", "source": "custom.budget", "lead_field": "Budget__c",
     "transforms": ["number:,"], "ownership": "on_create"},
    {"label": "Opted", "source": "custom.opted", "contact_field": "Opted__c",
     "transforms": ["bool", "phone"], "ownership": "while_default", "default": ""},
    {"label": "Email", "source": "person.email", "lead_field": "Email", "transforms": ["email"],
     "ownership": "if_blank"},
]  # fmt: skip
RULES = Rules(
    fields=(
        FieldRule(label="Phone", source="person.phone", lead_field="Phone", contact_field="Phone",
                  transforms=(Trim(), Phone(region="GB")), ownership=(IfBlank(),)),
        FieldRule(label="Rating", source="custom.rating", lead_field="Rating", default="Cold",
                  transforms=(Truncate(length=40),), ownership=(Always(),),
                  value_map=ValueMap(pairs=(("hot", "Hot"),))),
        FieldRule(label="Budget", source="custom.budget", lead_field="Budget__c",
                  transforms=(Number(decimal=","),), ownership=(OnCreate(),)),
        FieldRule(label="Opted", source="custom.opted", contact_field="Opted__c",
                  transforms=(Boolean(), Phone()), ownership=(WhileDefault(),), default=""),
        FieldRule(label="Email", source="person.email", lead_field="Email",
                  transforms=(EmailAddress(),)),
    ),
    match=(ByExternalId(), ByEmail()),
    mode=Mode.CREATE_ONLY,
    lead_found=LeadFound.SKIP,
    contact_found=ContactFound.SKIP,
    org_refuses=OrgRefuses.SAVE_ANYWAY,
    routing=Routing(owner=OneQueue(id="00G000000000001AAA", name="Inbound")),
    external_id_field="Key__c",
    default_status="Open",
)  # fmt: skip


@pytest.fixture
def elsewhere(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The alias of a database of its own, as it was before versions had documents."""
    home = settings.DATABASES["owner"]["NAME"]
    name = f"{home}_before"
    with django_db_blocker.unblock():
        with owner_connection(home) as owner:
            owner.execute(f'CREATE DATABASE "{name}"')
        connections.databases["before"] = {**connections.databases["owner"], "NAME": name}
        try:
            call_command("migrate", *BEFORE, database="before", verbosity=0)
            yield "before"
        finally:
            connections["before"].close()
            del connections["before"]
            del connections.databases["before"]
            with owner_connection(home) as owner:
                owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _lower_the_walls(alias: str) -> None:
    """Rows of any tenant can be written, as no migration could otherwise."""
    with connections[alias].cursor() as cursor:
        for table in ("mapping", "mappingversion", "fieldmapping", "matchrulerow"):
            cursor.execute(f'ALTER TABLE "mappings_{table}" NO FORCE ROW LEVEL SECURITY')


def _fill(alias: str) -> None:
    apps = MigrationExecutor(connections[alias]).loader.project_state([BEFORE]).apps

    def make(app: str, model: str, **values: Any) -> Any:
        return apps.get_model(app, model)._base_manager.using(alias).create(**values)

    agency = make("tenants", "Agency", name="A")
    tenant = make("tenants", "Tenant", agency=agency, name="T", slug="t")
    mapping = make("mappings", "Mapping", tenant=tenant, name="Website")
    known = {"tenant": tenant, "mapping": mapping}
    live = make(
        "mappings", "MappingVersion", **known, number=1, state="live", mode="create_only",
        lead_found="skip", contact_found="skip", routing_kind="queue",
        routing_owner_id="00G000000000001AAA", routing_owner_name="Inbound",
        external_id_field="Key__c", default_status="Open", allow_duplicate_save=True,
    )  # fmt: skip
    for position, row in enumerate(FIELDS):
        make("mappings", "FieldMapping", tenant=tenant, version=live, position=position, **row)
    for position, (kind, field) in enumerate([("external_id", "Key__c"), ("email", "Email")]):
        make("mappings", "MatchRuleRow", tenant=tenant, version=live, position=position,
             kind=kind, field=field)  # fmt: skip
    for number, rule in ((2, ""), (3, "01Q000000000001AAA")):
        make("mappings", "MappingVersion", **known, number=number, state="draft",
             routing_kind="assignment_rules", routing_rule_id=rule)  # fmt: skip


def test_rows_and_columns_become_one_document(elsewhere: str) -> None:
    _lower_the_walls(elsewhere)
    _fill(elsewhere)
    call_command("migrate", *AFTER, database=elsewhere, verbosity=0)
    with connections[elsewhere].cursor() as cursor:
        cursor.execute(
            "SELECT relname, relforcerowsecurity FROM pg_class "
            "WHERE relname LIKE 'mappings_%' AND relkind = 'r' AND relrowsecurity"
        )
        forced = dict(cursor.fetchall())
        cursor.execute("ALTER TABLE mappings_mappingversion NO FORCE ROW LEVEL SECURITY")
    assert forced["mappings_mappingversion"]
    assert "mappings_fieldmapping" not in forced
    apps = MigrationExecutor(connections[elsewhere]).loader.project_state([AFTER]).apps
    versions = apps.get_model("mappings", "MappingVersion")._base_manager.using(elsewhere)
    one, two, three = versions.order_by("number")
    assert rules_of(one.document) == RULES
    assert (one.state, two.state, three.state) == ("live", "retired", "draft")
    assert rules_of(two.document).routing == Routing(owner=AssignmentRules())
    ruled = AssignmentRules(rule_id="01Q000000000001AAA")
    assert rules_of(three.document) == Rules(routing=Routing(owner=ruled))
