"""The whole client, from signing in to writing, against the practice org over HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections as database
from django.utils import timezone

from connections import oauth, soql
from connections.clients import open_crm
from connections.crm import Crm, Identity, Usage, Write
from connections.errors import ConfigurationError, ErrorClass, TransientError, explain
from connections.models import Connection, Environment, Flow, State
from connections.practice import opening
from connections.practice.models import PracticeOrg, PracticeToken
from connections.practice.opening import Credentials, open_practice_org
from connections.practice.rules.changes import with_assignment, with_duplicate_rule
from connections.practice.rules.duplicates import ALERT, BLOCK
from connections.practice.store.tokens import ACCESS
from tenants import walls
from tenants.models import Tenant

from .conftest import stored

KEY = "External_Person_ID__c"
LABELS = {"Region__c": "Region", "Company": "Company", "LastName": "Last Name"}


@pytest.fixture
def credentials(transactional_db: None, tenant: Tenant) -> Credentials:
    """The tenant's new practice org."""
    return open_practice_org(tenant, name="Solvane Energy", redirect_uris=[oauth.MACHINE_RETURN])


@pytest.fixture
def org(tenant: Tenant, credentials: Credentials) -> PracticeOrg:
    """The same org, for its admin."""
    found = opening.find_org(tenant)
    assert found is not None
    return found


@pytest.fixture
def unconnected(
    settings: Any, credentials: Credentials, tenant: Tenant, request: pytest.FixtureRequest
) -> Connection:
    """A connection to the org, which is served at an address of its own."""
    settings.ROOT_URLCONF = "config.practice_urls"
    settings.MIDDLEWARE = []
    settings.PRACTICE_URL = request.getfixturevalue("live_server").url
    with walls.inside(tenant):
        return Connection.objects.create(
            tenant=tenant,
            name="Practice",
            environment=Environment.PRACTICE,
            login_url=settings.PRACTICE_URL,
        )


@pytest.fixture
def connection(unconnected: Connection, credentials: Credentials) -> Connection:
    """The same, connected."""
    return oauth.connect_practice(unconnected, credentials)


@pytest.fixture
def crm(connection: Connection) -> Crm:
    """A client for the org."""
    return open_crm(connection.pk, connection.tenant_id)


def lead(ref: str, **fields: Any) -> Write:
    return Write(ref, "Lead", {"LastName": ref, "Company": "Acme", **fields})


def leads_named(crm: Crm, *names: str) -> list[dict[str, Any]]:
    where = soql.within("LastName", names)
    columns = ["LastName", "Title", "Owner.Name"]
    (rows,) = crm.find([soql.select("Lead", columns, where=where, order_by="CreatedDate, Id")])
    return [dict(row.fields) for row in rows]


