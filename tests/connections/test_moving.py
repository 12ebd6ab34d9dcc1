"""Another org behind the same connection, a refreshed sandbox, another environment than asked."""

from __future__ import annotations

from typing import Any

import pytest

from connections import oauth
from connections.crm import Identity
from connections.errors import SANDBOX_REFRESHED, WRONG_ORG, ConfigurationError
from connections.grants import Grant
from connections.keeping import connect, introduced
from connections.models import Connection, Environment, Flow, State
from connections.moving import confirm_other_org
from tenants import walls

from .conftest import ORG, USER, stored
from .scripted import Answer, Script
from .sign_in_host import OTHER_ORG, introduction, tokens


def other_grant(script: Script, instance_url: str = "") -> Grant:
    return Grant("a9", "r9", instance_url or script.url, OTHER_ORG, USER)


def test_another_org_is_remembered_refused_and_its_tokens_ended(
    connected: Connection, script: Script
) -> None:
    script.say(Answer(b"", kind=""))
    with pytest.raises(ConfigurationError) as caught:
        connect(connected, other_grant(script), Flow.WEB_SERVER)
    row = stored(connected)
    assert (caught.value.code, row.refused_org_id, row.org_id, row.access_token) == (
        WRONG_ORG, OTHER_ORG, ORG, "a1",
    )  # fmt: skip
    assert [seen.form for seen in script.seen] == [{"token": "r9"}]


def test_the_same_address_with_another_id_is_a_refreshed_sandbox(
    connected: Connection, script: Script
) -> None:
    address = "https://acme--uat.sandbox.my.salesforce.com"
    with walls.inside(connected.tenant_id):
        Connection.objects.update(
            environment=Environment.SANDBOX, instance_url=address, login_url="https://x.invalid"
        )
    for grant, code in (
        (other_grant(script, address), SANDBOX_REFRESHED),
        (other_grant(script, "https://other.my.salesforce.com"), WRONG_ORG),
    ):
        with pytest.raises(ConfigurationError) as caught:
            connect(stored(connected), grant, Flow.WEB_SERVER)
        assert caught.value.code == code


def test_confirming_keeps_the_connection_and_forgets_the_old_org(
    connected: Connection, script: Script
) -> None:
    with pytest.raises(ConfigurationError):
        confirm_other_org(connected, OTHER_ORG)
    with walls.inside(connected.tenant_id):
        Connection.objects.update(refused_org_id=OTHER_ORG, org_name="Old", api_used=7)
    for wrong in ("", ORG):
        with pytest.raises(ConfigurationError):
            confirm_other_org(connected, wrong)
    script.say(Answer(b"", kind=""))
    confirm_other_org(connected, OTHER_ORG)
    row = stored(connected)
    assert {
        name: getattr(row, name)
        for name in (
            "name", "org_id", "previous_org_id", "refused_org_id", "state", "access_token",
            "refresh_token", "instance_url", "org_name", "api_used", "generation", "consumer_key",
        )
    } == {
        "name": "Practice", "org_id": OTHER_ORG, "previous_org_id": ORG, "refused_org_id": "",
        "state": State.NEEDS_RECONNECT, "access_token": "", "refresh_token": "",
        "instance_url": "", "org_name": "", "api_used": None, "generation": 2,
        "consumer_key": "our key",
    }  # fmt: skip
    assert row.org_changed_at is not None
    assert OTHER_ORG in row.notice
    assert [seen.form for seen in script.seen] == [{"token": "r1"}]
    script.say(tokens(script, 3, org=OTHER_ORG), *introduction())
    again = oauth.client_credentials(row)
    assert (again.pk, again.state, again.org_id, again.notice) == (
        connected.pk, State.CONNECTED, OTHER_ORG, "",
    )  # fmt: skip


def who(*, is_sandbox: bool) -> Identity:
    return Identity(ORG, "Acme", is_sandbox, "", "", USER, "u", "U", "u@acme.example")


@pytest.mark.parametrize(
    ("asked", "is_sandbox", "found", "said"),
    [
        ("sandbox", False, "production", "You asked for a sandbox, but this is a production org"),
        ("production", True, "sandbox", "You asked for production, but this is a sandbox"),
        ("sandbox", True, "sandbox", ""),
        ("production", False, "production", ""),
    ],
)
def test_another_environment_than_asked_for_is_told(
    asked: str, is_sandbox: Any, found: str, said: str
) -> None:
    values = introduced(Connection(environment=asked), who(is_sandbox=is_sandbox))
    assert values["environment"] == found
    assert str(values["notice"]).startswith(said)
    assert bool(values["notice"]) == bool(said)
