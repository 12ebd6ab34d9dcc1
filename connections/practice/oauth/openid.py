"""OpenID Connect: where the server says what it can, and shows the key of an org."""

from __future__ import annotations

import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.http import HttpRequest, HttpResponse, JsonResponse

from connections.practice.models import PracticeOrg
from connections.practice.store.places import find_place
from tenants import walls

from .clients import origin_of
from .id_tokens import issuer_of, key_of


def keys(request: HttpRequest, org_id: str) -> HttpResponse:  # noqa: ARG001
    """GET /id/<org>/keys: the public key that id tokens are signed with."""
    place = find_place(org_id[:15])
    if place is None:
        return JsonResponse({"keys": []}, status=404)
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    key: Any = load_pem_private_key(key_of(org).encode(), password=None)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return JsonResponse({"keys": [{**public, "alg": "RS256", "use": "sig", "kid": org.org_id}]})


def discovery(request: HttpRequest, org_id: str = "") -> HttpResponse:
    """GET /.well-known/openid-configuration, of the server or (with the key's address) an org."""
    origin = origin_of(request)
    issuer = issuer_of(origin, org_id) if org_id else origin
    below = f"{origin}/services/oauth2"
    found = {
        "issuer": issuer,
        "authorization_endpoint": f"{below}/authorize",
        "token_endpoint": f"{below}/token",
        "revocation_endpoint": f"{below}/revoke",
        "introspection_endpoint": f"{below}/introspect",
        "userinfo_endpoint": f"{below}/userinfo",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }
    return JsonResponse(found | ({"jwks_uri": f"{issuer}/keys"} if org_id else {}))
