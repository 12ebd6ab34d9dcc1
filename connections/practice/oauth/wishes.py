"""What an app asks for at the authorization endpoint, read from its address (1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from connections.practice.models import PracticeOrg
from connections.practice.rules.apps import WEB_SERVER, Access, App
from connections.practice.rules.logins import org_fault
from connections.practice.rules.oauth_errors import (
    BAD_REDIRECT,
    UNKNOWN_APP,
    Fault,
    OAuthError,
    refusing,
)
from connections.practice.store.access import access_of
from connections.practice.store.orgs import find_place
from tenants import walls

from .clients import known

DEFAULT_SCOPE = "api refresh_token id"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
# There is never a session at the practice org: who may not be asked isn't logged in.
_PROMPTS = {"login", "consent", "select_account", ""}
_NO_CHALLENGE = Fault("invalid_request", "missing required code challenge")
_WRONG_METHOD = Fault("invalid_request", "code challenge method must be S256")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the app asks for. Whatever is wrong with it is told to `redirect_uri`."""

    org: PracticeOrg
    access: Access
    app: App
    redirect_uri: str
    state: str
    scope: str
    challenge: str
    nonce: str
    fault: Fault | None

    def redirect(self, **values: str) -> HttpResponse:
        """Back to the app, with these values and its state."""
        kept = {**values, "state": self.state} if self.state else values
        joint = "&" if "?" in self.redirect_uri else "?"
        address = f"{self.redirect_uri}{joint}{urlencode(kept)}"
        return HttpResponse(status=302, headers={"Location": address, "Cache-Control": "no-store"})

    def refuse(self, fault: Fault | OAuthError) -> HttpResponse:
        """Back to the app, with this error."""
        return self.redirect(error=fault.error, error_description=fault.description)


def wish_of(request: HttpRequest) -> Wish:
    """The wish in the request's address. OAuthError when nobody knows whose it is."""
    asked = request.GET
    key = asked.get("client_id", "")
    place = known(find_place(key))
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    access = access_of(org)
    app, closed = access.app(key), org_fault(access)
    if app is None:
        raise refusing(UNKNOWN_APP)
    if closed:
        raise refusing(closed)
    redirect_uri = asked.get("redirect_uri", "")
    if redirect_uri not in app.redirect_uris:
        raise refusing(BAD_REDIRECT)
    return Wish(
        org=org,
        access=access,
        app=app,
        redirect_uri=redirect_uri,
        state=asked.get("state", ""),
        scope=app.granted(asked.get("scope", "")) or app.granted(DEFAULT_SCOPE),
        challenge=asked.get("code_challenge", ""),
        nonce=asked.get("nonce", "").replace("\x00", "")[:200],
        fault=_fault(app, asked),
    )


def _fault(app: App, asked: Mapping[str, str]) -> Fault | None:
    if asked.get("response_type") != "code" or not app.allows(WEB_SERVER):
        return Fault("unsupported_response_type", "response type not supported")
    prompts = set(asked.get("prompt", "").split())
    if "none" in prompts:
        return Fault("login_required", "user must log in")
    if prompts - _PROMPTS:
        return Fault("invalid_request", "invalid prompt")
    return _challenge_fault(app, asked)


def _challenge_fault(app: App, asked: Mapping[str, str]) -> Fault | None:
    challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "")
    if not challenge and not method and not app.pkce_required:
        return None
    if not challenge:
        return _NO_CHALLENGE
    if method != "S256":
        return _WRONG_METHOD
    return None if _CHALLENGE.fullmatch(challenge) else _NO_CHALLENGE
