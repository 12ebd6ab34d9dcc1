"""Keys as admins hand them in: in a certificate, or bare."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


def public_key(pem: str) -> RSAPublicKey | None:
    """The RSA key of a certificate or public key; None for anything else."""
    text = pem.strip().encode()
    try:
        if text.startswith(_CERTIFICATE.encode()):
            key: Any = load_pem_x509_certificate(text).public_key()
        else:
            key = load_pem_public_key(text)
    except ValueError:
        return None
    return key if isinstance(key, RSAPublicKey) else None
