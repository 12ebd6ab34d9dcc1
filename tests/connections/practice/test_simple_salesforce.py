"""An unmodified third-party client, simple-salesforce, against the org over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, end_sessions, set_call_limit
from connections.practice.rehearsing import seed

KEY = "External_Person_ID__c"
PERSON = {"LastName": "O'Neil", "Company": "Acme"}


class PlainHttp(HTTPAdapter):
    """Sends https://org.practice to the plain address of the test's server: the client insists
    on https."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        request.url = request.url.replace("https://org.practice", self.address)
        return super().send(request, *args, **kwargs)


@pytest.fixture
def server(transactional_db: None, org: PracticeOrg, practice_process: str) -> str:
    """The org's address."""
    return practice_process


@pytest.fixture
def client(server: str, credentials: Credentials) -> Salesforce:
    """A client that has a session, as a product gives it one."""
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
    }
    granted = requests.post(f"{server}/services/oauth2/token", data=form, timeout=10).json()
    assert granted["instance_url"] == server
    session = requests.Session()
    session.mount("https://org.practice", PlainHttp(server))
    return Salesforce(
        instance="org.practice",
        session_id=granted["access_token"],
        session=session,
        version="62.0",
    )


def test_it_logs_in_by_client_credentials_itself(server: str, credentials: Credentials) -> None:
    session = requests.Session()
    session.mount("https://org.practice", PlainHttp(server))
    session.mount("https://org.practice.salesforce.com", PlainHttp(server))
    found = Salesforce(
        consumer_key=credentials.consumer_key,
        consumer_secret=credentials.consumer_secret,
        domain="org.practice",
        session=Forwarding(session, server),
        version="62.0",
    )
    assert found.session_id.startswith(credentials.org_id[:15])


class Forwarding(requests.Session):
    """A session that sends the login host's requests to the test's server."""

    def __init__(self, session: requests.Session, server: str) -> None:
        super().__init__()
        self.adapters = session.adapters
        self.server = server

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        address = url.replace("https://org.practice.salesforce.com", self.server)
        return super().request(method, address, *args, **kwargs)


def test_it_describes(client: Salesforce) -> None:
    described = client.Lead.describe()
    assert "Lead" in {one["name"] for one in client.describe()["sobjects"]}
    assert {one["name"] for one in described["fields"]} >= {"LastName", "Company", KEY}
    assert client.limits()["DailyApiRequests"]["Max"] == 15_000
    assert client.api_usage["api-usage"].used == 3


def test_it_creates_reads_updates_upserts_and_deletes(client: Salesforce) -> None:
    made = client.Lead.create({**PERSON, KEY: "P-1"})
    assert client.Lead.update(made["id"], {"Title": "CTO"}) == 204
    assert client.Lead.upsert(f"{KEY}/P-1", {"Phone": "1"}) == 200
    assert client.Lead.upsert(f"{KEY}/P-2", PERSON) == 201
    record = client.Lead.get_by_custom_id(KEY, "p-1")
    assert [record[name] for name in ("Id", "LastName", "Title", "Phone")] == [
        made["id"], "O'Neil", "CTO", "1",
    ]  # fmt: skip
    assert client.Lead.delete(made["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound):
        client.Lead.get(made["id"])


def test_it_queries_with_parents_and_quotes(client: Salesforce) -> None:
    client.Lead.create(PERSON)
    soql = "SELECT LastName, Owner.Name FROM Lead WHERE LastName = {}"
    (row,) = client.query(format_soql(soql, "o'neil"))["records"]
    assert (row["LastName"], row["Owner"]["Name"]) == ("O'Neil", "Inlet Integration")


def test_it_reads_all_pages(client: Salesforce, org: PracticeOrg) -> None:
    seed(org, "Contact", [{"LastName": f"{number:04}"} for number in range(2_100)])
    found = client.query_all("SELECT LastName FROM Contact ORDER BY LastName")
    assert [row["LastName"] for row in found["records"]] == [f"{n:04}" for n in range(2_100)]


def test_it_sends_composites_and_collections(client: Salesforce) -> None:
    records = [{"attributes": {"type": "Lead"}, **PERSON, KEY: f"P-{n}"} for n in range(3)]
    items = client.restful(
        f"composite/sobjects/Lead/{KEY}", method="PATCH", json={"records": records}
    )
    assert [item["created"] for item in items] == [True, True, True]
    url = "/services/data/v62.0/query?q=SELECT+COUNT()+FROM+Lead"
    parts = [{"method": "GET", "referenceId": "count", "url": url}]
    answer = client.restful("composite", method="POST", json={"compositeRequest": parts})
    assert answer["compositeResponse"][0]["body"]["totalSize"] == 3


def test_it_tells_errors_by_their_status(client: Salesforce, org: PracticeOrg) -> None:
    with pytest.raises(SalesforceMalformedRequest) as malformed:
        client.Lead.create({"LastName": "Ruiz"})
    assert malformed.value.content[0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    seed(org, "Lead", [{**PERSON, "Email": "a@x.example"}] * 2)
    with pytest.raises(SalesforceMoreThanOneRecord):
        client.Lead.upsert("Email/a@x.example", {"Title": "CTO"})
    set_call_limit(org, 0)
    with pytest.raises(SalesforceRefusedRequest):
        client.limits()
    end_sessions(org)
    with pytest.raises(SalesforceExpiredSession):
        client.limits()
