"""Whether a user may log in, or an app may act for it, at this moment from this address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

from .access import Access, UserAccess
from .apps import App
from .oauth_errors import (
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
)
from .setup import User


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and from where somebody logs in, and how many logins the user had this hour."""

    now: datetime
    ip: str
    logins: int = 0


def within(ip: str, ranges: Iterable[str]) -> bool:
    """Whether the address lies in one of these networks; an unreadable one lies nowhere."""
    try:
        address = ip_address(ip)
        return any(address in ip_network(one, strict=False) for one in ranges)
    except ValueError:
        return False


def in_hours(bound: UserAccess, user: User, now: datetime) -> bool:
    """Whether the hour, in the user's time zone, is one that the user may log in in."""
    hour = now.astimezone(ZoneInfo(user.time_zone)).hour
    if bound.login_from <= bound.login_until:
        return bound.login_from <= hour < bound.login_until
    return hour >= bound.login_from or hour < bound.login_until


def org_fault(access: Access) -> Fault | None:
    """Why nobody logs in at all, if so."""
    if access.troubled:
        return TROUBLED
    return None if access.org_active else INACTIVE_ORG


def user_fault(access: Access, user: User | None, around: Circumstances) -> Fault | None:
    """Why this user gets no token now, if so."""
    if user is None or not user.active:
        return INACTIVE_USER
    bound = access.of_user(user.id)
    if bound.frozen:
        return AUTHENTICATION_FAILURE
    if bound.ip_ranges and not within(around.ip, bound.ip_ranges):
        return IP_RESTRICTED
    if not in_hours(bound, user, around.now):
        return LOGIN_HOURS
    return TOO_MANY_LOGINS if around.logins >= access.logins_per_hour else None


def app_fault(app: App, user: User, *, approver: bool, approved: bool) -> Fault | None:
    """Why this user may not let the app in, if so.

    `approver`: has "Approve Uninstalled Connected Apps". `approved`: has let the app in before
    (then an uninstalled app keeps working for the user, salesforce-facts 1.7).
    """
    if not app.installed and not approver and not approved:
        return NOT_INSTALLED
    if app.admin_approved_only and not app.pre_approves(user.id, user.profile):
        return NOT_ADMIN_APPROVED
    return None
