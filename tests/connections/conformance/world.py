"""A practice org over real HTTP with the product's own client on it, and what an error looks like
from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import requests
from django.conf import settings

from connections import oauth
from connections.access import open_org
from connections.clients import open_crm
from connections.crm import Creation, Crm, Look, Write, WriteResult
from connections.errors import CrmError, Failure
from connections.models import Connection
from connections.practice import faulting, opening
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials
from connections.practice.rules.faults import ANSWER, Fault
from connections.practice.rules.ids import mint
from connections.practice.rules.policies import with_marketing_user
from connections.practice.rules.setup import Setup
from connections.salesforce import SalesforceOrg
from tenants import walls

KEY = "External_Person_ID__c"
LEAD: Mapping[str, Any] = {"LastName": "Ruiz", "Company": "Acme"}
CALLS_A_DAY = 100_000


class Surface(StrEnum):
    """Where the product's code meets an error."""

    RECORD = "a record's failure"  # in WriteResult.failures; the other records are fine
    RAISED = "raised"  # the whole call failed
    SEEN = "a look's failure"  # in Sight.failure


@dataclass(frozen=True)
class Met:
    """An error as the product's code met it. ``raised``: the exception's class, by its name."""

    surface: Surface
    failure: Failure
    raised: str = ""


class World:
    """One org, its connection, and clients for it. Each test begins with the org as new."""

    def __init__(self, org: PracticeOrg, connection: Connection, credentials: Credentials) -> None:
        self.org = org
        self.connection = connection
        self.credentials = credentials

    @property
    def crm(self) -> Crm:
        """A client, as all of Inlet gets it."""
        return open_crm(self.connection.pk, self.connection.tenant_id)

    def org_client(self, refresh: Callable[[], str]) -> SalesforceOrg:
        """A client with a way of its own to get tokens."""
        with walls.inside(self.connection.tenant_id):
            row = Connection.objects.get(pk=self.connection.pk)
        return open_org(row, refresh=refresh)

    def start_again(self) -> None:
        """Everything as on the first day, and no call counted."""
        opening.reset(self.org)
        opening.set_call_limit(self.org, CALLS_A_DAY)

    def connect_again(self) -> None:
        """New tokens, for a test that ended the old ones."""
        with walls.inside(self.connection.tenant_id):
            row = Connection.objects.get(pk=self.connection.pk)
        self.connection = oauth.connect_practice(row, self.credentials)

    def change(self, *changes: Callable[[Setup], Setup]) -> None:
        """What the org's admin does."""
        for change in changes:
            opening.change_org(self.org, change)

    def answer(self, code: str, status: int, message: str = "") -> None:
        """Every call gets this error, instead of being carried out."""
        faulting.add_fault(self.org, Fault(ANSWER, code=code, status=status, message=message))

    def misbehave(self, kind: str) -> None:
        """Every call gets this fault."""
        faulting.add_fault(self.org, Fault(kind))

    def let_market(self) -> None:
        """The integration user may make campaigns from now on."""
        self.change(lambda setup: with_marketing_user(setup, setup.api_user, on=True))

    def nobody(self, sobject: str, number: int = 99) -> str:
        """A well-formed id of no record."""
        return mint(sobject, pod=self.org.org_id[3:6], number=number)

    def made(self, sobject: str = "Lead", **fields: Any) -> str:
        """The id of a new record, written by the client."""
        values = {**LEAD, **fields} if sobject == "Lead" else fields
        (result,) = self.crm.write([Write("made", sobject, values)]).results
        assert result.ok, result
        return result.record_id

    def http(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        version: str = "",
    ) -> requests.Response:
        """A call below the version, past the product's client, with its token."""
        with walls.inside(self.connection.tenant_id):
            token = Connection.objects.get(pk=self.connection.pk).access_token
        spoken = version or settings.SALESFORCE_API_VERSION
        url = f"{settings.PRACTICE_URL}/services/data/v{spoken}/{path}"
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        return requests.request(method, url, json=body, headers=sent, timeout=30)


def failed(results: list[WriteResult] | tuple[WriteResult, ...]) -> Met:
    """The only failure of the last result."""
    (failure,) = results[-1].failures
    return Met(Surface.RECORD, failure)


def saved(world: World, *writes: Write) -> Met:
    """How the last of these writes failed, by itself."""
    return failed(world.crm.write(writes).results)


def saved_lead(world: World, **fields: Any) -> Met:
    """How a new Lead with these values failed, by itself, beside one that was written."""
    good, bad = world.crm.write(
        [Write("good", "Lead", LEAD), Write("bad", "Lead", {**LEAD, **fields})]
    ).results
    assert good.ok, good
    return failed([bad])


def set_up(world: World, *creations: Creation, tooling: bool = False) -> Met:
    """How the last of these set-up records failed."""
    return failed(world.crm.set_up(creations, tooling=tooling))


def seen(world: World, look: Look) -> Met:
    """What one look saw instead of what it looked for."""
    (sight,) = world.crm.look([look])
    assert sight.failure is not None
    return Met(Surface.SEEN, sight.failure)


def raised(call: Callable[[], object]) -> Met:
    """The exception that a whole call ended with."""
    try:
        call()
    except CrmError as error:
        return Met(Surface.RAISED, error.failure, type(error).__name__)
    raise AssertionError("Nothing was raised.")
