"""How a connection gets, keeps and loses its tokens, at a sign-in host that a test scripts."""

from __future__ import annotations

import base64
import hashlib
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.utils import timezone

from connections import oauth
from connections.errors import (
    FORBIDDEN_HOST,
    NOT_CONNECTED,
    NOT_SENT,
    SIGN_IN_OVER,
    VAULT_CLOSED,
    WRONG_ORG,
    ConfigurationError,
    CrmError,
    TransientError,
    UnknownOutcome,
)
from connections.models import Connection, Environment, Flow, PendingConsent, State
from connections.oauth import Fresh
from tenants import walls
from tenants.models import Tenant, User

from .conftest import ORG, USER, stored
from .scripted import Answer, Script

BACK = "https://inlet.example/back"
OTHER_ORG = "00DKB0000004VwYAAU"


@pytest.fixture
def person(db: None) -> User:
    """A member who signs in."""
    return User.objects.create_user("ana@example.com")


def tokens(script: Script, number: int = 1, org: str = ORG, **changes: object) -> Answer:
    body = {
        "access_token": f"a{number}",
        "refresh_token": f"r{number}",
        "instance_url": script.url,
        "id": f"{script.url}/id/{org}/{USER}",
        "issued_at": "1781234567890",
    }
    return Answer({**body, **changes})


def refused(error: str, description: str) -> Answer:
    return Answer({"error": error, "error_description": description}, status=400)


def introduction(org_name: str = "Acme") -> list[Answer]:
    row = {"attributes": {"type": "Organization"}, "Id": ORG, "Name": org_name, "IsSandbox": True}
    part = {"referenceId": "part0", "httpStatusCode": 200, "body": {"done": True, "records": [row]}}
    who = {"user_id": USER, "username": "sync@acme.example", "display_name": "Lead Sync"}
    return [Answer(who), Answer({"compositeResponse": [part]})]


def parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def come_back(connection: Connection, person: User) -> dict[str, str]:
    """Begin a sign-in; what the browser carried to the sign-in page."""
    return parameters(oauth.begin(connection, redirect_uri=BACK, user_id=person.pk))


