"""What an app asks for at the authorization endpoint, read from its address (1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from connections.practice.models import PracticeOrg
from connections.practice.rules.access import Access
from connections.practice.rules.apps import App
from connections.practice.rules.logins import org_fault
from connections.practice.rules.oauth_errors import (
    BAD_REDIRECT,
    UNKNOWN_APP,
    Fault,
    OAuthError,
    refusing,
)
from connections.practice.store.access import access_of
from connections.practice.store.places import find_place
from tenants import walls

from .clients import known
from .wish_faults import wish_fault

DEFAULT_SCOPE = "api refresh_token id"


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
        fault=wish_fault(app, asked),
    )
