"""A token request: which app asks, at which org, from where; and who may be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from connections.practice.models import PracticeOrg
from connections.practice.rules.access import Access
from connections.practice.rules.apps import App
from connections.practice.rules.logins import Circumstances, org_fault, user_fault, within
from connections.practice.rules.oauth_errors import IP_RESTRICTED, UNKNOWN_APP, refusing
from connections.practice.rules.setup import Setup
from connections.practice.store.access import access_of
from connections.practice.store.logins import count_login, logins_this_hour
from connections.practice.store.places import find_place
from connections.practice.store.setups import setup_of
from connections.practice.store.tokens import Grant, Issuer
from tenants import walls

from .clients import Client, address_of, known, origin_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A request at the token endpoint. `client`: key and secret as given, not yet checked."""

    org: PracticeOrg
    access: Access
    app: App
    client: Client
    form: Mapping[str, str]
    origin: str
    ip: str
    now: datetime

    @property
    def setup(self) -> Setup:
        """The org's setup."""
        return setup_of(self.org)

    @property
    def issuer(self) -> Issuer:
        """Issues tokens for the app."""
        return Issuer(self.org, self.app, self.access.session_of(self.app))

    @property
    def around(self) -> Circumstances:
        """Now and here, without a count of logins."""
        return Circumstances(self.now, self.ip)

    def check_user(self, user_id: str, *, counts: bool) -> None:
        """Raise OAuthError unless this user may have a token now; `counts` it as a login.

        Call inside the walls.
        """
        user = self.setup.users_by_id.get(user_id)
        counted = user.username if user and counts else ""
        logins = logins_this_hour(self.org, counted, now=self.now) if counted else 0
        fault = user_fault(self.access, user, Circumstances(self.now, self.ip, logins))
        if fault:
            raise refusing(fault)
        if counted:
            count_login(self.org, counted, now=self.now)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a flow comes to. `refreshes`: whether a refresh token belongs in the answer.

    `counts`: whether it is a login of its own, as a code isn't: its user logged in before.
    `nonce`: for the id token.
    """

    grant: Grant
    refreshes: bool
    counts: bool = True
    nonce: str = ""


def ask(request: HttpRequest, client: Client) -> Asked:
    """The request of this client. Raises OAuthError for an unknown app, a closed org, or an
    address that the app isn't called from."""
    place = known(find_place(client.key))
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    access, ip = access_of(org), address_of(request)
    app = access.app(client.key) if client.key else None
    # A 15-character org id leads to an org too, but it is nobody's consumer key.
    if app is None:
        raise refusing(UNKNOWN_APP)
    fault = org_fault(access)
    if fault:
        raise refusing(fault)
    if app.ip_ranges and not within(ip, app.ip_ranges):
        raise refusing(IP_RESTRICTED)
    form = {name: str(value) for name, value in request.POST.items()}
    return Asked(org, access, app, client, form, origin_of(request), ip, timezone.now())
