"""The authorization endpoint: a page on which a user of the org logs in and approves (1.2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from connections.practice.models import PracticeCode
from connections.practice.rules.apps import may_approve_uninstalled
from connections.practice.rules.logins import Circumstances, app_fault
from connections.practice.rules.oauth_errors import (
    AUTHENTICATION_FAILURE,
    INACTIVE_USER,
    IP_RESTRICTED,
    LOGIN_HOURS,
    NOT_INSTALLED,
    TOO_MANY_LOGINS,
    OAuthError,
)
from connections.practice.rules.setup import User
from connections.practice.store.access import approve, has_approved
from connections.practice.store.tokens import digest
from tenants import walls

from .clients import address_of
from .sign_in import Claim, Locked, sign_in
from .wishes import Wish, wish_of

CODE_LIVES = timedelta(minutes=15)
CODE_KEPT = timedelta(days=1)
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


def authorize(request: HttpRequest) -> HttpResponse:
    """GET shows the page, POST is its form. The app's wish stays in the address all the time."""
    try:
        wish = wish_of(request)
    except OAuthError as wrong:
        # Never redirected: nobody knows whose address that is.
        return _page("refused.html", {"fault": wrong}, status=400)
    if wish.fault:
        return wish.refuse(wish.fault)
    if request.method != "POST":
        return _ask(wish, request.GET.get("login_hint", ""))
    if "deny" in request.POST:
        return wish.redirect(
            error="access_denied", error_description="end-user denied authorization"
        )
    claim = Claim(request.POST.get("username", ""), request.POST.get("password", ""))
    try:
        user = sign_in(wish.org, claim, Circumstances(timezone.now(), address_of(request)))
    except OAuthError as wrong:
        return _ask(wish, claim.username, problem=_problem(wrong), status=422)
    return _decided(wish, user)


def _problem(wrong: OAuthError) -> str:
    if isinstance(wrong, Locked):
        return (
            f"There were too many wrong passwords. This user is locked for {wrong.minutes} "
            "minutes. Wait, or ask the org's admin to unlock the user."
        )
    return _PROBLEMS.get(wrong.description, _REFUSED)


def _decided(wish: Wish, user: User) -> HttpResponse:
    with walls.inside(wish.org.tenant_id):
        approved = has_approved(wish.org, wish.app, user.id)
    approver = may_approve_uninstalled(user.profile)
    fault = app_fault(wish.app, user, approver=approver, approved=approved)
    if fault == NOT_INSTALLED and wish.access.uninstalled_page:
        shown = {"org": wish.org.name, "app": wish.app.name, "user": user.username}
        return _page("uninstalled.html", shown, status=403)
    if fault:
        return wish.refuse(fault)
    return wish.redirect(code=_issue_code(wish, user))


def _issue_code(wish: Wish, user: User) -> str:
    code = f"aPrx{secrets.token_urlsafe(48)}"
    now = timezone.now()
    with walls.inside(wish.org.tenant_id):
        approve(wish.org, wish.app, user.id, now=now)
        PracticeCode.objects.filter(org=wish.org, expires_at__lt=now - CODE_KEPT).delete()
        PracticeCode.objects.create(
            tenant_id=wish.org.tenant_id,
            org=wish.org,
            app=wish.app.consumer_key,
            code_hash=digest(code),
            challenge=wish.challenge,
            nonce=wish.nonce,
            redirect_uri=wish.redirect_uri,
            user=user.id,
            scope=wish.scope,
            expires_at=now + CODE_LIVES,
        )
    return code


def _ask(wish: Wish, username: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    abilities = dict.fromkeys(_SCOPES[one] for one in wish.scope.split() if one in _SCOPES)
    shown = {
        "org": wish.org.name,
        "org_id": wish.org.org_id,
        "app": wish.app.name,
        "abilities": list(abilities),
        "username": username,
        "problem": problem,
    }
    return _page("approve.html", shown, status=status)


def _page(name: str, shown: Mapping[str, object], *, status: int) -> HttpResponse:
    content = _PAGES.get_template(name).render(Context(dict(shown)))
    return HttpResponse(content, status=status, headers=_SECURITY)
