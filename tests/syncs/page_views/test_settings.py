"""Keys and members of a client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from connections.models import Connection, Environment, State
from mappings.models import Mapping
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.access import Role
from tenants.apikeys import find_key
from tenants.invitations import invite
from tenants.members import role_at
from tenants.models import Agency, AuditEntry, Invitation, Membership, Tenant, User

from .conftest import Place, browser, person_of

_KEY = re.compile(r"lsk_(?:live|test)_[a-z0-9]{8}_[\w-]{43}")


def make(place: Place, name: str) -> Any:
    return place.post("settings/keys/new/", {"name": name})


def test_a_new_key_is_shown_once_and_opens_the_api_for_a_source_of_its_name(place: Place) -> None:
    answer = make(place, "Website quote form")
    (text,) = set(_KEY.findall(answer.content.decode()))
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert text.startswith("lsk_test_")
    assert not _KEY.search(place.get("settings/keys/").content.decode())
    sent = Client().post(
        "/api/v1/leads",
        {"email": "ada@x.example"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )
    assert sent.status_code == 202
    with walls.inside(place.tenant):
        lead = InboundLead.objects.select_related("source").get(pk=sent.json()["id"])
        entry = AuditEntry.objects.get(action="key.made")
        first = Mapping.objects.earliest("created_at")
    assert (lead.source.name, lead.source.mapping_id) == ("Website quote form", first.pk)
    assert (entry.actor, text.split("_")[3] in str(entry.subject)) == ("Owner", False)


def test_a_key_of_a_client_with_a_real_org_sends_there(place: Place) -> None:
    with walls.inside(place.tenant):
        real = Connection.objects.create(
            tenant=place.tenant,
            name="Production",
            environment=Environment.PRODUCTION,
            state=State.CONNECTED,
            login_url="https://login.salesforce.com",
        )
    (text,) = set(_KEY.findall(make(place, "Real").content.decode()))
    with walls.inside(place.tenant):
        assert Source.objects.get(name="Real").connection_id == real.pk
    assert text.startswith("lsk_live_")


def test_a_name_that_has_a_key_is_refused_until_that_key_ends(place: Place) -> None:
    make(place, "Fair")
    refused = make(place, "Fair")
    assert refused.status_code == 422
    assert "“Fair” has a key already." in refused.content.decode()
    with walls.inside(place.tenant):
        source = Source.objects.select_related("api_key").get(name="Fair")
    assert source.api_key is not None
    place.post(f"settings/keys/{source.api_key.pk}/revoke/")
    (text,) = set(_KEY.findall(make(place, "Fair").content.decode()))
    key = find_key(text)
    assert key is not None
    with walls.inside(place.tenant):
        assert Source.objects.get(name="Fair").api_key_id == key.pk


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Give the key a name"),
        ("  ", "Give the key a name"),
        ("x" * 81, "at most 80"),
        ("a\0b", "Null"),
    ],
)
def test_a_name_that_can_not_be_taken_comes_back_with_its_sentence(
    place: Place, name: str, says: str
) -> None:
    answer = make(place, name)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_a_client_without_an_org_gets_no_key_and_is_told(agency: Agency) -> None:
    bare = Tenant.objects.create(agency=agency, name="Bare", slug="bare")
    client = browser(person_of(bare, Role.OWNER))
    answer = client.post("/c/bare/settings/keys/new/", {"name": "x"})
    assert (answer.status_code, "no org" in answer.content.decode()) == (422, True)
    assert client.post("/c/bare/sample/").status_code == 302
    assert client.get("/c/bare/practice/").status_code == 404
    for rest in ("", "leads/", "settings/keys/", "settings/members/"):
        assert client.get(f"/c/bare/{rest}").status_code == 200


def test_a_revoked_key_ends_at_once_and_is_kept_in_the_list(place: Place) -> None:
    key = place.door.key
    answer = place.client.post(place.at(f"settings/keys/{key.pk}/revoke/"), follow=True)
    assert "“Website” is revoked." in answer.content.decode()
    assert "Revoked" in answer.content.decode()
    assert find_key(place.door.text) is None
    with walls.inside(place.tenant):
        assert AuditEntry.objects.get(action="key.revoked").subject == str(key)


def ask(place: Place, email: str, role: Role, *, whole: bool = False) -> Any:
    data = {"email": email, "role": role.value} | ({"whole_agency": "yes"} if whole else {})
    return place.post("settings/members/invite/", data)


def test_an_invitation_is_mailed_and_listed(
    place: Place, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(place, "Ines@people.example", Role.EDITOR).status_code == 302
    (sent,) = mailoutbox
    assert sent.to == ["ines@people.example"]
    assert "/invitations/" in sent.body
    text = place.get("settings/members/").content.decode()
    assert "ines@people.example" in text
    assert "was invited." in text
    with walls.inside(place.tenant):
        assert AuditEntry.objects.get(action="member.invited").subject == "ines@people.example"


@pytest.mark.parametrize(
    ("email", "role", "says"),
    [
        ("", "viewer", "Write the address"),
        ("maya@harbor", "viewer", "not an e-mail address"),
        ("ines@people.example", "king", "Choose one of the roles."),
        ("ines@people.example", "", "Choose a role."),
        ("owner@people.example", "viewer", "is a member here already"),
    ],
)
def test_an_invitation_that_can_not_be_sent_says_why(
    place: Place, email: str, role: str, says: str
) -> None:
    answer = place.post("settings/members/invite/", {"email": email, "role": role})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("own", "given", "status"),
    [
        ((Role.ADMIN, "all"), (Role.ADMIN, "all"), 302),
        ((Role.ADMIN, "all"), (Role.OWNER, "here"), 422),
        ((Role.ADMIN, "here"), (Role.ADMIN, "here"), 302),
        ((Role.ADMIN, "here"), (Role.VIEWER, "all"), 422),  # manages this client only
        ((Role.OWNER, "here"), (Role.OWNER, "all"), 422),
        ((Role.OWNER, "all"), (Role.OWNER, "all"), 302),
    ],
)
def test_nobody_gives_more_than_they_have(
    place: Place, own: tuple[Role, str], given: tuple[Role, str], status: int
) -> None:
    user = person_of(place.tenant, own[0], whole=own[1] == "all", name="giver")
    giver = Place(place.door, place.leads, browser(user))
    answer = ask(giver, "ines@people.example", given[0], whole=given[1] == "all")
    assert (answer.status_code, Invitation.objects.count()) == (status, int(status == 302))


@pytest.fixture
def link(place: Place, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> str:
    """The address in an invitation for ines@people.example."""
    owner = User.objects.get(email="owner@people.example")
    with django_capture_on_commit_callbacks(execute=True):
        invite(place.tenant, "ines@people.example", role=Role.EDITOR, by=owner, whole_agency=False)
    return "/" + re.findall(r"https?://[^/]+/(\S+)", mailoutbox[-1].body)[0]


def test_who_was_invited_accepts_and_is_a_member(place: Place, link: str) -> None:
    assert "Create an account" in Client().get(link).content.decode()
    ines = User.objects.create_user("ines@people.example", "x" * 12)
    client = browser(ines)
    assert "Accept the invitation" in client.get(link).content.decode()
    answer = client.post(link)
    assert (answer.status_code, answer.url) == (302, place.at())
    assert role_at(ines, place.tenant) is Role.EDITOR
    assert "accepted already" in client.get(link).content.decode()
    assert "accepted already" in client.post(link).content.decode()


def test_an_invitation_is_of_no_use_to_anybody_else(place: Place, link: str) -> None:
    other = User.objects.create_user("eve@people.example", "x" * 12)
    client = browser(other)
    assert "You are signed in as eve@people.example" in client.get(link).content.decode()
    assert client.post(link).status_code == 200
    assert Client().post(link).status_code == 200
    assert role_at(other, place.tenant) is None
    assert client.get(link[:-3] + "zz/").status_code == 404
    Invitation.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert client.get(link).status_code == 404


def test_members_are_those_of_this_client_and_of_all(place: Place) -> None:
    person_of(place.tenant, Role.VIEWER, whole=False, name="here")
    other = Tenant.objects.create(agency=place.tenant.agency, name="Next", slug="next")
    person_of(other, Role.ADMIN, whole=False, name="elsewhere")
    both = person_of(place.tenant, Role.VIEWER, whole=True, name="both")
    Membership.objects.create(
        user=both, agency=place.tenant.agency, tenant=place.tenant, role=Role.ADMIN
    )
    text = place.get("settings/members/").content.decode()
    assert re.findall(r'<b class="in-b">(\w+)</b>', text) == ["Both", "Here", "Owner"]
    assert text.count("(you)") == 1
    assert "elsewhere@people.example" not in text


def test_a_key_opens_connections_only_where_the_box_was_ticked(place: Place) -> None:
    for name, more in (("Leads only", {}), ("Partner", {"connects": "yes"})):
        answer = place.post("settings/keys/new/", {"name": name, **more})
        (text,) = set(_KEY.findall(answer.content.decode()))
        status = (
            Client()
            .get("/api/v1/connections", headers={"Authorization": f"Bearer {text}"})
            .status_code
        )
        assert status == (200 if more else 403), name
