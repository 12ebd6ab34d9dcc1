"""aiosalesforce, unmodified, against the practice org over TLS. Its HTTP is httpx."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from aiosalesforce import ClientCredentialsFlow, JwtBearerFlow, Salesforce, SoapLogin
from aiosalesforce.auth import Auth
from aiosalesforce.exceptions import (
    AuthenticationError,
    DuplicatesDetectedError,
    MoreThanOneRecordError,
    NotFoundError,
    RequestLimitExceededError,
    SalesforceError,
)
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connections.practice.opening import change_org, end_sessions, set_call_limit
from connections.practice.rehearsing import seed
from connections.practice.rules.app_changes import with_app
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.setup import Setup
from connections.practice.store.access import change_access
from connections.practice.store.setups import setup_of
from tenants import walls
from tests.clients.conftest import World

KEY = "External_Person_ID__c"
PERSON = {"LastName": "Ruiz", "Company": "Acme"}
Result = TypeVar("Result")
Story = Callable[[Salesforce], Awaitable[Result]]


def credentials_of(world: World) -> Auth:
    return ClientCredentialsFlow(world.credentials.consumer_key, world.credentials.consumer_secret)


def played(world: World, story: Story[Result], auth: Auth | None = None) -> Result:
    """What a story with a client comes to."""

    async def play() -> Result:
        trust = ssl.create_default_context(cafile=world.reach.authority)
        proxied = httpx.AsyncClient(
            verify=trust, proxy=world.reach.proxy, trust_env=False, timeout=60
        )
        async with proxied as http:
            client = Salesforce(
                http, world.reach.url, auth or credentials_of(world), version="62.0"
            )
            return await story(client)

    return asyncio.run(play())


async def works(client: Salesforce) -> bool:
    return bool((await client.get_limits())["DailyApiRequests"]["Max"] == 15_000)


async def rows(client: Salesforce, soql: str) -> list[dict[str, Any]]:
    return [row async for row in client.query(soql)]


def test_it_logs_in_by_client_credentials(world: World) -> None:
    assert played(world, works)
    wrong = ClientCredentialsFlow(world.credentials.consumer_key, "wrong")
    with pytest.raises(AuthenticationError, match="invalid_client"):
        played(world, works, wrong)


def test_it_logs_in_by_soap(world: World) -> None:
    name, password = world.credentials.username, world.credentials.password
    assert played(world, works, SoapLogin(name, password, ""))
    with pytest.raises(AuthenticationError) as failed:
        played(world, works, SoapLogin(name, "wrong", ""))
    assert failed.value.error_code == "INVALID_LOGIN"


def test_it_logs_in_by_jwt_bearer(world: World, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    private = tmp_path / "key.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with walls.inside(world.org.tenant_id):
        change_access(
            world.org,
            lambda access: with_app(
                access,
                certificate=public.decode(),
                admin_approved_only=True,
                approved_users=(setup_of(world.org).api_user,),
            ),
        )
    auth = JwtBearerFlow(world.credentials.consumer_key, world.credentials.username, private)
    assert played(world, works, auth)


def test_it_logs_in_again_when_its_session_has_ended(world: World) -> None:
    async def story(client: Salesforce) -> bool:
        assert await works(client)
        await asyncio.to_thread(end_sessions, world.org)
        return await works(client)

    assert played(world, story)


def test_it_creates_reads_updates_upserts_and_deletes(world: World) -> None:
    async def story(client: Salesforce) -> None:
        lead = await client.sobject.create("Lead", {**PERSON, KEY: "P-1"})
        await client.sobject.update("Lead", lead, data={"Title": "CTO"})
        again = await client.sobject.upsert("Lead", "P-1", KEY, {"Phone": "1"})
        assert (again.id, again.created) == (lead, False)
        new = await client.sobject.upsert("Lead", "P-2", KEY, PERSON)
        assert new.created
        found = await client.sobject.get("Lead", lead, fields=["LastName", "Title", "Phone"])
        assert [found[name] for name in ("LastName", "Title", "Phone")] == ["Ruiz", "CTO", "1"]
        assert (await client.sobject.get("Lead", "P-2", external_id_field=KEY))["Id"] == new.id
        await client.sobject.delete("Lead", lead)
        with pytest.raises(NotFoundError):
            await client.sobject.get("Lead", lead)

    played(world, story)


def test_it_reads_all_pages(world: World) -> None:
    seed(world.org, "Contact", [{"LastName": f"{number:04}"} for number in range(2_100)])
    found = played(world, lambda one: rows(one, "SELECT LastName FROM Contact ORDER BY LastName"))
    assert [row["LastName"] for row in found] == [f"{number:04}" for number in range(2_100)]


def test_it_sends_composites_whose_parts_refer_to_each_other(world: World) -> None:
    async def story(client: Salesforce) -> None:
        async with client.composite(all_or_none=True) as composite:
            account = composite.sobject.create("Account", {"Name": "Acme"})
            contact = composite.sobject.create(
                "Contact", {"LastName": "Ruiz", "AccountId": str(account.reference.id)}
            )
            count = composite.query("SELECT LastName, Account.Name FROM Contact")
        assert (account.is_success, contact.is_success) == (True, True), (
            contact.response,
            count.response,
        )
        assert [row["Account"]["Name"] for row in count.records] == ["Acme"]

    played(world, story)


def test_it_sends_batches(world: World) -> None:
    async def story(client: Salesforce) -> None:
        async with client.composite.batch(halt_on_error=True) as batch:
            lead = batch.sobject.create("Lead", PERSON)
            found = batch.query("SELECT LastName FROM Lead")
        assert lead.status_code == 201
        assert [row["LastName"] for row in found.records] == ["Ruiz"]

    played(world, story)


def test_it_writes_in_bulk(world: World) -> None:
    async def run(client: Salesforce, operation: Any, data: Any, key: str | None = None) -> Any:
        jobs = client.bulk_v2.ingest.perform_operation(
            operation, "Lead", data, external_id_field=key, polling_interval=0.3
        )
        (done,) = [job async for job in jobs]
        assert done.job_info.state == "JobComplete"
        return done

    async def story(client: Salesforce) -> None:
        people = [{"LastName": f"N{n}", "Company": "Acme", KEY: f"P-{n}"} for n in range(30)]
        done = await run(client, "insert", people)
        assert (len(done.successful_results), done.failed_results) == (30, [])
        changes = [
            {KEY: "P-1", "LastName": "New", "Company": None},
            {KEY: "P-99", "LastName": "Alone", "Company": None},
        ]
        done = await run(client, "upsert", changes, KEY)
        assert [row["sf__Created"] for row in done.successful_results] == ["false"]
        assert [row["sf__Error"].partition(":")[0] for row in done.failed_results] == [
            "REQUIRED_FIELD_MISSING"
        ]
        ids = [{"Id": row["Id"]} for row in await rows(client, "SELECT Id FROM Lead")]
        done = await run(client, "delete", ids)
        assert (len(done.successful_results), done.unprocessed_records) == (30, [])
        listed = [job.id async for job in client.bulk_v2.ingest.list_jobs()]
        assert len(listed) == 3

    played(world, story)


def test_it_tells_errors_apart(world: World) -> None:
    def blocking(setup: Setup) -> Setup:
        changed = with_duplicate_rule(setup, "Lead", active=True, action="block")
        return with_switches(changed, misspell_duplicate_result=False)

    async def story(client: Salesforce) -> None:
        with pytest.raises(SalesforceError) as missing:
            await client.sobject.create("Lead", {"LastName": "Ruiz"})
        assert missing.value.error_code == "REQUIRED_FIELD_MISSING"
        twin = {**PERSON, "FirstName": "Ana", "Email": "ana@x.example"}
        first = await client.sobject.create("Lead", twin)
        with pytest.raises(DuplicatesDetectedError) as double:
            await client.sobject.create("Lead", twin)
        assert {one["id"] for one in double.value.duplicates} == {first}
        with pytest.raises(MoreThanOneRecordError):
            await client.sobject.upsert("Lead", "b@x.example", "Email", {"Title": "CTO"})
        await asyncio.to_thread(set_call_limit, world.org, 0)
        with pytest.raises(RequestLimitExceededError):
            await works(client)

    seed(world.org, "Lead", [{**PERSON, "Email": "b@x.example"}] * 2)
    change_org(world.org, blocking)
    played(world, story)
