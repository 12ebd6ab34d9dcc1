"""SOAP login() and logout(), for the clients that still begin with them (salesforce-facts 1.6).

Off in an org until its admin allows it; gone from version 65.0 on, and up to 30.0.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connections.practice.models import PracticeOrg
from connections.practice.rules.access import Access
from connections.practice.rules.logins import Circumstances
from connections.practice.rules.oauth_errors import (
    INACTIVE_ORG,
    IP_RESTRICTED,
    LOGIN_HOURS,
    TOO_MANY_LOGINS,
    TROUBLED,
    OAuthError,
)
from connections.practice.rules.setup import Setup, User
from connections.practice.store.access import access_of
from connections.practice.store.places import Place, find_place
from connections.practice.store.setups import setup_of
from connections.practice.store.tokens import ACCESS, Grant, Issuer, org_key_of, revoke
from connections.practice.store.usernames import find_by_username
from tenants import walls

from .clients import address_of, origin_of
from .envelopes import MAX_ENVELOPE, Request, SoapFault, answered, read
from .sign_in import Claim, sign_in

_FIRST_WITHOUT_LOGIN = 65
_LAST_RETIRED = 30
_SCOPE = "full"
_WRONG = SoapFault(
    "INVALID_LOGIN", "Invalid username, password, security token; or user locked out."
)
# What else may be against a login, by the words that the token endpoint has for it.
_FAULTS: Mapping[str, SoapFault] = {
    IP_RESTRICTED.description: SoapFault(
        "LOGIN_DURING_RESTRICTED_DOMAIN", "login from current IP address is not allowed"
    ),
    LOGIN_HOURS.description: SoapFault(
        "LOGIN_DURING_RESTRICTED_TIME", "login during restricted hours"
    ),
    TOO_MANY_LOGINS.description: SoapFault("LOGIN_RATE_EXCEEDED", "login rate exceeded"),
    INACTIVE_ORG.description: SoapFault("ORG_LOCKED", "organization is inactive"),
    TROUBLED.description: SoapFault("SERVER_UNAVAILABLE", "retry your request"),
}


def soap(request: HttpRequest, version: str, org_id: str = "") -> HttpResponse:
    """POST /services/Soap/u/62.0, or with the org's id behind it."""
    try:
        asked = read(request.read(MAX_ENVELOPE + 1))
        if asked.operation == "login":
            content = _login(request, asked, version=version, org_id=org_id)
        elif asked.operation == "logout":
            content = _logout(asked)
        else:
            name = f"{{urn:partner.soap.sforce.com}}{asked.operation}"
            raise SoapFault("", f"No operation available for request {name}")
    except SoapFault as fault:
        return _response(fault.xml(), status=500)
    return _response(content, status=200)


def _response(content: str, *, status: int) -> HttpResponse:
    return HttpResponse(content.encode(), status=status, content_type="text/xml;charset=UTF-8")


def _login(request: HttpRequest, asked: Request, *, version: str, org_id: str) -> str:
    _check_version(version)
    claim = Claim(asked.arguments.get("username", ""), asked.arguments.get("password", ""))
    place = _place(claim.username, asked.header.get("organizationId", "") or org_id)
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    access, now = access_of(org), timezone.now()
    if not access.soap_login:
        raise SoapFault("INVALID_OPERATION", "SOAP API login() is disabled by default in this org.")
    try:
        user = sign_in(org, claim, Circumstances(now, address_of(request)))
    except OAuthError as refused:
        raise _FAULTS.get(refused.description, _WRONG) from refused
    token = _issued(org, access, user, now=now)
    return answered("login", _result(request, org, user, token=token, version=version))


def _check_version(version: str) -> None:
    number = int(version.partition(".")[0])
    if number >= _FIRST_WITHOUT_LOGIN:
        message = f"login() is not available in API version {version}; use OAuth"
        raise SoapFault("UNSUPPORTED_API_VERSION", message)
    if number <= _LAST_RETIRED:
        raise SoapFault("UNSUPPORTED_API_VERSION", f"API version {version} is retired")


def _place(username: str, org_id: str) -> Place:
    place = find_place(org_id[:15]) if org_id else find_by_username(username)
    if place is None:
        raise _WRONG
    return place


def _issued(org: PracticeOrg, access: Access, user: User, *, now: datetime) -> str:
    app = access.apps[0]
    with walls.inside(org.tenant_id):
        grant = Grant(uuid.uuid4(), user.id, _SCOPE, now)
        return Issuer(org, app, access.session_of(app)).issue(grant, ACCESS, now=now)


def _result(
    request: HttpRequest, org: PracticeOrg, user: User, *, token: str, version: str
) -> dict[str, object]:
    base = f"{origin_of(request)}/services/Soap"
    access, place = access_of(org), f"{version}/{org.org_id[:15]}"
    return {
        "metadataServerUrl": f"{base}/m/{place}",
        "passwordExpired": False,
        "sandbox": False,
        "serverUrl": f"{base}/u/{place}",
        "sessionId": token,
        "userId": user.id,
        "userInfo": _user_info(
            setup_of(org), user, int(access.session_of(access.apps[0]).total_seconds())
        ),
    }


def _user_info(setup: Setup, user: User, seconds: int) -> dict[str, object]:
    return {
        "accessibilityMode": False,
        "currencySymbol": "$",
        "orgDefaultCurrencyIsoCode": "USD",
        "organizationId": setup.org_id,
        "organizationMultiCurrency": False,
        "organizationName": setup.org_name,
        "roleId": None,
        "sessionSecondsValid": seconds,
        "userDefaultCurrencyIsoCode": None,
        "userEmail": user.email,
        "userFullName": user.name,
        "userId": user.id,
        "userLanguage": "en_US",
        "userLocale": "en_US",
        "userName": user.username,
        "userTimeZone": user.time_zone,
        "userType": user.user_type,
    }


def _logout(asked: Request) -> str:
    token = asked.header.get("sessionId", "")
    place = find_place(org_key_of(token))
    if place is not None:
        with walls.inside(place.tenant_id):
            if revoke(token, now=timezone.now()):
                return answered("logout", {})
    message = "Invalid Session ID found in SessionHeader: Illegal Session. Session not found"
    raise SoapFault("INVALID_SESSION_ID", message)
