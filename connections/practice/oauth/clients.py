"""The app that asks for access: found by its consumer key, known by its secret."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest, JsonResponse

from connections.practice.models import PracticeOrg
from connections.practice.store.orgs import Place
from connections.practice.store.tokens import digest

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthError(Exception):
    """An error of salesforce-facts 1.8."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description

    def response(self) -> JsonResponse:
        """As the token endpoint answers it: always 400."""
        body = {"error": self.error, "error_description": self.description}
        return JsonResponse(body, status=400, headers=NO_STORE)


@dataclass(frozen=True, slots=True)
class Client:
    """Consumer key and secret as the request gave them, in the body or as HTTP Basic."""

    key: str
    secret: str

    def check(self, org: PracticeOrg) -> None:
        """Raise OAuthError unless the secret is the org's."""
        if not secrets.compare_digest(digest(self.secret), org.secret_hash):
            raise OAuthError("invalid_client", "invalid client credentials")


def client_of(request: HttpRequest) -> Client:
    """Who asks, not yet checked."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return _basic(encoded)
    form = request.POST
    return Client(form.get("client_id", ""), form.get("client_secret", ""))


def _basic(encoded: str) -> Client:
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return Client("", "")
    return Client(unquote(key), unquote(secret))


def known(place: Place | None) -> Place:
    """The place, or OAuthError: no org has this consumer key."""
    if place is None:
        raise OAuthError("invalid_client_id", "client identifier invalid")
    return place


def origin_of(request: HttpRequest) -> str:
    """The address at which the org was called, without a path."""
    return request.build_absolute_uri("/").rstrip("/")
