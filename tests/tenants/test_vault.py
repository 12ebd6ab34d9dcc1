"""A secret opens where it was sealed, with a key we have, and nowhere else."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from connections.models import Connection
from tenants import vault
from tenants.vault import VaultError, open_sealed, reseal, seal

AAD = vault.address("tenant", "table", "row", "column")


def key(key_id: str, filler: int) -> str:
    return f"{key_id}:{base64.b64encode(bytes([filler]) * 32).decode()}"


OLD, NEW = key("k1", 1), key("k2", 2)


@pytest.fixture(autouse=True)
def one_key(settings: Any) -> None:
    settings.VAULT_KEYS = OLD


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=5000), st.text(max_size=40))
def test_what_was_sealed_opens_again_and_shows_nothing(text: str, place: str) -> None:
    sealed = seal(text, aad=place)
    version, key_id, body = sealed.split(".")
    assert (version, key_id) == ("v1", "k1")
    assert len(base64.b64decode(body)) == 12 + len(text.encode()) + 16
    assert open_sealed(sealed, aad=place) == text


def test_a_secret_never_looks_the_same_twice() -> None:
    assert len({seal("token", aad=AAD) for _ in range(50)}) == 50


def test_nothing_stays_nothing() -> None:
    assert (seal("", aad=AAD), open_sealed("", aad=AAD), reseal("", aad=AAD)) == ("", "", "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("other", "table", "row", "column"),
        ("tenant", "other", "row", "column"),
        ("tenant", "table", "other", "column"),
        ("tenant", "table", "row", "other"),
    ],
)
def test_a_secret_that_was_moved_does_not_open(elsewhere: tuple[str, str, str, str]) -> None:
    sealed = seal("token", aad=AAD)
    with pytest.raises(VaultError):
        open_sealed(sealed, aad=vault.address(*elsewhere))


def test_a_secret_with_any_byte_changed_does_not_open() -> None:
    prefix, body = seal("token", aad=AAD).rsplit(".", 1)
    raw = base64.b64decode(body)
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(VaultError):
            open_sealed(f"{prefix}.{base64.b64encode(changed).decode()}", aad=AAD)


@pytest.mark.parametrize(
    "stored",
    [
        "token",
        "v1.k1",
        "v1.k1.",
        "v1.k1.AAAA",
        "v1.k1.?",
        "v2.k1.AAAA",
        "v1.k9.AAAA",
        "a.b.c.d",
        ".",
    ],
)
def test_what_is_not_sealed_is_never_returned(stored: str) -> None:
    with pytest.raises(VaultError):
        open_sealed(stored, aad=AAD)


def test_a_new_key_seals_while_the_old_one_still_opens(settings: Any) -> None:
    sealed = seal("token", aad=AAD)
    settings.VAULT_KEYS = f"{NEW},{OLD}"
    assert open_sealed(sealed, aad=AAD) == "token"
    renewed = reseal(sealed, aad=AAD)
    assert renewed.startswith("v1.k2.")
    assert reseal(renewed, aad=AAD) == renewed
    settings.VAULT_KEYS = NEW
    assert open_sealed(renewed, aad=AAD) == "token"
    for attempt in (open_sealed, reseal):
        with pytest.raises(VaultError, match="k1"):
            attempt(sealed, aad=AAD)


def test_the_same_id_with_other_bytes_is_another_key(settings: Any) -> None:
    sealed = seal("token", aad=AAD)
    settings.VAULT_KEYS = key("k1", 9)
    with pytest.raises(VaultError):
        open_sealed(sealed, aad=AAD)


@pytest.mark.parametrize("keys", ["", "k1", "k1:AAAA", "k1:?", ":" + OLD.split(":")[1], f"{OLD},"])
def test_wrong_keys_stop_everything(settings: Any, keys: str) -> None:
    settings.VAULT_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        seal("token", aad=AAD)


def a_connection(tenant_id: uuid.UUID | None) -> Connection:
    return Connection(tenant_id=tenant_id, name="Acme")


def test_a_row_reads_and_writes_its_secrets_as_text() -> None:
    row = a_connection(uuid.uuid4())
    row.access_token, row.refresh_token = "t0ken-1", "t0ken-2"
    assert (row.access_token, row.refresh_token, row.client_secret) == ("t0ken-1", "t0ken-2", "")
    assert row.access_token_sealed.startswith("v1.k1.")
    assert "t0ken" not in str(vars(row))


def test_a_secret_copied_to_another_row_tenant_or_column_does_not_open() -> None:
    mine, other = a_connection(uuid.uuid4()), a_connection(uuid.uuid4())
    mine.access_token = "token"
    other.access_token_sealed = mine.refresh_token_sealed = mine.access_token_sealed
    for row, name in ((other, "access_token"), (mine, "refresh_token")):
        with pytest.raises(VaultError):
            getattr(row, name)
    mine.tenant_id = other.tenant_id
    with pytest.raises(VaultError):
        _ = mine.access_token


def test_a_secret_needs_its_tenant_first() -> None:
    with pytest.raises(VaultError, match="tenant"):
        a_connection(None).access_token = "token"


def test_a_row_is_sealed_anew_at_once(settings: Any) -> None:
    row = a_connection(uuid.uuid4())
    row.access_token, row.client_secret = "one", "two"
    settings.VAULT_KEYS = f"{NEW},{OLD}"
    assert (row.reseal(), row.reseal()) == (True, False)
    settings.VAULT_KEYS = NEW
    assert (row.access_token, row.client_secret, row.refresh_token) == ("one", "two", "")
