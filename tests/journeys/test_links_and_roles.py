"""Who may still finish a sign-in that they began."""

from __future__ import annotations

import pytest

from connections.blocking import Reason
from tenants.access import Role
from tenants.models import Membership, User
from tests.connections.browser_alike import Person, address_in

from .conftest import Story
from .test_connecting import ANA, ana, audited, begin, told

__all__ = ["ana"]


@pytest.mark.parametrize("left", [None, Role.VIEWER, Role.EDITOR])
def test_who_lost_the_role_meanwhile_connects_nothing_on_coming_back(
    story: Story, ana: Person, left: Role | None
) -> None:
    back = ana.bring_back(address_in(ana.browser.post(begin(story))))
    before = story.connection.generation
    theirs = Membership.objects.filter(user__email=ANA)
    if left is None:
        theirs.delete()
    else:
        theirs.update(role=left)
    assert ana.browser.get(back).status_code == 302
    assert told(ana, story)["reason"] == Reason.SIGN_IN_OVER
    assert story.connection.generation == before
    assert (ANA, "connection.connected") not in audited(story)


def test_who_was_shut_out_meanwhile_connects_nothing(story: Story, ana: Person) -> None:
    back = ana.bring_back(address_in(ana.browser.post(begin(story))))
    before = story.connection.generation
    User.objects.filter(email=ANA).update(is_active=False)
    assert ana.browser.get(back).status_code == 302
    assert story.connection.generation == before
