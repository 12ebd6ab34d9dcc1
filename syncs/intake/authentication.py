"""Who calls the API: the tenant of the key in the Authorization header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission

from syncs.models import Source
from tenants.apikeys import find_key_and
from tenants.models import ApiKey


@dataclass(frozen=True)
class Caller:
    """The holder of an API key, as DRF's `request.user`, and the source that the key opens."""

    key: ApiKey
    source: Source | None = None
    is_authenticated: bool = True

    @property
    def pk(self) -> Any:
        """For throttles and logs."""
        return self.key.pk


_FIELDS = [field.attname for field in Source._meta.concrete_fields]
_SOURCE = (
    f"SELECT {', '.join(_FIELDS)} FROM {Source._meta.db_table} WHERE api_key_id = "  # noqa: S608
    f"(SELECT id FROM {ApiKey._meta.db_table} WHERE public_id = %s) ORDER BY name LIMIT 1"
)


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer lsk_live_…`."""

    def authenticate(self, request: Any) -> tuple[Caller, ApiKey] | None:
        """The caller. Raises AuthenticationFailed (401) for anything but a usable key."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            raise AuthenticationFailed(
                "No API key. Send it as “Authorization: Bearer lsk_live_…”; Settings has yours."
            )
        text = text.strip() if scheme.lower() == "bearer" else ""
        key, sources = find_key_and(text, _SOURCE)
        if key is None:
            raise AuthenticationFailed(
                "This API key is unknown, revoked or expired. Make a new one in Settings."
            )
        source = Source.from_db("default", _FIELDS, sources[0]) if sources else None
        return Caller(key, source), key

    def authenticate_header(self, request: HttpRequest) -> str:
        """What a 401 asks for."""
        del request
        return 'Bearer realm="Inlet"'


class HasScope(BasePermission):
    """The key's scopes allow what the view's `scopes` names for this method."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether they do. Raises PermissionDenied naming the scope that is missing."""
        needed = view.scopes[request.method]
        if needed not in request.user.key.scopes:
            raise PermissionDenied(f"This API key lacks the scope {needed}. Use one that has it.")
        return True
