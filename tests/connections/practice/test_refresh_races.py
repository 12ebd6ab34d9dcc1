"""Eight at once, straight at the org's own endpoints over HTTP.

Renewing one session is the control for the product's own figure: without one refresh at a time,
access is lost. Guessing a password at once helps nobody.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode

import pytest
import requests
from django.test import Client

from connections.practice.admitting import change_access, login_history
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials
from connections.practice.rules import app_switches

from .logging_in import log_in, wish

WORKERS, EXPIRIES = 8, 25

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_practice_address", "org"),
]


@pytest.fixture
def login(client: Client, credentials: Credentials) -> dict[str, str]:
    """A session."""
    return log_in(client, credentials)


def guess(address: str, credentials: Credentials) -> requests.Response:
    asked = f"{address}/services/oauth2/authorize?{urlencode(wish(credentials))}"
    form = {"username": credentials.username, "password": "guess"}
    return requests.post(asked, data=form, timeout=30)


def test_parallel_guesses_do_not_outrun_the_lock(
    practice_process: str, credentials: Credentials, org: PracticeOrg
) -> None:
    with ThreadPoolExecutor(WORKERS) as workers:
        replies = list(
            workers.map(lambda _: guess(practice_process, credentials), range(3 * WORKERS))
        )
    assert Counter("is locked" in one.text for one in replies) == {False: 10, True: 14}
    statuses = Counter(one.status for one in login_history(org))
    assert statuses == {"wrong password": 10, "locked": 14}


def renew(address: str, credentials: Credentials, token: str) -> requests.Response:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": token,
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
    }
    return requests.post(f"{address}/services/oauth2/token", data=form, timeout=30)


def at_once(address: str, credentials: Credentials, token: str) -> list[requests.Response]:
    """Eight refreshes with the same token, begun together."""
    barrier = Barrier(WORKERS)

    def work(_number: int) -> requests.Response:
        barrier.wait(timeout=20)
        return renew(address, credentials, token)

    with ThreadPoolExecutor(WORKERS) as workers:
        return list(workers.map(work, range(WORKERS)))


def test_with_rotation_a_race_ends_the_session_every_time(
    practice_process: str, client: Client, credentials: Credentials
) -> None:
    outcomes: Counter[tuple[int, ...]] = Counter()
    for _ in range(EXPIRIES):
        token = log_in(client, credentials)["refresh_token"]
        replies = at_once(practice_process, credentials, token)
        outcomes[tuple(sorted(one.status_code for one in replies))] += 1
        (won,) = [one.json() for one in replies if one.status_code == 200]
        # The winner's new token died with its family.
        assert renew(practice_process, credentials, won["refresh_token"]).status_code == 400
    assert outcomes == {(200, *[400] * (WORKERS - 1)): EXPIRIES}


def test_one_after_another_no_session_ends(
    practice_process: str, credentials: Credentials, login: dict[str, str]
) -> None:
    token = login["refresh_token"]
    for _ in range(WORKERS * EXPIRIES):
        reply = renew(practice_process, credentials, token)
        assert reply.status_code == 200, reply.text
        token = reply.json()["refresh_token"]


def test_without_rotation_a_race_does_no_harm(
    practice_process: str, credentials: Credentials, org: PracticeOrg, login: dict[str, str]
) -> None:
    change_access(org, lambda access: app_switches.with_rotation(access, rotates=False))
    for _ in range(EXPIRIES):
        replies = at_once(practice_process, credentials, login["refresh_token"])
        assert [one.status_code for one in replies] == [200] * WORKERS
