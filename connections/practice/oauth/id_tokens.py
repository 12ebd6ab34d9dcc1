"""OpenID Connect: id tokens signed with a key of the org, and where to find that key."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.http import HttpRequest, HttpResponse, JsonResponse

from connections.practice.models import PracticeOrg
from connections.practice.rules.setup import User
from connections.practice.store.orgs import find_place, locked
from tenants import vault, walls

from .asking import Asked
from .clients import origin_of

LIVES = timedelta(minutes=2)
_BITS = 2048


def issuer_of(origin: str, org_id: str) -> str:
    """Who signs: the org, at its address. Its discovery document lies below."""
    return f"{origin}/id/{org_id}"


def id_token(asked: Asked, user: User, *, nonce: str) -> str:
    """Who logged in, signed (RS256). Call outside the walls: the org's first one makes its key."""
    now = int(asked.now.timestamp())
    claims = {
        "iss": issuer_of(asked.origin, asked.org.org_id),
        "sub": f"{asked.origin}/id/{asked.org.org_id}/{user.id}",
        "aud": asked.app.consumer_key,
        "iat": now,
        "exp": now + int(LIVES.total_seconds()),
        **({"nonce": nonce} if nonce else {}),
    }
    key = load_pem_private_key(_key_of(asked.org).encode(), password=None)
    return jwt.encode(claims, key, "RS256", headers={"kid": asked.org.org_id})  # type: ignore[arg-type]


def _key_of(org: PracticeOrg) -> str:
    place = vault.address(org.tenant_id, "practice_org", org.pk, "signing_key")
    if not org.signing_key:
        made = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        with walls.inside(org.tenant_id):
            row = locked(org.pk)
            # Of two that make one at the same moment, the first counts.
            row.signing_key = row.signing_key or vault.seal(pem, aad=place)
            row.save(update_fields=["signing_key"])
        org.signing_key = row.signing_key
    return vault.open_sealed(org.signing_key, aad=place)


def keys(request: HttpRequest, org_id: str) -> HttpResponse:  # noqa: ARG001
    """GET /id/<org>/keys: the public key that id tokens are signed with."""
    place = find_place(org_id[:15])
    if place is None:
        return JsonResponse({"keys": []}, status=404)
    with walls.inside(place.tenant_id):
        org = PracticeOrg.objects.get(pk=place.org_pk)
    key: Any = load_pem_private_key(_key_of(org).encode(), password=None)
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
