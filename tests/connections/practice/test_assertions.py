"""JWT bearer: an assertion that the app signed takes the place of a login."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone

from connections.practice.admitting import change_access
from connections.practice.models import PracticeOrg
from connections.practice.oauth.certificates import public_key
from connections.practice.oauth.flows import BEARER_ASSERTION
from connections.practice.opening import Credentials, change_org
from connections.practice.rules import app_changes, app_switches, login_changes
from connections.practice.rules.app_options import JWT_BEARER
from connections.practice.rules.changes import with_user_active

from .logging_in import TOKEN, authorize, error_of, status_of

pytestmark = pytest.mark.usefixtures("at_practice_address", "org")
AUDIENCE = (400, "invalid_grant", "Audience validation failed")
NOT_APPROVED = (400, "invalid_grant", "user hasn't approved this consumer")
BAD = (400, "invalid_grant", "invalid assertion")
# A claim as deep as no parser goes.
DEEP = ".".join(
    base64.urlsafe_b64encode(one).decode().rstrip("=")
    for one in (b'{"alg":"RS256"}', b'{"iss":' + b"[" * 50_000 + b"]" * 50_000 + b"}", b"x")
)


@cache
def key(_which: str = "ours") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(private: rsa.RSAPrivateKey) -> str:
    """A self-made X.509 certificate."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "inlet.example")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .sign(private, SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode()


