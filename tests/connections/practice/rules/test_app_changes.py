"""What an admin changes about apps and logins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from connections.practice.rules import app_changes, app_switches, login_changes
from connections.practice.rules.access import Access, UserAccess
from connections.practice.rules.app_options import AFTER, FLOWS, JWT_BEARER
from connections.practice.rules.apps import App

OWN, OTHER = App("Inlet", "own"), App("Other", "other")
ACCESS = Access(apps=(OWN, OTHER))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it, key: app_switches.with_installed(it, key, installed=False),
         {"installed": False}),
        (lambda it, key: app_switches.with_flow(it, key, flow=JWT_BEARER, enabled=False),
         {"flows": tuple(one for one in FLOWS if one != JWT_BEARER)}),
        (lambda it, key: app_switches.with_rotation(it, key, rotates=False), {"rotates": False}),
        (lambda it, key: app_switches.with_refresh_policy(it, key, policy=AFTER, days=7),
         {"refresh_policy": AFTER, "refresh_days": 7}),
        (lambda it, key: app_switches.with_session_timeout(it, key, minutes=15),
         {"session_minutes": 15}),
        (lambda it, key: app_switches.with_admin_approval(it, key, only=True, profiles=("A",)),
         {"admin_approved_only": True, "approved_profiles": ("A",)}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["own", "other", ""])
def test_one_app_changes_and_the_other_stays(
    change: Callable[[Access, str], Access], expected: dict[str, Any], key: str
) -> None:
    apps = change(ACCESS, key).apps
    mine, others = (apps[1], apps[0]) if key == "other" else (apps[0], apps[1])
    assert mine == replace(OTHER if key == "other" else OWN, **expected)
    assert others == (OWN if key == "other" else OTHER)


def test_a_flow_is_switched_on_again() -> None:
    off = app_switches.with_flow(ACCESS, flow=JWT_BEARER, enabled=False)
    on = app_switches.with_flow(off, flow=JWT_BEARER, enabled=True)
    assert set(on.apps[0].flows) == set(FLOWS)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda it: app_switches.with_installed(it, "none", installed=True), KeyError),
        (lambda it: app_switches.with_flow(it, "none", flow=JWT_BEARER, enabled=True), KeyError),
        (lambda it: app_switches.with_flow(it, flow="device", enabled=True), ValueError),
        (lambda it: app_switches.with_session_timeout(it, minutes=14), ValueError),
        (lambda it: app_switches.with_session_timeout(it, minutes=1441), ValueError),
        (lambda it: app_switches.with_refresh_policy(it, policy="never"), ValueError),
        (lambda it: app_switches.with_refresh_policy(it, policy=AFTER, days=0), ValueError),
        (lambda it: app_changes.with_new_app(it, OTHER), ValueError),
        (lambda it: app_changes.without_app(it, "own"), ValueError),
        (lambda it: app_changes.without_app(it, ""), ValueError),
        (lambda it: app_changes.with_app(it, color="red"), ValueError),
        (lambda it: app_changes.with_app(it, consumer_key="x"), ValueError),
        (lambda it: app_changes.with_app(it, secret_hash="x"), ValueError),
        (lambda it: app_changes.with_app(it, installed=1), ValueError),
        (lambda it: app_changes.with_app(it, refresh_days=True), ValueError),
        (lambda it: app_changes.with_app(it, scopes=["api"]), ValueError),
        (lambda it: app_changes.with_app(it, scopes=(1,)), ValueError),
        (lambda it: app_changes.with_app(it, ip_ranges=("everywhere",)), ValueError),
        (lambda it: app_changes.with_secret(it, "none", secret_hash="x"), KeyError),
        (lambda it: login_changes.with_user(it, "005", token_hash="x"), ValueError),
        (lambda it: login_changes.with_user(it, "005", login_until=25), ValueError),
        (lambda it: login_changes.with_user(it, "005", ip_ranges=("10.0.0.0/40",)), ValueError),
        (lambda it: login_changes.with_policy(it, apps=()), ValueError),
        (lambda it: login_changes.with_policy(it, session_minutes=1), ValueError),
        (lambda it: login_changes.with_policy(it, wrong_passwords=0), ValueError),
        (lambda it: login_changes.with_policy(it, logins_per_hour=-1), ValueError),
    ],
)
def test_what_no_org_can_have_is_refused(
    change: Callable[[Access], Access], error: type[Exception]
) -> None:
    with pytest.raises(error):
        change(ACCESS)


def test_apps_come_and_go() -> None:
    third = App("Third", "third")
    more = app_changes.with_new_app(ACCESS, third)
    assert more.apps == (OWN, OTHER, third)
    assert app_changes.without_app(more, "other").apps == (OWN, third)


def test_a_user_is_frozen_and_thawed() -> None:
    bound = login_changes.with_user(ACCESS, "005", login_from=8)
    frozen = login_changes.with_frozen(bound, "005", frozen=True)
    assert frozen.users == {"005": UserAccess(frozen=True, login_from=8)}
    assert login_changes.with_frozen(frozen, "005", frozen=False) == bound


def test_secrets_are_changed_as_digests() -> None:
    assert app_changes.with_secret(ACCESS, secret_hash="x").apps[0].secret_hash == "x"
    changed = login_changes.with_security_token(ACCESS, "005", token_hash="x")
    assert changed.of_user("005").token_hash == "x"


def test_what_holds_for_all_is_changed_by_name() -> None:
    assert login_changes.with_policy(ACCESS, password_flow=True).password_flow
