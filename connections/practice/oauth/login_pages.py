"""The pages that a user of the org sees while an app waits: logging in, and being refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.http import HttpResponse
from django.template import Context, Engine

from connections.practice.rules.oauth_errors import (
    AUTHENTICATION_FAILURE,
    INACTIVE_USER,
    IP_RESTRICTED,
    LOGIN_HOURS,
    TOO_MANY_LOGINS,
    OAuthError,
)

from .sign_in import Locked
from .wishes import Wish

_PAGES = Engine(dirs=[str(Path(__file__).parent / "pages")])
_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_REFUSED = "This user name and password don't belong together. Check both and try again."
# What else keeps somebody out is only told after the right password.
_PROBLEMS = {
    AUTHENTICATION_FAILURE.description: _REFUSED,
    INACTIVE_USER.description: _REFUSED,
    IP_RESTRICTED.description: (
        "This user may not log in from your network. Ask the org's admin for the login IP ranges."
    ),
    LOGIN_HOURS.description: (
        "This user may not log in at this hour. Try again later, or ask the org's admin."
    ),
    TOO_MANY_LOGINS.description: "This user logged in too often this hour. Try again in an hour.",
}
_SCOPES = {
    "api": "read and write records through the API",
    "full": "do everything that you may do",
    "refresh_token": "go on until access is ended, also while you are away",
    "offline_access": "go on until access is ended, also while you are away",
    "id": "see your name and user name",
    "openid": "see your name and user name",
    "profile": "see your name and user name",
    "email": "see your e-mail address",
    "address": "see your address",
    "phone": "see your phone number",
    "web": "open pages of the org as you",
}


def problem_of(wrong: OAuthError) -> str:
    """Why somebody may not log in, in words for people."""
    if isinstance(wrong, Locked):
        return (
            f"There were too many wrong passwords. This user is locked for {wrong.minutes} "
            "minutes. Wait, or ask the org's admin to unlock the user."
        )
    return _PROBLEMS.get(wrong.description, _REFUSED)


def ask_login(wish: Wish, username: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page that asks for user name and password and says what the app wants."""
    abilities = dict.fromkeys(_SCOPES[one] for one in wish.scope.split() if one in _SCOPES)
    shown = {
        "org": wish.org.name,
        "org_id": wish.org.org_id,
        "app": wish.app.name,
        "abilities": list(abilities),
        "username": username,
        "problem": problem,
    }
    return page("approve.html", shown, status=status)


def page(name: str, shown: Mapping[str, object], *, status: int) -> HttpResponse:
    """One of the pages beside this file, filled in."""
    content = _PAGES.get_template(name).render(Context(dict(shown)))
    return HttpResponse(content, status=status, headers=_SECURITY)
