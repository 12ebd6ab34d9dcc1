"""The demo's world: an agency, two clients with different rules, and people already there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from allauth.account.models import EmailAddress

from connections.models import Connection
from connections.rehearsal import open_practice, seed_practice
from mappings.defaults import default_fields, default_rules, make_mapping
from mappings.rules import AssignmentRules, ContactFound, FieldRule, Mode, OneQueue, Routing, Rules
from syncs.models import Source
from tenants import walls
from tenants.access import Role
from tenants.apikeys import make_key
from tenants.models import Agency, Membership, Tenant, User
from tenants.opening import free_slug

from .scenes import SOLVANE, TIDEWELL
from .seeds import SOLVANE_SEEDS, TIDEWELL_SEEDS

AGENCY = "Harbor & Pine"
EMAIL, PASSWORD = "maya@harborpine.example", "harbor-and-pine"


@dataclass(frozen=True, slots=True)
class Built:
    """The demo's clients, and for each its source and API key."""

    tenants: tuple[Tenant, ...]
    doors: dict[str, tuple[Source, str]]


def is_built() -> bool:
    """Whether the demo's agency is there."""
    return User.objects.filter(email=EMAIL).exists()


def build() -> Built:
    """Build it anew; call outside any transaction. Takes a few seconds."""
    agency = Agency.objects.create(name=AGENCY)
    user = User.objects.filter(email=EMAIL).first() or _maya()
    Membership.objects.create(user=user, agency=agency, role=Role.OWNER)
    solvane = _client(agency, SOLVANE, "GB")
    tidewell = _client(agency, TIDEWELL, "US")
    doors = {SOLVANE: _open_solvane(solvane), TIDEWELL: _open_tidewell(tidewell)}
    return Built((solvane, tidewell), doors)


def _maya() -> User:
    user = User.objects.create_user(EMAIL, PASSWORD, name="Maya Okafor", is_staff=True)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def _client(agency: Agency, name: str, region: str) -> Tenant:
    return Tenant.objects.create(
        agency=agency, name=name, slug=free_slug(name), phone_region=region
    )


def _open_solvane(tenant: Tenant) -> tuple[Source, str]:
    """Creates and updates; owners by the org's assignment rules; Company has a default."""
    connection = open_practice(tenant, personality="routed")
    seed_practice(tenant, SOLVANE_SEEDS)
    region = FieldRule(
        label="Region",
        lead_field="Region__c",
        source="custom.region",
    )
    fields = tuple(
        replace(rule, default="[not provided]") if rule.lead_field == "Company" else rule
        for rule in default_fields()
    )
    rules = default_rules(fields=(*fields, region), routing=Routing(owner=AssignmentRules()))
    return _door(tenant, connection, rules)


def _open_tidewell(tenant: Tenant) -> tuple[Source, str]:
    """Only creates, into a queue; a Contact never becomes a Lead."""
    connection = open_practice(tenant)
    queues = seed_practice(tenant, TIDEWELL_SEEDS)
    rules = default_rules(
        mode=Mode.CREATE_ONLY,
        contact_found=ContactFound.SKIP,
        routing=Routing(owner=OneQueue(id=queues["Inbound US"], name="Inbound US")),
    )
    return _door(tenant, connection, rules)


def _door(tenant: Tenant, connection: Connection, rules: Rules) -> tuple[Source, str]:
    name = "Website quote form"
    key, text = make_key(tenant, name)
    with walls.inside(tenant):
        source = Source.objects.create(
            tenant=tenant,
            name=name,
            api_key=key,
            connection=connection,
            mapping=make_mapping(tenant, "Leads", rules=rules),
        )
    return source, text
