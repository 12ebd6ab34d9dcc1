"""One client of ours in a race: its tenant, its practice org, as slow as real ones, its leads."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import requests
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from connections.models import Connection
from connections.models import State as ConnectionState
from connections.practice.faulting import add_fault
from connections.practice.models import PracticeOrg, PracticeWrite
from connections.practice.opening import change_org, find_org, set_call_limit
from connections.practice.rehearsing import seed
from connections.practice.rules.automation_kinds import SLOW
from connections.practice.rules.automations import Automation
from connections.practice.rules.faults import Fault
from connections.practice.rules.policies import with_automations
from mappings.defaults import default_rules
from syncs.models import InboundLead, Lane
from syncs.states import State
from syncs.waking import wake
from tenants import walls
from tenants.models import Agency, Tenant
from tenants.opening import add_tenant, free_slug
from tests.bench.client import Client

from .people import Person

POST_AT_ONCE = 250
KEY = default_rules().external_id_field
MANY_CALLS = 10_000_000
ENDED_WELL = {State.CREATED, State.UPDATED, State.UNCHANGED}


@dataclass(frozen=True)
class Racer:
    """A client with a connected org, and the key that its leads come with."""

    tenant: Tenant
    key: str
    org: PracticeOrg

    @classmethod
    def open(cls, *, latency: float, ms_per_record: int = 0) -> Racer:
        """A new client; each call of its org takes `latency` seconds longer, from now on."""
        agency = Agency.objects.create(name="Bench")
        opened = add_tenant(agency, free_slug("bench"), user=None)
        org = find_org(opened.tenant)
        assert org is not None
        set_call_limit(org, MANY_CALLS)
        racer = cls(opened.tenant, opened.first_key, org)
        assert racer.connection.state == ConnectionState.CONNECTED
        if ms_per_record:
            slow = Automation("Slow", "Lead", SLOW, ms=ms_per_record)
            change_org(org, lambda setup: with_automations(setup, slow))
        if latency:
            add_fault(org, Fault("latency", seconds=latency))
        return racer

    @cached_property
    def connection(self) -> Connection:
        """Its connection."""
        with walls.inside(self.tenant):
            return Connection.objects.get()

    @cached_property
    def web(self) -> Client:
        """The product's API, by its key."""
        return Client(settings.BASE_URL, self.key)

    def settle(self, people: Sequence[Person]) -> None:
        """Put the Leads of those who are known into the org."""
        seed(self.org, "Lead", [one.resident() for one in people if one.known])

    def token(self) -> str:
        """An access token of the org, for those who write by hand."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.connection.consumer_key,
            "client_secret": self.connection.client_secret,
        }
        answer = requests.post(f"{settings.PRACTICE_URL}/services/oauth2/token", form, timeout=30)
        token: str = answer.json()["access_token"]
        return token

    def send(self, people: Sequence[Person]) -> None:
        """Have the product accept these leads, in batches."""
        for at in range(0, len(people), POST_AT_ONCE):
            some = [one.payload() for one in people[at : at + POST_AT_ONCE]]
            self.web.call("POST", "/api/v1/leads/batch", some)

    def hold(self) -> None:
        """Nothing is worked from now on; what comes in waits."""
        self._pause(timezone.now() + timedelta(hours=1))

    def release(self) -> None:
        """What waits is worked from now on."""
        self._pause(None)
        with walls.inside(self.tenant):
            streams = Connection.objects.values_list("streams", flat=True).get()
        for stream in range(streams):
            wake(self.tenant.pk, self.connection.pk, stream)

    def _pause(self, until: datetime | None) -> None:
        with walls.inside(self.tenant):
            Lane.objects.update_or_create(
                tenant=self.tenant, connection=self.connection, defaults={"paused_until": until}
            )

    def spread(self, streams: int) -> None:
        """Have so many batches worked at the same time."""
        with walls.inside(self.tenant):
            Connection.objects.update(streams=streams)

    def wait(self, *, within: float) -> None:
        """Until no lead is pending. Raises TimeoutError; AssertionError if one ended badly."""
        until = time.monotonic() + within
        while self._is_busy():
            if time.monotonic() > until:
                raise TimeoutError(f"Still {dict(self.states())}.")
            time.sleep(0.02)
        assert set(self.states()) <= ENDED_WELL, self.states()

    def _is_busy(self) -> bool:
        with walls.inside(self.tenant):
            return InboundLead.objects.filter(due_at__isnull=False).exists()

    def states(self) -> Counter[str]:
        """How many leads are in which state."""
        with walls.inside(self.tenant):
            rows = InboundLead.objects.order_by().values_list("state").annotate(Count("id"))
            return Counter(dict(rows))

    def calls(self) -> int:
        """API calls that the org has counted, whoever made them."""
        with walls.inside(self.tenant):
            return int(PracticeOrg.objects.values_list("api_used", flat=True).get())

    def delays(self, *, since: datetime) -> list[float]:
        """Seconds from accepting each lead to the write of its record in the org.

        The write's time is in the id that the database gave its line in the log of writes.
        """
        with walls.inside(self.tenant):
            leads = InboundLead.objects.filter(received_at__gte=since).exclude(record_id="")
            accepted = list(leads.values_list("record_id", "received_at"))
            ids = [record_id for record_id, _ in accepted]
            rows = PracticeWrite.objects.filter(record_id__in=ids).values_list("record_id", "id")
            written = {record_id: moment(line) for record_id, line in rows}
        return [(written[record_id] - at).total_seconds() for record_id, at in accepted]


def moment(identity: uuid.UUID) -> datetime:
    """When a version 7 UUID was made, to a fraction of a millisecond."""
    ms = identity.int >> 80
    part = identity.int >> 64 & 0xFFF
    return datetime.fromtimestamp((ms + part / 4096) / 1000, tz=UTC)