def public(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    encoded = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return encoded.decode()


@pytest.fixture
def trusted(org: PracticeOrg) -> PracticeOrg:
    """The org, whose app has our certificate."""
    pem = certificate(key())
    change_access(org, lambda access: app_changes.with_app(access, certificate=pem))
    return org


@pytest.fixture
def approved(
    at_practice_address: None, client: Client, credentials: Credentials, trusted: PracticeOrg
) -> PracticeOrg:
    """The same, where the integration user let the app in once."""
    authorize(client, credentials)
    return trusted


def claims(credentials: Credentials, **more: Any) -> dict[str, Any]:
    return {
        "iss": credentials.consumer_key,
        "sub": credentials.username,
        "aud": "http://testserver",
        "exp": int(timezone.now().timestamp()) + 180,
        **more,
    }


def present(client: Client, said: dict[str, Any], *, signer: Any = None) -> Any:
    assertion = jwt.encode(said, signer or key(), "RS256")
    return client.post(TOKEN, {"grant_type": BEARER_ASSERTION, "assertion": assertion})


@pytest.mark.usefixtures("approved")
def test_an_assertion_becomes_an_access_token_and_may_come_again(
    client: Client, credentials: Credentials
) -> None:
    said = claims(credentials)
    bodies = [present(client, said).json() for _ in range(2)]
    assert [sorted(body) for body in bodies] == [
        ["access_token", "id", "instance_url", "scope", "token_type"]
    ] * 2
    assert [status_of(client, body["access_token"]) for body in bodies] == [200, 200]


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"aud": "https://login.salesforce.com"}, AUDIENCE),
        ({"aud": "http://testserver/services/oauth2/token"}, None),
        ({"aud": "http://testserver/"}, None),
        ({"aud": ["elsewhere", "http://testserver"]}, None),
        ({"sub": "nobody@nowhere.practice"}, NOT_APPROVED),
        ({"sub": "INTEGRATION@solvane-energy.practice"}, None),
        ({"iss": "nobody"}, (400, "invalid_client_id", "client identifier invalid")),
        ({"exp": None}, BAD),
        ({"exp": "tomorrow"}, BAD),
        ({"sub": None}, BAD),
    ],
)  # fmt: skip
def test_every_claim_is_looked_at(
    client: Client,
    credentials: Credentials,
    wrong: dict[str, Any],
    expected: tuple[int, str, str] | None,
) -> None:
    said = {name: one for name, one in claims(credentials, **wrong).items() if one is not None}
    reply = present(client, said)
    assert (error_of(reply) if expected else reply.status_code) == (expected or 200)


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize(
    ("seconds", "description"),
    [
        (-61, "expired authorization code"),
        (-59, ""),
        (300, ""),
        (359, ""),
        (361, "invalid assertion"),
    ],
)
def test_an_assertion_lives_five_minutes_give_or_take_one(
    client: Client, credentials: Credentials, seconds: int, description: str
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        exp = int(timezone.now().timestamp()) + seconds
        reply = present(client, claims(credentials, exp=exp))
    assert reply.json().get("error_description", "") == description


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize("assertion", ["", "nonsense", "a.b.c", DEEP])
def test_what_is_no_assertion_names_no_app(client: Client, assertion: str) -> None:
    reply = client.post(TOKEN, {"grant_type": BEARER_ASSERTION, "assertion": assertion})
    assert error_of(reply) == (400, "invalid_client_id", "client identifier invalid")


@pytest.mark.usefixtures("approved")
def test_a_foreign_signature_or_method_is_refused(client: Client, credentials: Credentials) -> None:
    assert error_of(present(client, claims(credentials), signer=key("theirs"))) == BAD
    for method, secret in (("HS256", "x" * 32), ("none", "")):
        assertion = jwt.encode(claims(credentials), secret, method)
        form = {"grant_type": BEARER_ASSERTION, "assertion": assertion}
        assert error_of(client.post(TOKEN, form)) == BAD


def test_an_app_without_a_certificate_can_not_sign(
    client: Client, credentials: Credentials
) -> None:
    authorize(client, credentials)
    assert error_of(present(client, claims(credentials))) == BAD


@pytest.mark.usefixtures("trusted")
def test_a_user_who_never_let_the_app_in_is_not_answered_for(
    client: Client, credentials: Credentials
) -> None:
    assert error_of(present(client, claims(credentials))) == NOT_APPROVED


def test_an_admin_may_approve_beforehand(
    client: Client, credentials: Credentials, trusted: PracticeOrg
) -> None:
    mine = next(one for one in trusted.setup["users"] if one["username"] == credentials.username)
    for profile, status in (("Sales", 400), (mine["profile"], 200)):
        change_access(
            trusted,
            lambda access, profile=profile: app_switches.with_admin_approval(
                access, only=True, profiles=(profile,)
            ),
        )
        reply = present(client, claims(credentials))
        assert reply.status_code == status
        if status == 400:
            assert error_of(reply) == (
                400,
                "invalid_app_access",
                "user is not admin approved to access this app",
            )


Change = Callable[[PracticeOrg], object]


@pytest.mark.parametrize(
    ("change", "error", "description"),
    [
        (
            lambda org: change_org(
                org, lambda setup: with_user_active(setup, "Inlet Integration", active=False)
            ),
            "inactive_user",
            "user is inactive",
        ),
        (
            lambda org: change_access(
                org,
                lambda access: login_changes.with_frozen(
                    access, org.setup["api_user"], frozen=True
                ),
            ),
            "invalid_grant",
            "authentication failure",
        ),
        (
            lambda org: change_access(
                org, lambda access: app_switches.with_flow(access, flow=JWT_BEARER, enabled=False)
            ),
            "unsupported_grant_type",
            "grant type not supported",
        ),
    ],
)
def test_what_else_stands_against_it(
    client: Client,
    credentials: Credentials,
    approved: PracticeOrg,
    *,
    change: Change,
    error: str,
    description: str,
) -> None:
    change(approved)
    assert error_of(present(client, claims(credentials))) == (400, error, description)


def test_a_key_is_read_from_a_certificate_or_a_public_key() -> None:
    private = key()
    assert public_key(certificate(private)) == private.public_key()
    assert public_key(f"\n{public(private)}\n") == private.public_key()
    others = ec.generate_private_key(ec.SECP256R1())
    for pem in ("", "nonsense", "-----BEGIN CERTIFICATE-----\nx", public(others)):
        assert public_key(pem) is None