class TestSigningIn:
    def test_it_begins_at_salesforce_with_a_challenge(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        url = oauth.begin(connection, redirect_uri=BACK, user_id=person.pk)
        carried = parameters(url)
        assert url.startswith(f"{script.url}/services/oauth2/authorize?")
        with walls.inside(connection.tenant_id):
            (consent,) = PendingConsent.objects.all()
        digest = hashlib.sha256(consent.verifier.encode()).digest()
        assert carried == {
            "response_type": "code",
            "client_id": "our key",
            "redirect_uri": BACK,
            "scope": "api refresh_token",
            "state": carried["state"],
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        assert 43 <= len(consent.verifier) <= 128
        assert consent.state_hash == hashlib.sha256(carried["state"].encode()).hexdigest()
        assert script.seen == []

    def test_it_ends_connected_and_introduced(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        carried = come_back(connection, person)
        script.say(tokens(script), *introduction())
        row = oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        form = script.seen[0].form
        challenge = hashlib.sha256(form.pop("code_verifier").encode()).digest()
        assert base64.urlsafe_b64encode(challenge).decode().rstrip("=") == carried["code_challenge"]
        assert form == {
            "grant_type": "authorization_code",
            "code": "c0de",
            "redirect_uri": BACK,
            "client_id": "our key",
            "client_secret": "our secret",
        }
        assert row == stored(connection)
        assert {
            name: getattr(row, name)
            for name in (
                "access_token", "refresh_token", "instance_url", "org_id", "user_id", "generation",
                "state", "problem", "org_name", "username", "display_name", "environment", "flow",
            )
        } == {
            "access_token": "a1", "refresh_token": "r1", "instance_url": script.url,
            "org_id": ORG, "user_id": USER, "generation": 1, "state": State.CONNECTED,
            "problem": "", "org_name": "Acme", "username": "sync@acme.example",
            "display_name": "Lead Sync", "environment": Environment.PRACTICE,
            "flow": Flow.WEB_SERVER,
        }  # fmt: skip
        assert row.refreshed_at and row.checked_at
        assert script.seen[1].headers["Authorization"] == "Bearer a1"

    def test_it_is_good_once(self, connection: Connection, person: User, script: Script) -> None:
        carried = come_back(connection, person)
        script.say(tokens(script), *introduction())
        oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        with pytest.raises(ConfigurationError) as caught:
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert (caught.value.code, len(script.seen)) == (SIGN_IN_OVER, 3)

    def test_it_is_good_for_ten_minutes(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        carried = come_back(connection, person)
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)),
            pytest.raises(ConfigurationError) as caught,
        ):
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert (caught.value.code, script.seen) == (SIGN_IN_OVER, [])

    def test_it_is_good_for_the_person_who_began_it(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        other = User.objects.create_user("other@example.com")
        attempts: list[tuple[int | None, str]] = [
            (other.pk, BACK), (None, BACK), (person.pk, "https://inlet.example/else"),
        ]  # fmt: skip
        for user_id, uri in attempts:
            carried = come_back(connection, person)
            with pytest.raises(ConfigurationError) as caught:
                oauth.finish(carried["state"], "c0de", user_id=user_id, redirect_uri=uri)
            assert caught.value.code == SIGN_IN_OVER
        with pytest.raises(ConfigurationError):
            oauth.finish("made up", "c0de", user_id=person.pk, redirect_uri=BACK)
        assert script.seen == []
        assert stored(connection).state == State.NEW

    def test_what_nobody_finished_is_cleared_away(
        self, connection: Connection, person: User
    ) -> None:
        come_back(connection, person)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            come_back(connection, person)
            with walls.inside(connection.tenant_id):
                assert PendingConsent.objects.count() == 1

    def test_a_refused_code_is_told(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        carried = come_back(connection, person)
        script.say(refused("invalid_client", "invalid client credentials"))
        with pytest.raises(ConfigurationError, match="invalid_client: invalid client credentials"):
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert stored(connection).state == State.NEW

    def test_another_org_is_refused_and_its_tokens_ended(
        self, connected: Connection, person: User, script: Script
    ) -> None:
        carried = come_back(connected, person)
        script.say(tokens(script, 7, org=OTHER_ORG), Answer(b"", kind=""))
        with pytest.raises(ConfigurationError) as caught:
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert caught.value.code == WRONG_ORG
        assert (script.seen[1].path, script.seen[1].form) == (
            "/services/oauth2/revoke", {"token": "r7"},
        )  # fmt: skip
        row = stored(connected)
        assert (row.access_token, row.org_id, row.generation) == ("a1", ORG, 1)

    @pytest.mark.parametrize(
        "changes",
        [
            {"instance_url": "https://evil.example"},
            {"instance_url": "https://acme.my.salesforce.com@evil.example"},
            {"id": f"https://evil.example/id/{ORG}/{USER}"},
        ],
    )
    def test_an_address_that_is_not_salesforces_is_refused(
        self, connection: Connection, person: User, script: Script, changes: dict[str, str]
    ) -> None:
        carried = come_back(connection, person)
        script.say(tokens(script, **changes))
        with pytest.raises(ConfigurationError) as caught:
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert caught.value.code == FORBIDDEN_HOST
        assert (stored(connection).access_token_sealed, len(script.seen)) == ("", 1)

    @pytest.mark.parametrize(
        "answer",
        [
            Answer({"access_token": "", "id": "x"}),
            Answer({"access_token": "a", "instance_url": "x", "id": "https://x/id/nobody"}),
            Answer("<html>", kind="text/html"),
            Answer([]),
            Answer("<html>", kind="text/html", status=503),
            Answer(drop=True),
        ],
    )
    def test_an_answer_without_tokens_can_be_tried_again(
        self, connection: Connection, person: User, script: Script, answer: Answer
    ) -> None:
        carried = come_back(connection, person)
        script.say(answer)
        with pytest.raises(TransientError):
            oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert stored(connection).state == State.NEW

    def test_an_org_that_does_not_tell_who_we_are_is_connected_with_a_problem(
        self, connection: Connection, person: User, script: Script
    ) -> None:
        carried = come_back(connection, person)
        disabled = {"errorCode": "API_CURRENTLY_DISABLED", "message": "API is disabled"}
        script.say(tokens(script), introduction()[0], Answer([disabled], status=403))
        row = oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
        assert (row.state, row.access_token, row.org_name) == (State.CONNECTED, "a1", "")
        assert row.problem.startswith("The org, or our user, may not use the API. Ask an admin")

    def test_a_connection_to_another_host_never_begins(
        self, connection: Connection, person: User
    ) -> None:
        connection.login_url = "https://login.salesforce.com.evil.example"
        for environment in (Environment.PRODUCTION, Environment.PRACTICE):
            connection.environment = environment
            with pytest.raises(ConfigurationError) as caught:
                oauth.begin(connection, redirect_uri=BACK, user_id=person.pk)
            assert caught.value.code == FORBIDDEN_HOST


def test_an_app_of_its_own_user_connects_without_a_person(
    connected: Connection, script: Script
) -> None:
    script.say(tokens(script, 2, refresh_token=None), *introduction())
    row = oauth.client_credentials(connected)
    assert script.seen[0].form == {
        "grant_type": "client_credentials",
        "client_id": "our key",
        "client_secret": "our secret",
    }
    assert (row.flow, row.access_token, row.refresh_token, row.generation) == (
        Flow.CLIENT_CREDENTIALS, "a2", "", 2,
    )  # fmt: skip
    script.say(tokens(script, 3, refresh_token=None))
    fresh = oauth.refresh(row.pk, row.tenant_id, seen_generation=2)
    assert fresh == Fresh("a3", 3)
    assert script.seen[-1].form["grant_type"] == "client_credentials"


class TestRefreshing:
    def refresh(self, connection: Connection, seen: int = 1) -> Fresh:
        return oauth.refresh(connection.pk, connection.tenant_id, seen_generation=seen)

    def test_the_new_pair_is_stored_before_it_is_used(
        self, connected: Connection, script: Script
    ) -> None:
        script.say(tokens(script, 2))
        assert self.refresh(connected) == Fresh("a2", 2)
        assert script.seen[0].form == {
            "grant_type": "refresh_token",
            "refresh_token": "r1",
            "client_id": "our key",
            "client_secret": "our secret",
        }
        row = stored(connected)
        assert (row.access_token, row.refresh_token, row.generation) == ("a2", "r2", 2)

    def test_without_rotation_the_old_refresh_token_goes_on(
        self, connected: Connection, script: Script
    ) -> None:
        script.say(tokens(script, 2, refresh_token=None))
        self.refresh(connected)
        row = stored(connected)
        assert (row.access_token, row.refresh_token) == ("a2", "r1")

    def test_who_comes_late_takes_what_another_has_fetched(
        self, connected: Connection, script: Script
    ) -> None:
        script.say(tokens(script, 2))
        self.refresh(connected)
        assert self.refresh(connected, seen=1) == Fresh("a2", 2)
        assert len(script.seen) == 1

    @pytest.mark.parametrize(
        ("answer", "problem"),
        [
            (
                refused("invalid_grant", "expired access/refresh token"),
                "Salesforce ended our access. Connect the org again. The leads wait meanwhile.",
            ),
            (
                refused("invalid_app_access", "user is not admin approved"),
                "The org doesn't let our user use the app Inlet. Ask an admin to install the app "
                "and to allow it for our user, then connect again.",
            ),
            (
                refused("unsupported_grant_type", "grant type not supported"),
                "Salesforce didn't understand what Inlet sent: grant type not supported. The "
                "fault is ours and has been reported. Nothing in your org has to change.",
            ),
        ],
    )
    def test_a_refusal_stops_the_connection_and_says_why(
        self, connected: Connection, script: Script, answer: Answer, problem: str
    ) -> None:
        script.say(answer)
        with pytest.raises(ConfigurationError):
            self.refresh(connected)
        row = stored(connected)
        assert (row.state, row.problem) == (State.NEEDS_RECONNECT, problem)
        # Nobody asks again with a token that is dead.
        with pytest.raises(ConfigurationError) as caught:
            self.refresh(connected)
        assert (caught.value.code, len(script.seen)) == (NOT_CONNECTED, 1)

    def test_a_lost_answer_is_asked_for_once_more(
        self, connected: Connection, script: Script
    ) -> None:
        script.say(Answer(drop=True), tokens(script, 2))
        assert self.refresh(connected) == Fresh("a2", 2)
        assert [seen.form["refresh_token"] for seen in script.seen] == ["r1", "r1"]

    @pytest.mark.parametrize(
        ("answers", "kind"),
        [
            ([Answer(drop=True), Answer("<html>", kind="text/html", status=502)], UnknownOutcome),
            ([refused("rate_limit_exceeded", "login rate exceeded")], TransientError),
        ],
    )
    def test_a_refresh_that_may_work_later_leaves_the_connection_as_it_is(
        self,
        connected: Connection,
        script: Script,
        answers: list[Answer],
        kind: type[CrmError],
    ) -> None:
        script.say(*answers)
        with pytest.raises(kind):
            self.refresh(connected)
        row = stored(connected)
        assert (row.state, row.refresh_token, row.generation) == (State.CONNECTED, "r1", 1)
        assert len(script.seen) == len(answers)

    def test_tokens_of_another_org_are_not_kept(
        self, connected: Connection, script: Script
    ) -> None:
        script.say(tokens(script, 2, org=OTHER_ORG))
        with pytest.raises(ConfigurationError) as caught:
            self.refresh(connected)
        row = stored(connected)
        assert caught.value.code == WRONG_ORG
        assert (row.state, row.access_token) == (State.NEEDS_RECONNECT, "a1")

    def test_a_token_that_cannot_be_opened_stops_the_connection(
        self, connected: Connection, script: Script, settings: Any
    ) -> None:
        settings.VAULT_KEYS = "k9:" + base64.b64encode(bytes(32)).decode()
        with pytest.raises(ConfigurationError) as caught:
            self.refresh(connected)
        assert (caught.value.code, script.seen) == (VAULT_CLOSED, [])
        assert stored(connected).state == State.NEEDS_RECONNECT

    def test_another_tenant_cannot_refresh_it(
        self, connected: Connection, outsider: Tenant, script: Script
    ) -> None:
        with pytest.raises(Connection.DoesNotExist):
            oauth.refresh(connected.pk, outsider.pk, seen_generation=1)
        with pytest.raises(Connection.DoesNotExist):
            oauth.refresh(uuid.uuid4(), connected.tenant_id, seen_generation=1)
        assert script.seen == []

    def test_salesforce_out_of_reach_is_not_a_reason_to_stop(
        self, connected: Connection, settings: Any
    ) -> None:
        settings.PRACTICE_URL = "http://127.0.0.1:1"
        with walls.inside(connected.tenant_id):
            Connection.objects.update(login_url=settings.PRACTICE_URL)
        with pytest.raises(TransientError) as caught:
            self.refresh(connected)
        assert (caught.value.code, stored(connected).state) == (NOT_SENT, State.CONNECTED)


@pytest.mark.parametrize("answer", [Answer(b"", kind=""), refused("unsupported_token_type", "x")])
def test_disconnecting_forgets_the_tokens_and_ends_them(
    connected: Connection, script: Script, answer: Answer
) -> None:
    script.say(answer)
    oauth.disconnect(connected)
    row = stored(connected)
    assert (row.state, row.access_token_sealed, row.refresh_token_sealed, row.generation) == (
        State.DISCONNECTED, "", "", 2,
    )  # fmt: skip
    assert (script.seen[0].path, script.seen[0].form) == (
        "/services/oauth2/revoke", {"token": "r1"},
    )  # fmt: skip


def test_disconnecting_works_while_salesforce_is_away(
    connected: Connection, script: Script
) -> None:
    script.say(Answer(drop=True))
    oauth.disconnect(connected)
    assert stored(connected).state == State.DISCONNECTED