class TestSigningIn:
    def test_a_machine_signs_in_like_a_person(
        self, connection: Connection, credentials: Credentials
    ) -> None:
        assert {
            name: getattr(connection, name)
            for name in (
                "state", "problem", "org_id", "org_name", "username", "display_name", "generation",
                "instance_url", "environment", "flow", "consumer_key",
            )
        } == {
            "state": State.CONNECTED, "problem": "", "org_id": credentials.org_id,
            "org_name": "Solvane Energy", "username": "integration@solvane-energy.practice",
            "display_name": "Inlet Integration", "generation": 1,
            "instance_url": connection.login_url, "environment": Environment.PRACTICE,
            "flow": Flow.WEB_SERVER, "consumer_key": credentials.consumer_key,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("change", "code", "cause"),
        [
            (
                {"password": "wrong"},
                "invalid_grant",
                "Salesforce refused our sign-in: authentication failure.",
            ),
            (
                {"consumer_key": "unknown"},
                "invalid_client_id",
                "Salesforce doesn't accept the app: client identifier or redirect_uri not known.",
            ),
            (
                {"consumer_secret": "wrong"},
                "invalid_client",
                "Salesforce doesn't accept the app: invalid client credentials.",
            ),
        ],
    )
    def test_wrong_credentials_are_told_apart(
        self,
        unconnected: Connection,
        credentials: Credentials,
        change: dict[str, str],
        code: str,
        cause: str,
    ) -> None:
        with pytest.raises(ConfigurationError) as caught:
            oauth.connect_practice(unconnected, replace(credentials, **change))
        assert caught.value.code == code
        assert explain(caught.value.failure, {})[0] == cause
        assert stored(unconnected).state == State.NEW

    def test_an_address_that_the_org_does_not_know_is_refused(
        self, unconnected: Connection, credentials: Credentials
    ) -> None:
        with pytest.raises(ConfigurationError, match="redirect_uri"):
            oauth.connect_practice(
                unconnected, credentials, redirect_uri="https://elsewhere.example/"
            )

    def test_another_tenants_org_is_not_taken_for_this_one(
        self, connection: Connection, outsider: Tenant
    ) -> None:
        theirs = open_practice_org(outsider, name="Other", redirect_uris=[oauth.MACHINE_RETURN])
        with pytest.raises(ConfigurationError, match="WRONG_ORG"):
            oauth.connect_practice(connection, theirs)
        assert stored(connection).org_id == connection.org_id

    def test_an_app_signs_in_as_its_own_user(
        self, unconnected: Connection, credentials: Credentials
    ) -> None:
        unconnected.consumer_key = credentials.consumer_key
        unconnected.client_secret = credentials.consumer_secret
        with walls.inside(unconnected.tenant_id):
            unconnected.save()
        row = oauth.client_credentials(unconnected)
        assert (row.state, row.org_name, row.refresh_token) == (
            State.CONNECTED, "Solvane Energy", "",
        )  # fmt: skip


class TestReadingTheOrg:
    def test_it_says_who_we_are(self, crm: Crm, credentials: Credentials) -> None:
        who = crm.who_am_i()
        assert who == Identity(
            org_id=credentials.org_id,
            org_name="Solvane Energy",
            is_sandbox=who.is_sandbox,
            organization_type=who.organization_type,
            instance_name=who.instance_name,
            user_id=who.user_id,
            username=credentials.username,
            display_name="Inlet Integration",
            email=who.email,
        )
        assert who.user_id.startswith("005")

    def test_it_describes_a_lead(self, crm: Crm) -> None:
        described = crm.describe("Lead")
        required = {name for name, one in described.fields.items() if one.required_on_create}
        assert required == {"LastName", "Company"}
        key = described.fields[KEY]
        assert (key.external_id, key.unique, key.length) == (True, True, 100)
        assert [one.value for one in described.fields["Region__c"].picklist] == [
            "EMEA", "Americas", "APAC",
        ]  # fmt: skip
        assert described.fields["Region__c"].restricted_picklist

    def test_every_call_is_counted_and_the_usage_known(self, crm: Crm) -> None:
        before = crm.calls
        crm.find([soql.select("Lead", ["Id"])])
        first = crm.usage
        crm.write([lead("Ruiz")])
        second = crm.usage
        assert crm.calls == before + 2
        assert isinstance(first, Usage)
        assert isinstance(second, Usage)
        assert (second.used, second.allowed) == (first.used + 1, 15_000)


HARD = [
    "O'Neill", 'Say "hi"', "back\\slash", "per%cent_line", "a\\'b", "tab\there", "é ü ß 漢字 🙂",
    "&=?+#", "') OR (Name = '", "null", "--",
]  # fmt: skip


