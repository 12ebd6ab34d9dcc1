"""The app that asks for access: found by its consumer key, known by its secret."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest

from connections.practice.rules.apps import App
from connections.practice.rules.oauth_errors import BAD_SECRET, UNKNOWN_APP, refusing
from connections.practice.store.places import Place
from connections.practice.store.tokens import digest


@dataclass(frozen=True, slots=True)
class Client:
    """Consumer key and secret as the request gave them, in the body or as HTTP Basic."""

    key: str
    secret: str

    def check(self, app: App, *, required: bool) -> None:
        """Raise OAuthError unless the secret is the app's, or none is given nor `required`."""
        if not self.secret and not required:
            return
        if not secrets.compare_digest(digest(self.secret), app.secret_hash):
            raise refusing(BAD_SECRET)


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
        raise refusing(UNKNOWN_APP)
    return place


def origin_of(request: HttpRequest) -> str:
    """The address at which the org was called, without a path."""
    return request.build_absolute_uri("/").rstrip("/")


def address_of(request: HttpRequest) -> str:
    """Where the caller is, as an IP address."""
    return str(request.META.get("REMOTE_ADDR", ""))
