"""How a connection keeps and loses its tokens, at a sign-in host that a test scripts."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest

from connections import oauth
from connections.errors import (
    FORBIDDEN_HOST,
    NOT_CONNECTED,
    NOT_SENT,
    VAULT_CLOSED,
    WRONG_ORG,
    ConfigurationError,
    CrmError,
    TransientError,
    UnknownOutcome,
)
from connections.models import Connection, Flow, State
from connections.oauth import Fresh
from tenants import walls
from tenants.models import Tenant

from .conftest import ORG, USER, stored
from .scripted import Answer, Script
from .sign_in_host import OTHER_ORG, introduction, refused, tokens


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


def refresh(connection: Connection, seen: int = 1) -> Fresh:
    return oauth.refresh(connection.pk, connection.tenant_id, seen_generation=seen)


def test_the_new_pair_is_stored_before_it_is_used(connected: Connection, script: Script) -> None:
    script.say(tokens(script, 2))
    assert refresh(connected) == Fresh("a2", 2)
    assert script.seen[0].form == {
        "grant_type": "refresh_token",
        "refresh_token": "r1",
        "client_id": "our key",
        "client_secret": "our secret",
    }
    row = stored(connected)
    assert (row.access_token, row.refresh_token, row.generation) == ("a2", "r2", 2)


def test_without_rotation_the_old_refresh_token_goes_on(
    connected: Connection, script: Script
) -> None:
    script.say(tokens(script, 2, refresh_token=None))
    refresh(connected)
    row = stored(connected)
    assert (row.access_token, row.refresh_token) == ("a2", "r1")


def test_who_comes_late_takes_what_another_has_fetched(
    connected: Connection, script: Script
) -> None:
    script.say(tokens(script, 2))
    refresh(connected)
    assert refresh(connected, seen=1) == Fresh("a2", 2)
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
            "The app Inlet is in this org, but this user may not use it. Ask an admin of the org "
            "to allow it for this user, or connect as a user who may.",
        ),
        (
            refused("unsupported_grant_type", "grant type not supported"),
            "Salesforce didn't understand what Inlet sent: grant type not supported. The "
            "fault is ours and has been reported. Nothing in your org has to change.",
        ),
    ],
)
def test_a_refusal_stops_the_connection_and_says_why(
    connected: Connection, script: Script, answer: Answer, problem: str
) -> None:
    script.say(answer)
    with pytest.raises(ConfigurationError):
        refresh(connected)
    row = stored(connected)
    assert (row.state, row.problem) == (State.NEEDS_RECONNECT, problem)
    # Nobody asks again with a token that is dead.
    with pytest.raises(ConfigurationError) as caught:
        refresh(connected)
    assert (caught.value.code, len(script.seen)) == (NOT_CONNECTED, 1)


def test_a_lost_answer_is_asked_for_once_more(connected: Connection, script: Script) -> None:
    script.say(Answer(drop=True), tokens(script, 2))
    assert refresh(connected) == Fresh("a2", 2)
    assert [seen.form["refresh_token"] for seen in script.seen] == ["r1", "r1"]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([Answer(drop=True), Answer("<html>", kind="text/html", status=502)], UnknownOutcome),
        ([refused("rate_limit_exceeded", "login rate exceeded")], TransientError),
    ],
)
def test_a_refresh_that_may_work_later_leaves_the_connection_as_it_is(
    connected: Connection,
    script: Script,
    answers: list[Answer],
    kind: type[CrmError],
) -> None:
    script.say(*answers)
    with pytest.raises(kind):
        refresh(connected)
    row = stored(connected)
    assert (row.state, row.refresh_token, row.generation) == (State.CONNECTED, "r1", 1)
    assert len(script.seen) == len(answers)


def test_tokens_of_another_org_are_not_kept(connected: Connection, script: Script) -> None:
    script.say(tokens(script, 2, org=OTHER_ORG))
    with pytest.raises(ConfigurationError) as caught:
        refresh(connected)
    row = stored(connected)
    assert caught.value.code == WRONG_ORG
    assert (row.state, row.access_token) == (State.NEEDS_RECONNECT, "a1")


def test_a_token_that_cannot_be_opened_stops_the_connection(
    connected: Connection, script: Script, settings: Any
) -> None:
    settings.VAULT_KEYS = "k9:" + base64.b64encode(bytes(32)).decode()
    with pytest.raises(ConfigurationError) as caught:
        refresh(connected)
    assert (caught.value.code, script.seen) == (VAULT_CLOSED, [])
    assert stored(connected).state == State.NEEDS_RECONNECT


def test_another_tenant_cannot_refresh_it(
    connected: Connection, outsider: Tenant, script: Script
) -> None:
    with pytest.raises(Connection.DoesNotExist):
        oauth.refresh(connected.pk, outsider.pk, seen_generation=1)
    with pytest.raises(Connection.DoesNotExist):
        oauth.refresh(uuid.uuid4(), connected.tenant_id, seen_generation=1)
    assert script.seen == []


def test_salesforce_out_of_reach_is_not_a_reason_to_stop(
    connected: Connection, settings: Any
) -> None:
    settings.PRACTICE_URL = "http://127.0.0.1:1"
    with walls.inside(connected.tenant_id):
        Connection.objects.update(login_url=settings.PRACTICE_URL)
    with pytest.raises(TransientError) as caught:
        refresh(connected)
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


def test_an_identity_that_is_no_address_is_refused(connected: Connection, script: Script) -> None:
    script.say(tokens(script, 2, id=f"https://[/id/{ORG}/{USER}"))
    with pytest.raises(ConfigurationError) as caught:
        refresh(connected)
    assert caught.value.code == FORBIDDEN_HOST
