"""People with roles, signed in, at a client that has seen leads in every state."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from syncs.models import InboundLead
from tenants.access import Role
from tenants.models import Membership, Tenant, User
from tests.syncs.conftest import Door
from tests.syncs.worked import every_state, open_practice_for, person, practice_lead_id, send

HTMX = {"HX-Request": "true"}
MAPPING_PAGES = (
    "", "?field=Title", "?add=1", "plan/", "plan/many/", "suggest/", "ownership/", "ownership.md",
    "policy/", "routing/", "follow/", "versions/", "compare/", "publish/", "replay/",
)  # fmt: skip


def person_of(tenant: Tenant, role: Role | None, *, whole: bool = True, name: str = "") -> User:
    """Somebody with this role at the tenant (`whole`: at all of its agency); None: a stranger."""
    label = name or (role.value if role else "stranger")
    user = User.objects.create_user(f"{label}@people.example", "x" * 12, name=label.title())
    if role:
        Membership.objects.create(
            user=user, agency=tenant.agency, tenant=None if whole else tenant, role=role
        )
    return user


def browser(user: User | None) -> Client:
    """Their browser; errors of ours come as pages."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


@dataclass
class Place:
    """A client with leads, its addresses, and somebody's browser."""

    door: Door
    leads: dict[str, InboundLead]
    client: Client

    @property
    def tenant(self) -> Tenant:
        """The client."""
        return self.door.tenant

    @property
    def connection_id(self) -> uuid.UUID:
        """The practice org's."""
        return self.door.source.connection_id

    @property
    def mapping_id(self) -> uuid.UUID:
        """The mapping's."""
        return self.door.source.mapping_id

    def at(self, rest: str = "") -> str:
        """The address of one of the client's pages."""
        return f"/c/{self.tenant.slug}/{rest}"

    def get(self, rest: str = "", **headers: str) -> Any:
        """A page of the client."""
        return self.client.get(self.at(rest), headers=headers)

    def post(self, rest: str, data: dict[str, str] | None = None) -> Any:
        """A form of the client, sent."""
        return self.client.post(self.at(rest), data or {})

    def pages(self) -> list[str]:
        """Every page of the client that can be read, as the rest of its address."""
        return [
            "",
            "leads/",
            "leads/?when=all&state=repair",
            *(f"leads/{lead.pk}/" for lead in self.leads.values()),
            "ledger/",
            "ledger/?when=7d&by=hour",
            "ledger/?when=30d",
            "ledger/file.csv",
            "practice/",
            "practice/Contact/",
            f"practice/Lead/{practice_lead_id(self.tenant)}/",
            "practice/?q=s",
            "practice/twice/",
            "practice/setup/",
            *(f"practice/setup/{tab}/" for tab in ("rights", "people", "rules", "app", "faults")),
            "practice/setup/fields/Lead/Industry/",
            "connect/",
            "connect/by/client_credentials/",
            "connect/by/jwt_bearer/",
            "connect/by/password/",
            "connect/by/web_server/",
            f"connections/{self.connection_id}/",
            "salesforce/",
            f"salesforce/{self.connection_id}/",
            "settings/keys/",
            "settings/members/",
            "settings/configuration/",
            "settings/configuration/file/",
            f"leads/{self.leads['Held'].pk}/plan/",
            *(f"mapping/{self.mapping_id}/{rest}" for rest in MAPPING_PAGES),
        ]


@pytest.fixture
def place(door: Door) -> Place:
    """The client, visited by its owner."""
    open_practice_for(door)
    return Place(door, every_state(door), browser(person_of(door.tenant, Role.OWNER)))


@pytest.fixture
def visit(place: Place) -> Callable[[Role | None], Place]:
    """The same client, visited by somebody with another role."""

    def as_role(role: Role | None) -> Place:
        user = person_of(place.tenant, role, name=f"other-{role.value if role else 'stranger'}")
        return Place(place.door, place.leads, browser(user))

    return as_role


@pytest.fixture
def canary(other_door: Door) -> Door:
    """A stranger's client whose every word begins with "Canary"."""
    Tenant.objects.filter(pk=other_door.tenant.pk).update(name="Canary Kestrel")
    open_practice_for(other_door)
    every_state(other_door)
    send(other_door, person("canary@x.example", "Canary", external_id="canary-1"))
    send(other_door, person("new@x.example", "Canary", custom={"roof": "canary"}))
    return other_door
