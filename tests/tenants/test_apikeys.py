"""API keys: their form, their end, and what is kept of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenants import walls
from tenants.apikeys import SCOPES, find_key, make_key, revoke_key
from tenants.models import ApiKey, Tenant

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _kept(tenant: Tenant) -> ApiKey:
    with walls.inside(tenant):
        return ApiKey.objects.get()


def test_a_key_s_text_is_not_kept(tenant: Tenant) -> None:
    key, text = make_key(tenant, "Website")
    form = re.fullmatch(r"lsk_live_([a-z0-9]{8})_([\w-]{43})", text)
    assert form is not None
    assert form[1] == key.public_id
    with walls.inside(tenant):
        assert form[2] not in str(ApiKey.objects.values().get())
    assert (key.name, key.scopes, key.tenant_id) == ("Website", list(SCOPES), tenant.pk)


def test_a_test_key_says_so_and_opens_as_well(tenant: Tenant) -> None:
    key, text = make_key(tenant, "Trial", test=True, scopes=("leads:read",))
    assert text.startswith("lsk_test_")
    found = find_key(text)
    assert found == key
    assert found.scopes == ["leads:read"]


@pytest.mark.parametrize(
    ("later", "opens"), [(timedelta(hours=1, microseconds=-1), True), (timedelta(hours=1), False)]
)
def test_a_key_opens_until_its_end(tenant: Tenant, later: timedelta, *, opens: bool) -> None:
    _, text = make_key(tenant, "Website", expires_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + later, tick=False):
        assert (find_key(text) is not None) is opens


def test_its_last_use_is_kept_to_the_minute(tenant: Tenant) -> None:
    _, text = make_key(tenant, "Website")
    assert _kept(tenant).last_used_at is None
    for seconds, noted in ((0, 0), (59, 0), (61, 61)):
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            find_key(text)
        assert _kept(tenant).last_used_at == NOON + timedelta(seconds=noted)


def test_a_key_that_ended_is_no_longer_noted(tenant: Tenant) -> None:
    key, text = make_key(tenant, "Website")
    with walls.inside(tenant):
        revoke_key(key)
    assert find_key(text) is None
    assert _kept(tenant).last_used_at is None


def test_revoking_twice_keeps_the_first_time(tenant: Tenant) -> None:
    key, _ = make_key(tenant, "Website")
    for hours in (0, 1):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False), walls.inside(tenant):
            revoke_key(key)
    assert _kept(tenant).revoked_at == NOON


def test_nobody_revokes_a_stranger_s_key(tenant: Tenant, outsider: Tenant) -> None:
    theirs, text = make_key(outsider, "Theirs")
    with walls.inside(tenant):
        revoke_key(theirs)
    assert find_key(text) == theirs
