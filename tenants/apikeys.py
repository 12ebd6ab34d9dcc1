"""API keys: `lsk_live_<8 public><43 secret>`; shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from string import ascii_lowercase, digits

from django.utils import timezone

from . import walls
from .models import ApiKey, Tenant, User

_FORM = re.compile(r"lsk_(?:live|test)_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
_ALPHABET = ascii_lowercase + digits
# What a new key may do unless more is asked for.
SCOPES = ("leads:write", "leads:read")
CONNECTION_SCOPES = ("connections:read", "connections:write")
CONFIGURATION_SCOPES = ("configuration:read", "configuration:write")
ALL_SCOPES = (*SCOPES, *CONNECTION_SCOPES, *CONFIGURATION_SCOPES)


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash (ASVS 6.5.2).
    return hashlib.sha256(secret.encode()).hexdigest()


def make_key(
    tenant: Tenant,
    name: str,
    *,
    scopes: tuple[str, ...] = SCOPES,
    expires_at: datetime | None = None,
    user: User | None = None,
    test: bool = False,
) -> tuple[ApiKey, str]:
    """A new key of `tenant` and its text, which is known only now."""
    public_id = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    secret = secrets.token_urlsafe(32)
    text = f"lsk_{'test' if test else 'live'}_{public_id}_{secret}"
    key = keep_key(tenant, name, text, scopes=scopes, expires_at=expires_at, user=user)
    return key, text


def keep_key(
    tenant: Tenant,
    name: str,
    text: str,
    *,
    scopes: tuple[str, ...] = SCOPES,
    expires_at: datetime | None = None,
    user: User | None = None,
) -> ApiKey:
    """A new key of `tenant` whose text somebody else made. Raises ValueError for what is none,
    IntegrityError when its public part belongs to another key."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError("This is not the text of an API key.")
    with walls.inside(tenant):
        return ApiKey.objects.create(
            tenant=tenant,
            name=name,
            public_id=form[1],
            secret_hash=_hash(form[2]),
            scopes=list(scopes),
            expires_at=expires_at,
            created_by=user,
        )


def is_key(text: str) -> bool:
    """Whether this could be a key's text."""
    return _FORM.fullmatch(text) is not None


def opens(key: ApiKey, text: str) -> bool:
    """Whether this is the text of `key`."""
    form = _FORM.fullmatch(text)
    public_id, secret = form.groups() if form else ("", "")
    return public_id == key.public_id and hmac.compare_digest(_hash(secret), key.secret_hash)


def find_key(text: str) -> ApiKey | None:
    """The usable key that `text` is, or None; takes as long for an unknown one."""
    form = _FORM.fullmatch(text)
    public_id, secret = form.groups() if form else ("", "")
    with walls.looking_up(public_id or "-"):
        key = ApiKey.unscoped.filter(public_id=public_id).first()
    same = hmac.compare_digest(_hash(secret), key.secret_hash if key else _hash("nobody's"))
    if key is None or not same or key.revoked_at is not None:
        return None
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return None
    _note_use(key)
    return key


def _note_use(key: ApiKey) -> None:
    """Keep when the key was last used, to the minute: not one write a request."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > timedelta(minutes=1):
        with walls.inside(key.tenant_id):
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def revoke_key(key: ApiKey) -> None:
    """End the key at once; call inside its tenant's walls."""
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
