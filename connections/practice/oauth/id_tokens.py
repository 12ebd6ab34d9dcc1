"""OpenID Connect: id tokens, signed with a key of the org."""

from __future__ import annotations

from datetime import timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from connections.practice.models import PracticeOrg
from connections.practice.rules.setup import User
from connections.practice.store.orgs import locked
from tenants import vault, walls

from .asking import Asked

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
    key = load_pem_private_key(key_of(asked.org).encode(), password=None)
    return jwt.encode(claims, key, "RS256", headers={"kid": asked.org.org_id})  # type: ignore[arg-type]


def key_of(org: PracticeOrg) -> str:
    """The org's private key, PEM; made and kept when it has none. Call outside the walls."""
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
