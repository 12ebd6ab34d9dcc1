"""Members leave and invitations are taken back, by whoever could have given the role."""

from __future__ import annotations

import pytest

from tenants import walls
from tenants.access import Role
from tenants.invitations import invite
from tenants.models import AuditEntry, Invitation, Membership, User

from .conftest import Place, browser, person_of


def test_a_removed_member_is_out_at_once_and_it_is_noted(place: Place) -> None:
    editor = person_of(place.tenant, Role.EDITOR, whole=False, name="ed")
    theirs = browser(editor)
    assert theirs.get(place.at("")).status_code == 200
    answer = place.client.post(place.at(f"settings/members/{editor.pk}/remove/"), follow=True)
    assert "is no longer a member." in answer.content.decode()
    assert theirs.get(place.at("")).status_code == 404
    with walls.inside(place.tenant):
        assert AuditEntry.objects.filter(action="member.removed").count() == 1


@pytest.mark.parametrize(
    ("own", "whole", "status"),
    [
        ((Role.ADMIN, True), (Role.EDITOR, True), 302),
        ((Role.ADMIN, True), (Role.OWNER, False), 403),
        ((Role.ADMIN, False), (Role.VIEWER, True), 403),  # a member of all clients
        ((Role.ADMIN, False), (Role.VIEWER, False), 302),
        ((Role.EDITOR, True), (Role.VIEWER, False), 403),
    ],
)
def test_nobody_takes_a_role_away_that_they_could_not_give(
    place: Place, own: tuple[Role, bool], whole: tuple[Role, bool], status: int
) -> None:
    taker = person_of(place.tenant, own[0], whole=own[1], name="taker")
    member = person_of(place.tenant, whole[0], whole=whole[1], name="member")
    answer = browser(taker).post(place.at(f"settings/members/{member.pk}/remove/"))
    assert answer.status_code == status
    assert Membership.objects.filter(user=member).exists() == (status == 403)


def test_nobody_removes_themselves_or_somebody_who_is_not_there(place: Place) -> None:
    owner = User.objects.get(email="owner@people.example")
    stranger = User.objects.create_user("stranger@people.example", "x" * 12)
    for person in (owner, stranger):
        answer = place.client.post(place.at(f"settings/members/{person.pk}/remove/"))
        assert answer.status_code == 404
    assert Membership.objects.filter(user=owner).exists()


def test_an_invitation_taken_back_opens_nothing(place: Place) -> None:
    owner = User.objects.get(email="owner@people.example")
    waiting = invite(
        place.tenant, "ines@people.example", role=Role.EDITOR, by=owner, whole_agency=False
    )
    address = place.at(f"settings/members/invitations/{waiting.pk}/withdraw/")
    assert browser(person_of(place.tenant, Role.EDITOR, name="ed")).post(address).status_code == 403
    assert place.client.get(address).status_code == 405
    answer = place.client.post(address, follow=True)
    assert "is off." in answer.content.decode()
    assert Invitation.objects.count() == 0
    assert place.client.post(address).status_code == 404
