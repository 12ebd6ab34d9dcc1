"""Our key pair for JWT bearer, and the assertion that signs in with it (salesforce-facts 1.4).

Each connection has a key of its own: what one org knows opens no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

BITS = 2048
CERTIFICATE_LIVES = timedelta(days=365 * 5)
# Salesforce takes at most three minutes; ours allows for clocks that differ.
ASSERTION_LIVES = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Both as PEM. The private key is to be sealed, the certificate to be shown."""

    private_key: str
    certificate: str


def make_key_pair(name: str, *, now: datetime) -> KeyPair:
    """A new RSA key and its self-signed certificate; ``name`` stands in it for people."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    # RFC 5280 allows 64 characters, the library counts their bytes.
    common = name.encode()[:64].decode(errors="ignore") or "Inlet"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CERTIFICATE_LIVES)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    return KeyPair(private.decode(), public.decode())


def fingerprint(certificate: str) -> str:
    """The certificate's SHA-256, as Salesforce's Setup and openssl print it: "AB:CD:…"."""
    loaded = x509.load_pem_x509_certificate(certificate.encode())
    return loaded.fingerprint(hashes.SHA256()).hex(":").upper()


def valid_until(certificate: str) -> datetime:
    """When the certificate ends."""
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


@dataclass(frozen=True, slots=True)
class Claims:
    """Who signs in where: the app's consumer key, the user's name, the sign-in host's origin."""

    issuer: str
    subject: str
    audience: str


def assertion(claims: Claims, private_key: str, *, now: datetime) -> str:
    """A signed assertion (RS256), good for two minutes from ``now``."""
    content = {
        "iss": claims.issuer,
        "sub": claims.subject,
        "aud": claims.audience,
        "exp": int((now + ASSERTION_LIVES).timestamp()),
    }
    return jwt.encode(content, private_key, algorithm="RS256")
