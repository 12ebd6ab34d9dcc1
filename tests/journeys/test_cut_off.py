"""A worker dies with a new token in its hands: nobody's lead is lost."""

from __future__ import annotations

from django.utils import timezone

from connections.models import State as ConnectionState
from connections.practice.models import PracticeToken
from connections.rehearsal import connect_practice
from syncs import connecting
from syncs.intake.accepting import accept
from tenants import walls
from tests.connections.cut_off import die_between_answer_and_commit

from .conftest import Story
from .test_leads import lead


def test_leads_wait_for_the_reconnect_and_all_go_on(story: Story, practice_process: str) -> None:
    accept(story.source, [lead(f"p{number}@example.com") for number in range(20)])
    with walls.inside(story.tenant):
        PracticeToken.objects.filter(kind="access").update(revoked_at=timezone.now())
    die_between_answer_and_commit(story.connection, practice_process)
    story.work()
    assert story.connection.state == ConnectionState.NEEDS_RECONNECT
    assert story.states() == ["pending"] * 20
    row = connect_practice(story.connection)
    connecting.connected(row, actor="Ana")
    story.work()
    assert story.states() == ["created"] * 20
    assert [lead.attempts for lead in story.leads()] == [1] * 20
