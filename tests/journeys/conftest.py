"""Whole stories: the practice org as a process of its own, met over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from connections.clients import open_crm
from connections.crm import Crm
from connections.models import Connection
from syncs.engine.running import run
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.models import Agency, Tenant
from tenants.opening import add_tenant


class Story:
    """A tenant furnished as by sign-up, and what a story does with it."""

    def __init__(self, tenant: Tenant, key: str) -> None:
        self.tenant, self.key = tenant, key
        with walls.inside(tenant):
            self.source = Source.objects.select_related("connection__tenant", "mapping").get()

    @property
    def connection(self) -> Connection:
        """The connection as it stands."""
        with walls.inside(self.tenant):
            return Connection.objects.get()

    def crm(self) -> Crm:
        """The org."""
        return open_crm(self.source.connection_id, self.tenant.pk)

    def work(self) -> bool:
        """What a worker does on a wake-up."""
        return run(self.tenant.pk, self.source.connection_id)

    def leads(self) -> list[InboundLead]:
        """All leads, in the order they came."""
        with walls.inside(self.tenant):
            return list(InboundLead.objects.order_by("received_at", "id"))

    def states(self) -> list[str]:
        """Where they stand."""
        return [lead.state for lead in self.leads()]


@pytest.fixture
def story(practice_process: str, transactional_db: None, settings: Any) -> Story:
    """A fresh tenant, connected to its practice org."""
    settings.PRACTICE_URL = practice_process
    # The other process checks the password, with the hasher of production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return opened_story("Journey")


def opened_story(name: str) -> Story:
    """A tenant with an agency of its own."""
    opened = add_tenant(Agency.objects.create(name=name), name, user=None)
    return Story(opened.tenant, opened.first_key)
