"""Admin links: signed, found by their hash only, open for a week, used once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signing import Signer
from django.db import connections as databases
from django.utils import timezone

from connections import links
from connections.errors import LINK_OVER, ConfigurationError
from connections.links import LinkState, Maker
from connections.models import AdminLink, Connection, Purpose
from tenants import walls
from tenants.models import Tenant


@pytest.fixture
def made(connection: Connection) -> tuple[AdminLink, str]:
    with walls.inside(connection.tenant_id):
        return links.make_link(connection, recipient="Owen Price", maker=Maker("Ana"))


def state(link: AdminLink) -> LinkState:
    with walls.inside(link.tenant_id):
        return links.state_of(AdminLink.objects.get(pk=link.pk), now=timezone.now())


def test_it_is_found_by_its_token_and_says_who_and_for_whom(made: tuple[AdminLink, str]) -> None:
    link, token = made
    found = links.find_link(token)
    assert found is not None
    assert (found.pk, found.made_by_name, found.recipient, found.purpose) == (
        link.pk, "Ana", "Owen Price", Purpose.CONNECT,
    )  # fmt: skip
    assert found.expires_at - found.made_at == pytest.approx(
        timedelta(days=7), abs=timedelta(seconds=1)
    )
    assert token not in str(vars(found))
    assert links.address_of(token) == f"http://127.0.0.1:8000/connect/{token}/"


def test_a_made_up_token_is_refused_before_the_database_is_asked(
    made: tuple[AdminLink, str], django_assert_num_queries: Any
) -> None:
    _, token = made
    elsewhere = Signer(sep=".", salt="another").sign(token.partition(".")[0])
    with django_assert_num_queries(0):
        for wrong in ("", "x", token[:-1], token + "x", token.partition(".")[0], elsewhere):
            assert links.find_link(wrong) is None


def test_a_signed_token_that_was_never_given_out_finds_nothing(connection: Connection) -> None:
    token = Signer(sep=".", salt="inlet.admin-link").sign("unknown")
    assert links.find_link(token) is None


def test_only_the_first_opening_counts(made: tuple[AdminLink, str]) -> None:
    link, _ = made
    with walls.inside(link.tenant_id):
        assert [links.note_opening(link), links.note_opening(link)] == [True, False]


def test_it_ends_after_a_week_by_use_or_by_hand(
    connection: Connection, made: tuple[AdminLink, str]
) -> None:
    link, _ = made
    assert state(link) == LinkState.OPEN
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert state(link) == LinkState.EXPIRED
        with walls.inside(link.tenant_id):
            assert links.use_up(link.pk) is False
    with walls.inside(link.tenant_id):
        other, _ = links.make_link(connection, maker=Maker("Ana"))
        assert [links.revoke_link(other.pk), links.revoke_link(other.pk)] == [True, False]
        assert [links.use_up(link.pk), links.use_up(link.pk)] == [True, False]
        assert [links.use_up(other.pk), links.revoke_link(link.pk)] == [False, True]
        for over in (link, other):
            with pytest.raises(ConfigurationError) as caught:
                links.check_open(over.pk)
            assert caught.value.code == LINK_OVER
    assert (state(link), state(other)) == (LinkState.USED, LinkState.REVOKED)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_it_together_one_does(made: tuple[AdminLink, str]) -> None:
    link, _ = made
    together = threading.Barrier(6)

    def use(_: int) -> bool:
        try:
            together.wait(timeout=20)
            with walls.inside(link.tenant_id):
                return links.use_up(link.pk)
        finally:
            databases.close_all()

    with ThreadPoolExecutor(6) as people:
        assert sorted(people.map(use, range(6))) == [False] * 5 + [True]


def test_another_client_can_not_end_or_use_it(
    made: tuple[AdminLink, str], outsider: Tenant
) -> None:
    link, _ = made
    with walls.inside(outsider):
        assert [links.use_up(link.pk), links.revoke_link(link.pk)] == [False, False]
    assert state(link) == LinkState.OPEN
