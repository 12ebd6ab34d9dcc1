"""People connect an org in a browser: members, and an admin of the org who has no account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from connections import oauth
from connections.blocking import Reason
from connections.links import LinkState, Maker
from connections.models import Connection
from connections.models import State as ConnectionState
from connections.practice.opening import end_sessions
from connections.practice.rules.app_switches import with_installed
from connections.practice.store.access import change_access, forget_approvals
from connections.practice.store.setups import setup_of
from connections.rehearsal import person_login, practice_org
from syncs import connecting, linking
from syncs.intake.accepting import accept
from syncs.models import Lane
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry, Membership, User
from tests.connections.browser_alike import Person, address_in

from .conftest import Story
from .test_leads import lead

ANA = "ana@harborpine.example"


@pytest.fixture
def ana(story: Story) -> Person:
    """A member in her browser, with a user at the org."""
    user = User.objects.create_user(ANA)
    agency = story.tenant.agency
    Membership.objects.create(user=user, agency=agency, role=Role.ADMIN)
    browser = Client()
    browser.force_login(user)
    login = person_login(story.connection)
    return Person(browser, login.username, login.password)


def begin(story: Story) -> str:
    return f"/c/{story.tenant.slug}/connections/{story.connection.pk}/sign-in/"


def told(person: Person, story: Story) -> Any:
    """What the page of the connection would tell, as it is kept in the browser's session."""
    return person.browser.session["signing_in_arrived"][str(story.connection.pk)]["advice"]


def audited(story: Story) -> list[tuple[str, str]]:
    with walls.inside(story.tenant):
        entries = AuditEntry.objects.order_by("at", "id")
        return [(one.actor, one.action) for one in entries]


def test_a_person_signs_in_and_what_waited_goes_on(story: Story, ana: Person) -> None:
    end_sessions(practice_org(story.tenant))
    accept(story.source, [lead("a@example.com")])
    story.work()
    assert (story.connection.state, story.states()) == (
        ConnectionState.NEEDS_RECONNECT, ["pending"],
    )  # fmt: skip
    before = story.connection
    answer = ana.sign_in(begin(story), next="/c/x/after/")
    assert (answer.status_code, answer.url, told(ana, story)) == (302, "/c/x/after/", None)
    row = story.connection
    assert (row.pk, row.state, row.org_id) == (before.pk, ConnectionState.CONNECTED, before.org_id)
    with walls.inside(story.tenant):
        assert Lane.objects.get().paused_until is None
    story.work()
    assert story.states() == ["created"]
    assert (ANA, "connection.connected") in audited(story)


def test_a_sign_in_belongs_to_the_browser_in_which_it_began(story: Story, ana: Person) -> None:
    back = ana.bring_back(address_in(ana.browser.post(begin(story))))
    generation = story.connection.generation
    stranger = Client()
    stranger.force_login(User.objects.get(email=ANA))
    for browser in (stranger, ana.browser):
        # Whoever tried it: it is over, also for her own browser.
        assert browser.get(back).status_code == 302
    assert told(ana, story)["reason"] == Reason.SIGN_IN_OVER
    assert story.connection.generation == generation


def test_denying_is_told_and_changes_nothing(story: Story, ana: Person) -> None:
    before = story.connection.generation
    ana.sign_in(begin(story), deny=True)
    assert told(ana, story)["reason"] == Reason.DENIED
    assert story.connection.generation == before


def test_an_app_that_is_not_installed_leads_to_the_org_s_admin(story: Story, ana: Person) -> None:
    org = practice_org(story.tenant)
    with walls.inside(story.tenant):
        change_access(org, lambda access: with_installed(access, installed=False))
        forget_approvals(org, setup_of(org).api_user)
    ana.sign_in(begin(story))
    advice = told(ana, story)
    assert (advice["reason"], advice["needs_admin"]) == (Reason.APP_NOT_INSTALLED, True)


def test_a_way_back_to_another_site_is_not_taken(story: Story, ana: Person) -> None:
    answer = ana.sign_in(begin(story), next="https://evil.example/")
    assert answer.url == f"/c/{story.tenant.slug}/"