class TestWriting:
    def test_whatever_a_person_is_called_is_found_again(self, crm: Crm) -> None:
        crm.write([lead(name) for name in HARD])
        for name in HARD:
            assert [row["LastName"] for row in leads_named(crm, name)] == [name]

    def test_one_call_creates_updates_and_upserts(self, crm: Crm) -> None:
        first = crm.write([lead("Old"), Write("Key", "Lead", {
            KEY: "p-1", "LastName": "Key", "Company": "Acme"}, external_id_field=KEY)])  # fmt: skip
        before = crm.calls
        written = crm.write(
            [
                lead("New"),
                Write("Old", "Lead", {"Title": "CEO"}, record_id=first.results[0].record_id),
                Write("Key", "Lead", {KEY: "P-1", "Title": "CTO"}, external_id_field=KEY),
                Write("Contact", "Contact", {"LastName": "Contact"}),
            ],
            read_back=[soql.select("Lead", ["LastName", "Title"], order_by="CreatedDate, Id")],
        )
        assert crm.calls == before + 1
        assert [(one.ref, one.ok, one.created) for one in first.results + written.results] == [
            ("Old", True, True), ("Key", True, True), ("New", True, True), ("Old", True, False),
            ("Key", True, False), ("Contact", True, True),
        ]  # fmt: skip
        assert written.results[1].record_id == first.results[0].record_id
        assert sorted(
            (row.fields["LastName"], row.fields["Title"]) for row in written.read_back[0]
        ) == [("Key", "CTO"), ("New", None), ("Old", "CEO")]
        assert leads_named(crm, "Nobody") == []

    def test_a_record_fails_by_itself_and_says_why(self, crm: Crm) -> None:
        wrong = lead("Wrong", Region__c="Narnia")
        written = crm.write([lead("Good"), Write("Empty", "Lead", {"Title": "x"}), wrong])
        assert [one.ok for one in written.results] == [True, False, False]
        told = [
            explain(failure, LABELS, sent=write.fields)[0]
            for write, result in zip([lead(""), lead(""), wrong], written.results, strict=True)
            for failure in result.failures
        ]
        assert told == [
            "Last Name and Company are missing. Salesforce requires them on every Lead.",
            "Salesforce has no Region called “Narnia”.",
        ]

    def test_a_thousand_leads_are_one_call_and_are_all_found(self, crm: Crm) -> None:
        before = crm.calls
        written = crm.write([lead(f"Lead {n}") for n in range(1000)])
        assert (crm.calls, sum(one.ok for one in written.results)) == (before + 1, 1000)
        more = crm.write([lead(f"Lead {n}") for n in range(1000, 2100)])
        assert (crm.calls, sum(one.ok for one in more.results)) == (before + 3, 1100)
        (rows,) = crm.find([soql.select("Lead", ["LastName"], order_by="Id")])
        assert len({row.fields["LastName"] for row in rows}) == 2100
        # 2,000 rows are a page.
        assert crm.calls == before + 5

    def test_the_assignment_rules_run_when_and_only_when_they_are_asked_for(
        self, crm: Crm, org: PracticeOrg
    ) -> None:
        opening.change_org(org, lambda setup: with_assignment(setup, active=True))
        german = {"Country": "Germany"}
        quiet = lead("Quiet", **german)
        written = crm.write([quiet, replace(lead("Routed", **german), auto_assign="TRUE")])
        owners = {row["LastName"]: row["Owner.Name"] for row in leads_named(crm, "Quiet", "Routed")}
        assert owners == {"Quiet": "Inlet Integration", "Routed": "Inbound DACH"}
        # An update leaves the owner alone, whatever it says.
        again = Write(
            "a",
            "Lead",
            {"Title": "CEO"},
            record_id=written.results[0].record_id,
            auto_assign="TRUE",
        )
        crm.write([again])
        assert leads_named(crm, "Quiet") == [
            {"LastName": "Quiet", "Title": "CEO", "Owner.Name": "Inlet Integration"}
        ]

    def test_a_duplicate_rule_stops_a_lead_unless_saving_is_allowed(
        self, crm: Crm, org: PracticeOrg
    ) -> None:
        crm.write([lead("Ruiz", Email="ana@example.com")])
        double = lead("Double", Email="ana@example.com")
        allowed = replace(double, allow_save=True)

        def outcome(write: Write, action: str) -> ErrorClass | None:
            opening.change_org(
                org, lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=action)
            )
            (result,) = crm.write([write]).results
            return result.failures[0].kind if result.failures else None

        stopped = ErrorClass.DUPLICATE_RULE
        assert outcome(double, ALERT) is stopped
        assert outcome(allowed, BLOCK) is stopped
        assert outcome(allowed, ALERT) is None

    def test_a_taken_key_names_the_record_that_has_it(self, crm: Crm) -> None:
        (first,) = crm.write([lead("One", **{KEY: "p-1"})]).results
        (second,) = crm.write([lead("Two", **{KEY: "p-1"})]).results
        (failure,) = second.failures
        assert (failure.code, failure.retry, failure.matched_ids) == (
            "DUPLICATE_VALUE", True, (first.record_id,),
        )  # fmt: skip

    def test_used_up_calls_stop_us_for_a_while(self, crm: Crm, org: PracticeOrg) -> None:
        opening.set_call_limit(org, 1)
        with pytest.raises(TransientError) as caught:
            crm.write([lead("Ruiz")])
        assert (caught.value.code, caught.value.kind) == (
            "REQUEST_LIMIT_EXCEEDED", ErrorClass.LIMIT,
        )  # fmt: skip
        assert type(caught.value) is TransientError


