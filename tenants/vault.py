"""Secrets at rest: AES-256-GCM, bound to their tenant, row and column (reliability.md 3.1).

Stored as ``v1.<key id>.<base64 of nonce and ciphertext>``. A text that was copied to another
row, another column or another tenant doesn't open there. Nothing here ever returns what it
could not open.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Self, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .walls import TenantOwned

_VERSION = "v1"
_NONCE = 12


class VaultError(Exception):
    """A sealed text can't be opened: wrong key, wrong place, or damaged."""


def address(*parts: object) -> str:
    """Where a secret belongs: its tenant, table, row and column. It opens nowhere else."""
    return "|".join(map(str, parts))


def seal(text: str, *, aad: str) -> str:
    """The text, sealed with the first key for the place ``aad``. Empty stays empty."""
    if not text:
        return ""
    key_id, key = next(iter(_keys().items()))
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), aad.encode())
    return f"{_VERSION}.{key_id}.{base64.b64encode(sealed).decode()}"


def open_sealed(sealed: str, *, aad: str) -> str:
    """The text again. Raises VaultError if it wasn't sealed for ``aad`` by a key we have."""
    if not sealed:
        return ""
    version, key_id, body = _split(sealed)
    key = _keys().get(key_id)
    if version != _VERSION or key is None:
        raise VaultError(f"No key {key_id!r} for a text sealed as {version!r}.")
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], aad.encode()).decode()
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise VaultError("The sealed text was damaged, or moved from another place.") from error


def reseal(sealed: str, *, aad: str) -> str:
    """The same secret under the first key; unchanged if it is so already. Raises VaultError."""
    if not sealed or _split(sealed)[1] == next(iter(_keys())):
        return sealed
    return seal(open_sealed(sealed, aad=aad), aad=aad)


class Secret:
    """Reads and writes a sealed text column as plain text: ``token = Secret("token_sealed")``.

    Only on tenant-owned models, whose id and tenant are known before they are saved.
    """

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type[TenantOwned]) -> Self: ...

    @overload
    def __get__(self, row: TenantOwned, owner: type[TenantOwned]) -> str: ...

    def __get__(self, row: TenantOwned | None, owner: type[TenantOwned]) -> Self | str:
        if row is None:
            return self
        return open_sealed(getattr(row, self.column), aad=self._address(row))

    def __set__(self, row: TenantOwned, text: str) -> None:
        setattr(row, self.column, seal(text, aad=self._address(row)))

    def reseal(self, row: TenantOwned) -> bool:
        """Put the row's secret under the first key, unsaved; whether that changed anything."""
        before: str = getattr(row, self.column)
        after = reseal(before, aad=self._address(row))
        setattr(row, self.column, after)
        return after != before

    def _address(self, row: TenantOwned) -> str:
        if row.tenant_id is None:
            raise VaultError("A secret needs its tenant before it can be sealed.")
        return address(row.tenant_id, row._meta.db_table, row.pk, self.column)


def _split(sealed: str) -> tuple[str, str, str]:
    parts = sealed.split(".")
    if len(parts) != 3:
        raise VaultError("The text isn't sealed.")
    return parts[0], parts[1], parts[2]


def _keys() -> Mapping[str, bytes]:
    return _parsed(settings.VAULT_KEYS)


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, bytes]:
    """Keys by id, the one that seals first. Raises ImproperlyConfigured."""
    keys = {}
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ImproperlyConfigured(f"VAULT_KEYS: key {key_id!r} isn't base64.") from error
        if not key_id or "." in key_id or len(key) != 32:
            raise ImproperlyConfigured("VAULT_KEYS is “id:base64 of 32 bytes, id:…”.")
        keys[key_id] = key
    return keys
