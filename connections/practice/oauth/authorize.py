"""The authorization endpoint: a page on which a user of the org logs in and approves (1.2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connections.practice.rules.apps import may_approve_uninstalled
from connections.practice.rules.logins import Circumstances, app_fault
from connections.practice.rules.oauth_errors import NOT_INSTALLED, OAuthError
from connections.practice.rules.setup import User
from connections.practice.store.access import has_approved
from tenants import walls

from .clients import address_of
from .codes import issue_code
from .login_pages import ask_login, page, problem_of
from .sign_in import Claim, sign_in
from .wishes import Wish, wish_of


def authorize(request: HttpRequest) -> HttpResponse:
    """GET shows the page, POST is its form. The app's wish stays in the address all the time."""
    try:
        wish = wish_of(request)
    except OAuthError as wrong:
        # Never redirected: nobody knows whose address that is.
        return page("refused.html", {"fault": wrong}, status=400)
    if wish.fault:
        return wish.refuse(wish.fault)
    if request.method != "POST":
        return ask_login(wish, request.GET.get("login_hint", ""))
    if "deny" in request.POST:
        return wish.redirect(
            error="access_denied", error_description="end-user denied authorization"
        )
    claim = Claim(request.POST.get("username", ""), request.POST.get("password", ""))
    try:
        user = sign_in(wish.org, claim, Circumstances(timezone.now(), address_of(request)))
    except OAuthError as wrong:
        return ask_login(wish, claim.username, problem=problem_of(wrong), status=422)
    return _decided(wish, user)


def _decided(wish: Wish, user: User) -> HttpResponse:
    with walls.inside(wish.org.tenant_id):
        approved = has_approved(wish.org, wish.app, user.id)
    approver = may_approve_uninstalled(user.profile)
    fault = app_fault(wish.app, user, approver=approver, approved=approved)
    if fault == NOT_INSTALLED and wish.access.uninstalled_page:
        shown = {"org": wish.org.name, "app": wish.app.name, "user": user.username}
        return page("uninstalled.html", shown, status=403)
    if fault:
        return wish.refuse(fault)
    return wish.redirect(code=issue_code(wish, user))