def end_access(connection: Connection) -> None:
    """End the access tokens, as time does; refresh tokens stay."""
    with walls.inside(connection.tenant_id):
        PracticeToken.objects.filter(kind=ACCESS).update(revoked_at=timezone.now())


class TestStayingConnected:
    def test_a_session_that_ended_is_renewed_behind_the_scenes(
        self, connection: Connection, crm: Crm
    ) -> None:
        for generation in (2, 3):
            end_access(connection)
            assert crm.write([lead(f"Lead {generation}")]).results[0].ok
            row = stored(connection)
            assert (row.generation, row.state) == (generation, State.CONNECTED)
        assert row.refresh_token != connection.refresh_token

    def test_eight_workers_never_use_a_refresh_token_twice(self, connection: Connection) -> None:
        end_access(connection)
        together = threading.Barrier(8)

        def work(number: int) -> bool:
            try:
                crm = open_crm(connection.pk, connection.tenant_id)
                together.wait(timeout=20)
                return crm.write([lead(f"Lead {number}")]).results[0].ok
            finally:
                database.close_all()

        with ThreadPoolExecutor(8) as workers:
            assert list(workers.map(work, range(8))) == [True] * 8
        row = stored(connection)
        assert (row.generation, row.state) == (2, State.CONNECTED)
        end_access(connection)
        assert oauth.refresh(row.pk, row.tenant_id, seen_generation=2).generation == 3

    def test_a_refresh_token_used_twice_ends_the_connection_with_a_sentence(
        self, connection: Connection, crm: Crm
    ) -> None:
        old = connection.refresh_token
        oauth.refresh(connection.pk, connection.tenant_id, seen_generation=1)
        row = stored(connection)
        row.refresh_token = old
        with walls.inside(row.tenant_id):
            row.save()
        with pytest.raises(ConfigurationError, match="invalid_grant"):
            oauth.refresh(row.pk, row.tenant_id, seen_generation=2)
        row = stored(connection)
        assert (row.state, row.problem) == (
            State.NEEDS_RECONNECT,
            "Salesforce ended our access. Connect the org again. The leads wait meanwhile.",
        )
        with pytest.raises(ConfigurationError, match="NOT_CONNECTED"):
            open_crm(row.pk, row.tenant_id)

    def test_after_the_org_ended_it_all_a_new_sign_in_goes_on(
        self, connection: Connection, crm: Crm, credentials: Credentials, org: PracticeOrg
    ) -> None:
        opening.end_sessions(org)
        with pytest.raises(ConfigurationError):
            crm.find([soql.select("Lead", ["Id"])])
        row = stored(connection)
        assert row.state == State.NEEDS_RECONNECT
        again = oauth.connect_practice(row, credentials)
        assert (again.state, again.problem) == (State.CONNECTED, "")
        assert open_crm(again.pk, again.tenant_id).write([lead("Ruiz")]).results[0].ok

    def test_a_disconnected_org_lets_the_old_tokens_do_nothing(
        self, connection: Connection, crm: Crm
    ) -> None:
        oauth.disconnect(connection)
        with pytest.raises(ConfigurationError, match="NOT_CONNECTED"):
            crm.find([soql.select("Lead", ["Id"])])
