"""The authorization endpoint: a page on which a user of the org logs in and approves (1.2)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from connections.practice.models import PracticeCode, PracticeOrg
from connections.practice.rules.setup import User
from connections.practice.store.orgs import find_place, setup_of
from connections.practice.store.tokens import digest
from tenants import walls

from .clients import OAuthError, known

CODE_LIVES = timedelta(minutes=15)
CODE_KEPT = timedelta(days=1)
DEFAULT_SCOPE = "api refresh_token id"
SCOPES = {"api", "full", "id", "profile", "email", "openid", "refresh_token", "offline_access"}
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What the app asks for. Whatever is wrong with it is told to `redirect_uri`."""

    org: PracticeOrg
    redirect_uri: str
    state: str
    scope: str
    challenge: str
    fault: OAuthError | None

    def redirect(self, **values: str) -> HttpResponse:
        """Back to the app, with these values and its state."""
        kept = {**values, "state": self.state} if self.state else values
        joint = "&" if "?" in self.redirect_uri else "?"
        address = f"{self.redirect_uri}{joint}{urlencode(kept)}"
        return HttpResponse(status=302, headers={"Location": address, "Cache-Control": "no-store"})


def authorize(request: HttpRequest) -> HttpResponse:
    """GET shows the page, POST is its form. The app's wish stays in the address all the time."""
    try:
        wish = _wish(request)
    except OAuthError as wrong:
        # Never redirected: nobody knows whose address that is.
        return _page("refused.html", {"fault": wrong}, status=400)
    if wish.fault:
        return wish.redirect(error=wish.fault.error, error_description=wish.fault.description)
    if request.method != "POST":
        return _ask(wish, request.GET.get("login_hint", ""))
    if "deny" in request.POST:
        return wish.redirect(
            error="access_denied", error_description="end-user denied authorization"
        )
    username = request.POST.get("username", "")
    user = _user(wish.org, username, request.POST.get("password", ""))
    if user is None:
        return _ask(wish, username, problem=_REFUSED, status=422)
    return wish.redirect(code=_issue_code(wish, user))


def _wish(request: HttpRequest) -> Wish:
    asked = request.GET
    place = known(find_place(asked.get("client_id", "")))
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    redirect_uri = asked.get("redirect_uri", "")
    if redirect_uri not in org.redirect_uris:
        raise OAuthError("redirect_uri_mismatch", "redirect_uri must match configuration")
    challenge = asked.get("code_challenge", "")
    return Wish(
        org=org,
        redirect_uri=redirect_uri,
        state=asked.get("state", ""),
        scope=" ".join(one for one in asked.get("scope", "").split() if one in SCOPES)
        or DEFAULT_SCOPE,
        challenge=challenge,
        fault=_fault(request, challenge),
    )


def _fault(request: HttpRequest, challenge: str) -> OAuthError | None:
    if request.GET.get("response_type") != "code":
        return OAuthError("unsupported_response_type", "response type not supported")
    if request.GET.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        return OAuthError("invalid_request", "missing required code challenge")
    return None


def _user(org: PracticeOrg, username: str, password: str) -> User | None:
    user = setup_of(org).user_named(username)
    # An unknown user costs as much time as a wrong password.
    matches = check_password(password, user.password if user else "")
    return user if user and user.active and matches else None


def _issue_code(wish: Wish, user: User) -> str:
    code = f"aPrx{secrets.token_urlsafe(48)}"
    now = timezone.now()
    with walls.inside(wish.org.tenant_id):
        PracticeCode.objects.filter(org=wish.org, expires_at__lt=now - CODE_KEPT).delete()
        PracticeCode.objects.create(
            tenant_id=wish.org.tenant_id,
            org=wish.org,
            code_hash=digest(code),
            challenge=wish.challenge,
            redirect_uri=wish.redirect_uri,
            user=user.id,
            scope=wish.scope,
            expires_at=now + CODE_LIVES,
        )
    return code


def _ask(wish: Wish, username: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown = {"org": wish.org.name, "username": username, "problem": problem}
    return _page("approve.html", shown, status=status)


def _page(name: str, shown: Mapping[str, object], *, status: int) -> HttpResponse:
    content = _PAGES.get_template(name).render(Context(dict(shown)))
    return HttpResponse(content, status=status, headers=_SECURITY)