def test_a_viewer_and_a_stranger_begin_nothing(story: Story, ana: Person) -> None:
    viewer = User.objects.create_user("view@harborpine.example")
    Membership.objects.create(user=viewer, agency=story.tenant.agency, role=Role.VIEWER)
    for user, status in ((viewer, 403), (User.objects.create_user("x@example.com"), 404)):
        browser = Client(raise_request_exception=False)
        browser.force_login(user)
        assert browser.post(begin(story)).status_code == status
    assert ana.browser.get(begin(story)).status_code == 405


@pytest.fixture
def url(story: Story) -> str:
    """An admin link for the connection, which is new again."""
    oauth.disconnect(story.connection)
    return linking.create_link(story.connection, maker=Maker("Ana"), recipient="Owen Price").url


def opened(url: str) -> linking.OpenedLink:
    found = linking.open_link(url.rstrip("/").rpartition("/")[2])
    assert found is not None
    return found


def test_an_admin_without_an_account_connects_through_the_link(
    story: Story, ana: Person, url: str
) -> None:
    link = opened(url)
    assert (link.state, link.client, link.made_by, link.recipient, link.connected) == (
        LinkState.OPEN, story.tenant.name, "Ana", "Owen Price", False,
    )  # fmt: skip
    owen = Person(Client(), ana.username, ana.password)
    path = url[url.index("/connect/") :]
    answer = owen.sign_in(f"{path}sign-in/")
    assert (answer.status_code, answer.url) == (302, path)
    assert story.connection.state == ConnectionState.CONNECTED
    after = opened(url)
    assert (after.state, after.approved_by) == (
        LinkState.USED, f"Inlet Integration ({ana.username})",
    )  # fmt: skip
    found = [action for _, action in audited(story)]
    assert found[-3:] == ["link.made", "link.opened", "connection.connected"]
    assert audited(story)[-1][0] == f"Inlet Integration ({ana.username}), by admin link"


def test_a_link_connects_once_even_if_two_come_back_together(
    story: Story, ana: Person, url: str
) -> None:
    path = url[url.index("/connect/") :]
    people = [Person(Client(), ana.username, ana.password) for _ in range(2)]
    backs = [one.bring_back(address_in(one.browser.post(f"{path}sign-in/"))) for one in people]
    for one, back in zip(people, backs, strict=True):
        assert one.browser.get(back).status_code == 302
    assert told(people[0], story) is None
    assert told(people[1], story)["reason"] == Reason.LINK_OVER
    assert people[0].browser.post(f"{path}sign-in/").url == path
    assert told(people[0], story)["reason"] == Reason.LINK_OVER


def test_a_revoked_link_says_so_and_begins_nothing(story: Story, url: str) -> None:
    link = opened(url)
    assert linking.revoke_link(story.connection, link.link_id, actor="Ana") is True
    assert linking.revoke_link(story.connection, link.link_id, actor="Ana") is False
    assert opened(url).state == LinkState.REVOKED
    browser = Client()
    path = url[url.index("/connect/") :]
    assert browser.post(f"{path}sign-in/").url == path
    assert story.connection.state == ConnectionState.DISCONNECTED
    assert browser.post("/connect/made.up/sign-in/").status_code == 404


def test_another_org_is_refused_until_somebody_confirms_it(story: Story, ana: Person) -> None:
    row = story.connection
    mapping = story.source.mapping_id
    with walls.inside(story.tenant):
        Connection.objects.filter(pk=row.pk).update(org_id="00D000000000001AAA")
    ana.sign_in(begin(story))
    assert told(ana, story)["reason"] == Reason.OTHER_ORG
    refused = story.connection
    assert (refused.org_id, refused.refused_org_id) == ("00D000000000001AAA", row.org_id)
    moved = connecting.confirm_other_org(refused, row.org_id, actor=ANA)
    assert (moved.state, moved.previous_org_id) == (
        ConnectionState.NEEDS_RECONNECT, "00D000000000001AAA",
    )  # fmt: skip
    accept(story.source, [lead("a@example.com")])
    story.work()
    assert story.states() == ["pending"]
    ana.sign_in(begin(story))
    story.work()
    assert (story.connection.state, story.states()) == (ConnectionState.CONNECTED, ["created"])
    assert story.source.mapping_id == mapping
    assert (ANA, "connection.moved") in audited(story)
