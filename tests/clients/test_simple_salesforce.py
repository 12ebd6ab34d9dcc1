"""simple-salesforce, unmodified, against the practice org over TLS."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceOperationError,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from connections.practice.opening import allow_soap_login, end_sessions, set_call_limit
from connections.practice.rehearsing import seed
from tests.clients.conftest import HOST, World

KEY = "External_Person_ID__c"
PERSON = {"LastName": "O'Neil", "Company": "Acme"}
DOMAIN = HOST.removesuffix(".salesforce.com")


@pytest.fixture
def session(world: World) -> requests.Session:
    """A session of requests that knows the proxy and the authority: ordinary options."""
    made = requests.Session()
    made.verify = world.reach.authority
    made.proxies = {"https": world.reach.proxy}
    made.trust_env = False
    return made


@pytest.fixture
def client(world: World, session: requests.Session) -> Salesforce:
    """A client that logged in by client credentials."""
    return Salesforce(
        consumer_key=world.credentials.consumer_key,
        consumer_secret=world.credentials.consumer_secret,
        domain=DOMAIN,
        session=session,
        version="62.0",
    )


def works(client: Salesforce) -> bool:
    return bool(client.limits()["DailyApiRequests"]["Max"] == 15_000)


def test_it_logs_in_by_soap(world: World, session: requests.Session) -> None:
    named = {"username": world.credentials.username, "password": world.credentials.password}
    ways: list[dict[str, str]] = [
        {"security_token": ""},
        {"organizationId": world.credentials.org_id},
    ]
    for way in ways:
        client = Salesforce(**named, **way, domain=DOMAIN, session=session, version="62.0")
        assert client.sf_instance == HOST
        assert works(client)


def test_soap_logins_are_refused_as_salesforce_does(
    world: World, session: requests.Session
) -> None:
    def refused(version: str, password: str) -> str:
        with pytest.raises(SalesforceAuthenticationFailed) as failed:
            Salesforce(
                username=world.credentials.username, password=password, security_token="",
                domain=DOMAIN, session=session, version=version,
            )  # fmt: skip
        return str(failed.value.code)

    assert refused("62.0", "wrong") == "INVALID_LOGIN"
    assert refused("65.0", world.credentials.password) == "UNSUPPORTED_API_VERSION"
    allow_soap_login(world.org, allowed=False)
    assert refused("62.0", world.credentials.password) == "INVALID_OPERATION"


def test_it_logs_in_by_client_credentials_and_by_password(
    world: World, session: requests.Session, client: Salesforce
) -> None:
    assert works(client)
    by_password = Salesforce(
        username=world.credentials.username,
        password=world.credentials.password,
        consumer_key=world.credentials.consumer_key,
        consumer_secret=world.credentials.consumer_secret,
        domain=DOMAIN,
        session=session,
        version="62.0",
    )
    assert works(by_password)
    with pytest.raises(SalesforceAuthenticationFailed) as failed:
        Salesforce(
            consumer_key=world.credentials.consumer_key, consumer_secret="wrong",
            domain=DOMAIN, session=session,
        )  # fmt: skip
    assert failed.value.code == "invalid_client"


def test_it_takes_a_token_and_an_instance(
    world: World, session: requests.Session, client: Salesforce
) -> None:
    given = Salesforce(
        instance_url=world.reach.url, session_id=client.session_id, session=session, version="66.0"
    )
    assert works(given)


def test_it_describes(client: Salesforce) -> None:
    described = client.Lead.describe()
    assert "Lead" in {one["name"] for one in client.describe()["sobjects"]}
    assert {one["name"] for one in described["fields"]} >= {"LastName", "Company", KEY}
    assert client.Lead.metadata()["objectDescribe"]["name"] == "Lead"
    assert works(client)
    assert client.api_usage["api-usage"].used == 4


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


def test_it_reads_all_pages(client: Salesforce, world: World) -> None:
    seed(world.org, "Contact", [{"LastName": f"{number:04}"} for number in range(2_100)])
    soql = "SELECT LastName FROM Contact ORDER BY LastName"
    expected = [f"{number:04}" for number in range(2_100)]
    assert [row["LastName"] for row in client.query_all(soql)["records"]] == expected
    assert [row["LastName"] for row in client.query_all_iter(soql)] == expected
    first = client.query(soql)
    rest = client.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert (len(first["records"]), len(rest["records"]), rest["done"]) == (2_000, 100, True)


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


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_writes_in_bulk(client: Salesforce) -> None:
    people = [{"LastName": f"N{n}", "Company": "Acme", KEY: f"P-{n}"} for n in range(30)]
    (done,) = client.bulk2.Lead.insert(records=people, wait=0.3)
    assert {name: done[name] for name in set(done) - {"job_id"}} == {
        "numberRecordsFailed": 0, "numberRecordsProcessed": 30, "numberRecordsTotal": 30,
    }  # fmt: skip
    changes = [{KEY: "P-1", "LastName": "New"}, {KEY: "P-99", "LastName": "Alone"}]
    (done,) = client.bulk2.Lead.upsert(records=changes, external_id_field=KEY, wait=0.3)
    found = client.bulk2.Lead.get_all_ingest_records(done["job_id"])
    assert [(row["LastName"], row["sf__Created"]) for row in found["successfulRecords"]] == [
        ("New", "false")
    ]
    assert [row["sf__Error"] for row in found["failedRecords"]] == [
        "REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --"
    ]
    assert found["unprocessedRecords"] == []
    ids = [row["Id"] for row in client.query_all_iter("SELECT Id FROM Lead")]
    updates = [{"Id": one, "Title": "CTO"} for one in ids]
    (done,) = client.bulk2.Lead.update(records=updates, wait=0.3)
    assert len(rows_of(client.bulk2.Lead.get_successful_records(done["job_id"]))) == 30
    client.bulk2.Lead.delete(records=[{"Id": one} for one in ids], wait=0.3)
    assert client.query("SELECT COUNT() FROM Lead")["totalSize"] == 0


def test_it_reads_in_bulk(client: Salesforce, world: World, tmp_path: Any) -> None:
    seed(world.org, "Contact", [{"LastName": f"{number:02}"} for number in range(25)])
    soql = "SELECT LastName FROM Contact ORDER BY LastName"
    pages = [rows_of(text) for text in client.bulk2.Contact.query(soql, max_records=10, wait=0.3)]
    assert [len(page) for page in pages] == [10, 10, 5]
    expected = [f"{number:02}" for number in range(25)]
    assert [row["LastName"] for page in pages for row in page] == expected
    kept = client.bulk2.Contact.download(soql, str(tmp_path), wait=0.3)
    assert [one["number_of_records"] for one in kept] == [25]


def test_it_tells_why_a_bulk_job_failed(client: Salesforce) -> None:
    with pytest.raises(SalesforceOperationError, match="Field name not found : Planet__c"):
        client.bulk2.Lead.insert(records=[{"Planet__c": "Mars"}], wait=0.3)
    with pytest.raises(SalesforceMalformedRequest) as refused:
        client.bulk2.Lead.hard_delete(records=[{"Id": "00Q000000000001"}], wait=0.3)
    assert refused.value.content[0]["errorCode"] == "FEATURENOTENABLED"


def test_it_logs_in_again_when_its_session_has_ended(client: Salesforce, world: World) -> None:
    end_sessions(world.org)
    assert works(client)


def test_it_searches_what_is_not_brand_new(client: Salesforce, world: World) -> None:
    (lead,) = seed(world.org, "Lead", [PERSON], at=timezone.now() - timedelta(minutes=5))
    (found,) = client.quick_search("O'Neil")["searchRecords"]
    assert (found["attributes"]["type"], found["Id"]) == ("Lead", lead)


def test_it_tells_errors_by_their_status(
    world: World, session: requests.Session, client: Salesforce
) -> None:
    client = Salesforce(
        instance_url=world.reach.url, session_id=client.session_id, session=session, version="62.0"
    )
    with pytest.raises(SalesforceMalformedRequest) as malformed:
        client.Lead.create({"LastName": "Ruiz"})
    assert malformed.value.content[0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    seed(world.org, "Lead", [{**PERSON, "Email": "a@x.example"}] * 2)
    with pytest.raises(SalesforceMoreThanOneRecord):
        client.Lead.upsert("Email/a@x.example", {"Title": "CTO"})
    set_call_limit(world.org, 0)
    with pytest.raises(SalesforceRefusedRequest):
        client.limits()
    end_sessions(world.org)
    with pytest.raises(SalesforceExpiredSession):
        client.limits()
