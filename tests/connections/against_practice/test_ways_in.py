"""Every way to connect, at the practice org over HTTP, and what stands in the way of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connections import oauth, soql
from connections.blocking import Reason, advise
from connections.clients import open_crm
from connections.entering import Entry, change, enter, renew_certificate
from connections.errors import CrmError
from connections.models import Connection, Environment, Flow, State
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, credentials_for
from connections.practice.rules.access import Access
from connections.practice.rules.app_changes import with_app
from connections.practice.rules.app_switches import with_installed
from connections.practice.rules.login_changes import with_policy
from connections.practice.store.access import change_access
from connections.practice.store.setups import setup_of
from tenants import walls
from tests.connections.conftest import stored

from .test_staying_connected import end_access

Enter = Callable[..., Connection]


@pytest.fixture
def entered(unconnected: Connection, credentials: Credentials) -> Enter:
    """Enters a connection to the practice org by this flow, with the org's own app."""

    def make(flow: Flow, **more: str) -> Connection:
        known = {
            "consumer_key": credentials.consumer_key, "client_secret": credentials.consumer_secret,
        }  # fmt: skip
        entry = Entry(flow.label, Environment.PRACTICE, flow, **{**known, **more})
        with walls.inside(unconnected.tenant_id):
            return enter(unconnected.tenant, entry)

    return make


def administer(org: PracticeOrg, change: Callable[[Access], Access]) -> None:
    with walls.inside(org.tenant_id):
        change_access(org, change)


def trust(org: PracticeOrg, connection: Connection) -> None:
    """What the org's admin does with our certificate."""
    user = setup_of(org).api_user
    administer(
        org,
        lambda access: with_app(
            access,
            certificate=connection.certificate,
            admin_approved_only=True,
            approved_users=(user,),
        ),
    )


def refusal(connection: Connection) -> Reason:
    with pytest.raises(CrmError) as caught:
        oauth.sign_in_alone(connection)
    assert stored(connection).state == State.NEW
    return advise(caught.value.failure, flow=connection.flow).reason


def test_a_certificate_signs_in_and_signs_in_again_when_the_session_ends(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    connection = entered(Flow.JWT_BEARER, login_user=credentials.username)
    trust(org, connection)
    row = oauth.sign_in_alone(connection)
    assert (row.state, row.flow, row.username, row.refresh_token, row.generation) == (
        State.CONNECTED, Flow.JWT_BEARER, credentials.username, "", 1,
    )  # fmt: skip
    crm = open_crm(row.pk, row.tenant_id)
    end_access(row)
    assert crm.find([soql.select("Lead", ["Id"])]) == [[]]
    assert stored(row).generation == 2


def test_a_certificate_of_another_connection_opens_nothing(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    connection = entered(Flow.JWT_BEARER, login_user=credentials.username)
    trust(org, connection)
    with walls.inside(connection.tenant_id):
        renewed = renew_certificate(connection)
    assert renewed.certificate != connection.certificate
    assert refusal(renewed) == Reason.CERTIFICATE_REFUSED
    trust(org, renewed)
    assert oauth.sign_in_alone(renewed).state == State.CONNECTED


def test_a_certificate_for_a_user_whom_the_admin_did_not_let_in_is_told_so(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    connection = entered(Flow.JWT_BEARER, login_user=credentials.username)
    administer(org, lambda access: with_app(access, certificate=connection.certificate))
    assert refusal(connection) == Reason.USER_NOT_APPROVED


def test_client_credentials_act_as_the_user_whom_the_app_names(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    connection = entered(Flow.CLIENT_CREDENTIALS)
    administer(org, lambda access: with_app(access, run_as=""))
    assert refusal(connection) == Reason.NO_RUN_AS_USER
    administer(org, lambda access: with_app(access, run_as="api_user"))
    row = oauth.sign_in_alone(connection)
    assert (row.state, row.username) == (State.CONNECTED, credentials.username)


def test_a_password_works_only_where_the_org_permits_it(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    login = credentials_for(org, credentials.username)
    secret = login.password + login.security_token
    connection = entered(Flow.PASSWORD, login_user=login.username, password=secret)
    assert refusal(connection) == Reason.PASSWORD_BLOCKED
    administer(org, lambda access: with_policy(access, password_flow=True))
    row = oauth.sign_in_alone(connection)
    assert (row.state, row.username, row.refresh_token) == (
        State.CONNECTED, login.username, "",
    )  # fmt: skip
    end_access(row)
    crm = open_crm(row.pk, row.tenant_id)
    assert crm.find([soql.select("Lead", ["Id"])]) == [[]]
    assert oauth.disconnect(row) is True
    assert stored(row).password == ""


def test_a_wrong_password_is_told_as_what_it_may_be(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    administer(org, lambda access: with_policy(access, password_flow=True))
    connection = entered(Flow.PASSWORD, login_user=credentials.username, password="wrong")
    assert refusal(connection) == Reason.PASSWORD_BLOCKED


def test_an_app_that_nobody_installed_needs_an_admin(
    entered: Enter, org: PracticeOrg, credentials: Credentials
) -> None:
    administer(org, lambda access: with_installed(access, installed=False))
    connection = entered(Flow.CLIENT_CREDENTIALS)
    with pytest.raises(CrmError) as caught:
        oauth.sign_in_alone(connection)
    advice = advise(caught.value.failure, flow=connection.flow)
    assert (advice.reason, advice.needs_admin, advice.setup) == (
        Reason.APP_NOT_INSTALLED, True, "Setup → Connected Apps OAuth Usage",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"consumer_key": "3MVG9unknown"}, Reason.APP_UNKNOWN),
        ({"client_secret": "wrong"}, Reason.SECRET_WRONG),
    ],
)
def test_a_wrong_app_is_told(entered: Enter, changes: dict[str, Any], reason: Reason) -> None:
    assert refusal(entered(Flow.CLIENT_CREDENTIALS, **changes)) == reason


def test_another_way_in_is_entered_without_losing_the_connection(
    entered: Enter, credentials: Credentials
) -> None:
    row = oauth.sign_in_alone(entered(Flow.CLIENT_CREDENTIALS))
    entry = Entry(
        row.name, Environment.PRACTICE, Flow.JWT_BEARER,
        consumer_key=credentials.consumer_key, login_user=credentials.username,
    )  # fmt: skip
    with walls.inside(row.tenant_id):
        changed = change(row, entry)
    assert (changed.pk, changed.org_id, changed.flow, bool(changed.certificate)) == (
        row.pk, row.org_id, Flow.JWT_BEARER, True,
    )  # fmt: skip
    assert changed.client_secret == credentials.consumer_secret
