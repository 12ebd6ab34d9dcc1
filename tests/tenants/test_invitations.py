"""An invitation from the letter to the membership."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from tenants.access import Role
from tenants.invitations import accept, invite, open_invitation
from tenants.models import Invitation, Membership, Tenant, User

Member = Callable[..., User]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def invited(
    tenant: Tenant, member: Member, django_capture_on_commit_callbacks: Any
) -> Callable[..., tuple[Invitation, str]]:
    """Invites Dana; returns the invitation and the token in her letter."""

    def send(role: Role = Role.EDITOR, *, whole_agency: bool = False) -> tuple[Invitation, str]:
        by = member(tenant, Role.OWNER)
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite(
                tenant, " Dana@Example.com ", role=role, by=by, whole_agency=whole_agency
            )
        found = re.search(r"/invitations/([A-Za-z0-9_-]+)/", str(mail.outbox[-1].body))
        assert found is not None
        return invitation, found[1]

    return send


@pytest.fixture
def dana(db: None) -> User:
    """Who was invited."""
    return User.objects.create_user("dana@example.com")


def test_the_letter_holds_the_only_copy_of_the_token(invited: Any, tenant: Tenant) -> None:
    invitation, token = invited()
    letter = mail.outbox[0]
    assert letter.to == ["dana@example.com"]
    assert letter.subject == f"{invitation.invited_by} invites you to Solvane Energy"
    assert "as editor" in str(letter.body)
    assert token not in str(list(Invitation.objects.values()))
    assert open_invitation(token) == invitation


def test_a_letter_to_the_whole_agency_says_so(invited: Any, agency: Any) -> None:
    invitation, _ = invited(whole_agency=True)
    assert invitation.tenant is None
    assert mail.outbox[0].subject.endswith("invites you to Harbor & Pine")


def test_accepting_makes_a_member_once(invited: Any, tenant: Tenant, dana: User) -> None:
    invitation, token = invited(Role.EDITOR)
    accept(invitation, dana)
    made = Membership.objects.get(user=dana)
    assert (made.agency, made.tenant, made.role) == (tenant.agency, tenant, Role.EDITOR)
    assert open_invitation(token) is None


def test_accepting_for_the_whole_agency(invited: Any, tenant: Tenant, dana: User) -> None:
    invitation, _ = invited(Role.ADMIN, whole_agency=True)
    accept(invitation, dana)
    made = Membership.objects.get(user=dana)
    assert (made.agency, made.tenant, made.role) == (tenant.agency, None, Role.ADMIN)


def test_another_address_is_refused(invited: Any, db: None) -> None:
    invitation, _ = invited()
    other = User.objects.create_user("mallory@example.com")
    with pytest.raises(PermissionError, match=r"was sent to dana@example\.com"):
        accept(invitation, other)
    assert not Membership.objects.filter(user=other).exists()


def test_a_second_invitation_changes_the_role(invited: Any, dana: User) -> None:
    for role in (Role.VIEWER, Role.ADMIN):
        accept(invited(role)[0], dana)
    assert Membership.objects.get(user=dana).role == Role.ADMIN


@pytest.mark.parametrize(
    ("later", "open_still"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)]
)
def test_a_link_lives_for_two_weeks(invited: Any, later: timedelta, *, open_still: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        _, token = invited()
    with time_machine.travel(NOON + later, tick=False):
        assert (open_invitation(token) is not None) is open_still


def test_an_unknown_link_opens_nothing(invited: Any) -> None:
    _, token = invited()
    assert open_invitation(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert open_invitation("") is None
