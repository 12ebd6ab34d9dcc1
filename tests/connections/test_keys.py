"""Our certificate, and the assertion that signs in with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.x509 import load_pem_x509_certificate

from connections.keys import Claims, KeyPair, assertion, fingerprint, make_key_pair, valid_until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLAIMS = Claims("3MVG9key", "sync@acme.example", "https://login.salesforce.com")


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return make_key_pair("Inlet: Solvane Energy", now=NOW)


def test_the_assertion_is_what_salesforce_takes(pair: KeyPair) -> None:
    text = assertion(CLAIMS, pair.private_key, now=NOW)
    key = load_pem_x509_certificate(pair.certificate.encode()).public_key()
    assert jwt.get_unverified_header(text) == {"alg": "RS256", "typ": "JWT"}
    content = jwt.decode(
        text,
        key,  # type: ignore[arg-type]
        algorithms=["RS256"],
        audience=CLAIMS.audience,
        options={"verify_exp": False},
    )
    assert content == {
        "iss": "3MVG9key",
        "sub": "sync@acme.example",
        "aud": "https://login.salesforce.com",
        "exp": int((NOW + timedelta(minutes=2)).timestamp()),
    }


def test_another_key_did_not_sign_it(pair: KeyPair) -> None:
    other = make_key_pair("Other", now=NOW)
    key = load_pem_x509_certificate(other.certificate.encode()).public_key()
    text = assertion(CLAIMS, pair.private_key, now=NOW)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(text, key, algorithms=["RS256"], audience=CLAIMS.audience)  # type: ignore[arg-type]


def test_the_certificate_is_named_dated_and_recognised(pair: KeyPair) -> None:
    loaded = load_pem_x509_certificate(pair.certificate.encode())
    assert loaded.subject.rfc4514_string() == "CN=Inlet: Solvane Energy"
    assert valid_until(pair.certificate) == NOW + timedelta(days=365 * 5)
    assert fingerprint(pair.certificate).count(":") == 31
    assert "PRIVATE" not in pair.certificate


def test_a_long_name_is_cut_to_what_a_certificate_holds() -> None:
    long = make_key_pair("n" * 200, now=NOW)
    assert load_pem_x509_certificate(long.certificate.encode()).subject.rfc4514_string() == (
        f"CN={'n' * 64}"
    )


def test_a_name_in_any_script_is_cut_to_the_bytes_that_a_certificate_holds() -> None:
    made = make_key_pair("Inlet: " + "日本語の接続" * 10, now=NOW)
    (name,) = load_pem_x509_certificate(made.certificate.encode()).subject
    assert name.value == "Inlet: 日本語の接続日本語の接続日本語の接続日"
