"""API keys: `lsk_live_<8 public><43 secret>`; shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from string import ascii_lowercase, digits
from typing import Any

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


_FIELDS = [field.attname for field in ApiKey._meta.concrete_fields]
_TABLE = ApiKey._meta.db_table
# Whoever knows the secret is in before the next statement of the trip.
_ENTER = (
    f"SELECT {', '.join(_FIELDS)}, set_config('{walls.TENANTS}', '{{' || tenant_id || '}}', true) "  # noqa: S608
    f"FROM {_TABLE} WHERE public_id = %s AND secret_hash = %s"
)
_NOTHING = "SELECT WHERE %s IS NULL"


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
    """The usable key that `text` is, or None.

    What is compared is a hash of 256 random bits, so how long it takes tells nothing.
    """
    key, _ = find_key_and(text, _NOTHING)
    return key


def find_key_and(text: str, also: str) -> tuple[ApiKey | None, Sequence[tuple[Any, ...]]]:
    """The key as `find_key` finds it, and the rows of a query that rides in the same trip.

    `also` is about the key's tenant, which is in force; its one parameter is the key's public id.
    No rows without a key.
    """
    form = _FORM.fullmatch(text)
    public_id, secret = form.groups() if form else ("-", "")
    found, rows = walls.in_one_trip(
        [(_ENTER, [public_id, _hash(secret)]), (also, [public_id])], lookup=public_id
    )
    key = ApiKey.from_db("default", _FIELDS, found[0][:-1]) if found else None
    if key is None or not _is_usable(key):
        return None, ()
    _note_use(key)
    return key, rows


def _is_usable(key: ApiKey) -> bool:
    is_over = key.expires_at is not None and key.expires_at <= timezone.now()
    return key.revoked_at is None and not is_over


def _note_use(key: ApiKey) -> None:
    """Keep when the key was last used, to the minute: not one write a request."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > timedelta(minutes=1):
        with walls.inside(key.tenant_id):
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def revoke_key(key: ApiKey) -> None:
    """End the key at once; call inside its tenant's walls."""
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
