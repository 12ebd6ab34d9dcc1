"""A person signs in: begun here, carried to Salesforce and back, used once."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.utils import timezone

from connections import oauth
from connections.errors import (
    FORBIDDEN_HOST,
    LINK_OVER,
    SIGN_IN_OVER,
    WRONG_ORG,
    ConfigurationError,
    TransientError,
)
from connections.links import Maker, make_link, revoke_link
from connections.models import (
    AdminLink,
    Connection,
    Environment,
    Flow,
    PendingConsent,
    State,
)
from tenants import walls
from tenants.models import User

from .conftest import ORG, USER, stored
from .scripted import Answer, Script
from .sign_in_host import OTHER_ORG, introduction, refused, tokens

BACK = "https://inlet.example/back"


@pytest.fixture
def person(db: None) -> User:
    """A member who signs in."""
    return User.objects.create_user("ana@example.com")


def parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def come_back(connection: Connection, person: User) -> dict[str, str]:
    """Begin a sign-in; what the browser carried to the sign-in page."""
    return parameters(oauth.begin(connection, redirect_uri=BACK, user_id=person.pk))


def test_it_begins_at_salesforce_with_a_challenge(
    connection: Connection, person: User, script: Script
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
    connection: Connection, person: User, script: Script
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


def test_it_is_good_once(connection: Connection, person: User, script: Script) -> None:
    carried = come_back(connection, person)
    script.say(tokens(script), *introduction())
    oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    with pytest.raises(ConfigurationError) as caught:
        oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    assert (caught.value.code, len(script.seen)) == (SIGN_IN_OVER, 3)


def test_it_is_good_for_ten_minutes(connection: Connection, person: User, script: Script) -> None:
    carried = come_back(connection, person)
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)),
        pytest.raises(ConfigurationError) as caught,
    ):
        oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    assert (caught.value.code, script.seen) == (SIGN_IN_OVER, [])


def test_it_is_good_for_the_person_who_began_it(
    connection: Connection, person: User, script: Script
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


def test_it_is_good_in_the_browser_in_which_it_began(
    connection: Connection, person: User, script: Script
) -> None:
    for session in ("", "another"):
        address = oauth.begin(
            connection, redirect_uri=BACK, user_id=person.pk, session="this browser's"
        )
        state = parameters(address)["state"]
        with pytest.raises(ConfigurationError) as caught:
            oauth.finish(state, "c0de", user_id=person.pk, redirect_uri=BACK, session=session)
        assert caught.value.code == SIGN_IN_OVER
    assert script.seen == []
    carried = parameters(
        oauth.begin(connection, redirect_uri=BACK, user_id=person.pk, session="this browser's")
    )
    script.say(tokens(script), *introduction())
    row = oauth.finish(
        carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK, session="this browser's"
    )
    assert row.state == State.CONNECTED


def test_behind_a_link_the_browser_is_all_that_is_known(
    connection: Connection, person: User, script: Script
) -> None:
    with walls.inside(connection.tenant_id):
        link, _ = make_link(connection, maker=Maker("Ana"))
    with pytest.raises(ValueError, match="session"):
        oauth.begin(connection, redirect_uri=BACK, user_id=None, link_id=link.pk)
    address = oauth.begin(
        connection, redirect_uri=BACK, user_id=None, session="theirs", link_id=link.pk
    )
    script.say(tokens(script), *introduction())
    row = oauth.finish(
        parameters(address)["state"], "c0de", user_id=person.pk, redirect_uri=BACK, session="theirs"
    )
    assert row.state == State.CONNECTED
    with walls.inside(connection.tenant_id):
        used = AdminLink.objects.get()
    assert (used.approved_by, used.finished_at is None) == ("Lead Sync (sync@acme.example)", False)


def test_a_link_that_ended_meanwhile_connects_nothing(
    connection: Connection, script: Script
) -> None:
    with walls.inside(connection.tenant_id):
        link, _ = make_link(connection, maker=Maker("Ana"))
    address = oauth.begin(
        connection, redirect_uri=BACK, user_id=None, session="theirs", link_id=link.pk
    )
    with walls.inside(connection.tenant_id):
        revoke_link(link.pk)
    script.say(tokens(script, 5), Answer(b"", kind=""))
    with pytest.raises(ConfigurationError) as caught:
        oauth.finish(
            parameters(address)["state"], "c0de", user_id=None, redirect_uri=BACK, session="theirs"
        )
    assert (caught.value.code, script.seen[1].form) == (LINK_OVER, {"token": "r5"})
    assert stored(connection).state == State.NEW


def test_what_nobody_finished_is_cleared_away(connection: Connection, person: User) -> None:
    come_back(connection, person)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        come_back(connection, person)
        with walls.inside(connection.tenant_id):
            assert PendingConsent.objects.count() == 1


def test_a_refused_code_is_told(connection: Connection, person: User, script: Script) -> None:
    carried = come_back(connection, person)
    script.say(refused("invalid_client", "invalid client credentials"))
    with pytest.raises(ConfigurationError, match="invalid_client: invalid client credentials"):
        oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    assert stored(connection).state == State.NEW


def test_another_org_is_refused_and_its_tokens_ended(
    connected: Connection, person: User, script: Script
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
    connection: Connection, person: User, script: Script, changes: dict[str, str]
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
    connection: Connection, person: User, script: Script, answer: Answer
) -> None:
    carried = come_back(connection, person)
    script.say(answer)
    with pytest.raises(TransientError):
        oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    assert stored(connection).state == State.NEW


def test_an_org_that_does_not_tell_who_we_are_is_connected_with_a_problem(
    connection: Connection, person: User, script: Script
) -> None:
    carried = come_back(connection, person)
    disabled = {"errorCode": "API_CURRENTLY_DISABLED", "message": "API is disabled"}
    script.say(tokens(script), introduction()[0], Answer([disabled], status=403))
    row = oauth.finish(carried["state"], "c0de", user_id=person.pk, redirect_uri=BACK)
    assert (row.state, row.access_token, row.org_name) == (State.CONNECTED, "a1", "")
    assert row.problem.startswith("The org, or our user, may not use the API. Ask an admin")


def test_a_connection_to_another_host_never_begins(connection: Connection, person: User) -> None:
    connection.login_url = "https://login.salesforce.com.evil.example"
    for environment in (Environment.PRODUCTION, Environment.PRACTICE):
        connection.environment = environment
        with pytest.raises(ConfigurationError) as caught:
            oauth.begin(connection, redirect_uri=BACK, user_id=person.pk)
        assert caught.value.code == FORBIDDEN_HOST
