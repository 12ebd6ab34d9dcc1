"""An org to be measured, and what is asked of it."""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import requests
from django.db import connections

from connections.practice.models import PracticeOrg
from connections.practice.opening import find_org, open_practice_org, set_call_limit
from connections.practice.rehearsing import seed
from tenants.models import Agency, Tenant
from tenants.opening import free_slug
from tests.bench.client import Client

BASE = "/services/data/v62.0"
_numbers = count(1)


def open_org(address: str) -> tuple[PracticeOrg, str]:
    """A new org and an access token for it."""
    agency = Agency.objects.create(name="Bench")
    tenant = Tenant.objects.create(agency=agency, name="Bench", slug=free_slug("bench"))
    given = open_practice_org(tenant, name="Bench")
    form = {
        "grant_type": "client_credentials",
        "client_id": given.consumer_key,
        "client_secret": given.consumer_secret,
    }
    answer = requests.post(f"{address}/services/oauth2/token", form, timeout=30)
    org = find_org(tenant)
    assert org is not None
    # A quiet machine makes more calls than a Developer Edition has a day.
    set_call_limit(org, 10_000_000)
    return org, answer.json()["access_token"]


def person(number: int) -> dict[str, Any]:
    """A Lead's fields."""
    return {
        "FirstName": "Ada",
        "LastName": f"Nr{number}",
        "Company": f"Company {number % 5000}",
        "Email": f"p{number}@bench.example",
        "LeadSource": "Web",
        "Status": "New",
    }


def fill_up(org: PracticeOrg, leads: int) -> None:
    """That many Leads, and the statistics that autovacuum else takes within a minute or so."""
    chunk = 10_000
    for start in range(0, leads, chunk):
        numbers = range(start, min(start + chunk, leads))
        seed(org, "Lead", [person(10_000_000 + number) for number in numbers])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE practice_practicerecord")


class Work:
    """The kinds of single requests, each on Leads of its own."""

    def __init__(self, client: Client) -> None:
        self.client = client
        # Enough that clients seldom change the same Lead at once: that waits, as at Salesforce.
        self.known = [self._create() for _ in range(500)]

    def _create(self) -> tuple[str, str]:
        fields = person(next(_numbers))
        answer = self.client.call("POST", f"{BASE}/sobjects/Lead", fields)
        return json.loads(answer)["id"], fields["Email"]

    def read(self) -> None:
        """One record by its id."""
        self.client.get(f"{BASE}/sobjects/Lead/{self._next()[0]}")

    def query(self) -> None:
        """A query by e-mail."""
        soql = f"SELECT Id, Name, Status FROM Lead WHERE Email = '{self._next()[1]}'"  # noqa: S608
        found = self.client.get(f"{BASE}/query?{urlencode({'q': soql}, quote_via=quote)}")
        assert json.loads(found)["totalSize"] == 1

    def create(self) -> None:
        """One new Lead."""
        self._create()

    def update(self) -> None:
        """One Lead changed."""
        number = next(_numbers)
        address = f"{BASE}/sobjects/Lead/{self._next()[0]}"
        self.client.call("PATCH", address, {"Title": f"Title {number}"})

    def mixed(self) -> None:
        """One of the four, in turn."""
        (self.read, self.query, self.create, self.update)[next(_numbers) % 4]()

    def collection(self) -> None:
        """200 new Leads in one call."""
        records = [{"attributes": {"type": "Lead"}, **person(next(_numbers))} for _ in range(200)]
        answer = self.client.call("POST", f"{BASE}/composite/sobjects", {"records": records})
        assert all(one["success"] for one in json.loads(answer))

    def _next(self) -> tuple[str, str]:
        return self.known[next(_numbers) % len(self.known)]
