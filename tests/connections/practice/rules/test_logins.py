"""Who may log in, when, from where; which app may be let in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.access import Access, UserAccess
from connections.practice.rules.apps import App
from connections.practice.rules.logins import (
    Circumstances,
    app_fault,
    in_hours,
    org_fault,
    user_fault,
    within,
)
from connections.practice.rules.oauth_errors import (
    AUTHENTICATION_FAILURE,
    INACTIVE_ORG,
    INACTIVE_USER,
    IP_RESTRICTED,
    LOGIN_HOURS,
    NOT_ADMIN_APPROVED,
    NOT_INSTALLED,
    TOO_MANY_LOGINS,
    TROUBLED,
    Fault,
    refusing,
)
from connections.practice.rules.setup import User

# 07:30 in New York.
NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
USER = User("005", "a@b.practice", "Ana", "Ruiz", "a@b.practice", profile="Sales")
APP = App("Inlet", "key")


@pytest.mark.parametrize(
    ("ip", "ranges", "inside"),
    [
        ("10.1.2.3", ("10.0.0.0/8",), True),
        ("11.1.2.3", ("10.0.0.0/8",), False),
        ("10.1.2.3", ("9.9.9.9", "10.1.2.3"), True),
        ("::1", ("10.0.0.0/8", "::/64"), True),
        ("10.1.2.3", (), False),
        ("", ("10.0.0.0/8",), False),
        ("10.1.2.3", ("nonsense",), False),
    ],
)
def test_addresses_lie_in_networks(*, ip: str, ranges: tuple[str, ...], inside: bool) -> None:
    assert within(ip, ranges) is inside


@pytest.mark.parametrize(
    ("hours", "zone", "allowed"),
    [
        ((0, 24), "America/New_York", True),
        ((7, 8), "America/New_York", True),
        ((8, 18), "America/New_York", False),
        ((8, 18), "UTC", True),
        ((22, 8), "America/New_York", True),
        ((22, 7), "America/New_York", False),
        ((0, 0), "UTC", False),
    ],
)
def test_login_hours_are_the_users_own(*, hours: tuple[int, int], zone: str, allowed: bool) -> None:
    bound = UserAccess(login_from=hours[0], login_until=hours[1])
    assert in_hours(bound, replace(USER, time_zone=zone), NOW) is allowed


@given(st.integers(0, 23), st.integers(0, 24), st.integers(0, 24))
def test_hours_and_the_other_hours_make_a_day(hour: int, start: int, end: int) -> None:
    now, user = NOW.replace(hour=hour), replace(USER, time_zone="UTC")
    day = in_hours(UserAccess(login_from=start, login_until=end), user, now)
    if start not in (0, 24) and end not in (0, 24) and start != end:
        night = in_hours(UserAccess(login_from=end, login_until=start), user, now)
        assert day != night


@pytest.mark.parametrize(
    ("changes", "fault"),
    [({}, None), ({"org_active": False}, INACTIVE_ORG), ({"troubled": True}, TROUBLED)],
)
def test_an_org_may_be_closed(changes: dict[str, bool], fault: Fault | None) -> None:
    assert org_fault(replace(Access(apps=(APP,)), **changes)) == fault


@pytest.mark.parametrize(
    ("user", "bound", "logins", "fault"),
    [
        (USER, UserAccess(), 0, None),
        (None, UserAccess(), 0, INACTIVE_USER),
        (replace(USER, active=False), UserAccess(), 0, INACTIVE_USER),
        (USER, UserAccess(frozen=True), 0, AUTHENTICATION_FAILURE),
        (USER, UserAccess(ip_ranges=("10.0.0.0/8",)), 0, IP_RESTRICTED),
        (USER, UserAccess(ip_ranges=("127.0.0.0/8",)), 0, None),
        (USER, UserAccess(login_from=8, login_until=9), 0, LOGIN_HOURS),
        (USER, UserAccess(), 3599, None),
        (USER, UserAccess(), 3600, TOO_MANY_LOGINS),
    ],
)
def test_a_user_may_be_kept_out(
    user: User | None, bound: UserAccess, logins: int, fault: Fault | None
) -> None:
    access = Access(apps=(APP,), users={USER.id: bound})
    assert user_fault(access, user, Circumstances(NOW, "127.0.0.1", logins)) == fault


@pytest.mark.parametrize(
    ("changes", "approver", "approved", "fault"),
    [
        ({}, False, False, None),
        ({"installed": False}, False, False, NOT_INSTALLED),
        ({"installed": False}, True, False, None),
        # Who had let it in before keeps it (1.7).
        ({"installed": False}, False, True, None),
        ({"admin_approved_only": True}, True, True, NOT_ADMIN_APPROVED),
        ({"admin_approved_only": True, "approved_profiles": ("Sales",)}, False, False, None),
        ({"admin_approved_only": True, "approved_users": ("005",)}, False, False, None),
    ],
)
def test_an_app_may_be_kept_out(
    *, changes: dict[str, object], approver: bool, approved: bool, fault: Fault | None
) -> None:
    app = replace(APP, **changes)  # type: ignore[arg-type]
    assert app_fault(app, USER, approver=approver, approved=approved) == fault


def test_a_fault_becomes_an_exception_with_its_words() -> None:
    wrong = refusing(NOT_INSTALLED)
    assert (wrong.error, wrong.description) == ("invalid_client", "app must be installed into org")
