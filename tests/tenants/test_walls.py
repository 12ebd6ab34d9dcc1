"""The wall between tenants, tried from the inside."""

from __future__ import annotations

import uuid
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django_scopes.exceptions import ScopeError

from mappings.models import Blueprint
from tenants import walls
from tenants.apikeys import find_key, make_key, revoke_key
from tenants.models import ApiKey, AuditEntry, Tenant


def _note(tenant: Tenant, subject: str) -> AuditEntry:
    with walls.inside(tenant):
        return AuditEntry.objects.create(tenant=tenant, actor="x", action="y", subject=subject)


def test_a_tenant_in_force_sees_its_own_rows_only(tenant: Tenant, outsider: Tenant) -> None:
    _note(tenant, "mine")
    _note(outsider, "theirs")
    with walls.inside(tenant):
        assert list(AuditEntry.objects.values_list("subject", flat=True)) == ["mine"]
        assert list(AuditEntry.unscoped.values_list("subject", flat=True)) == ["mine"]
    with walls.inside(tenant, outsider):
        assert set(AuditEntry.objects.values_list("subject", flat=True)) == {"mine", "theirs"}


def test_without_a_tenant_there_is_an_error_or_no_row(tenant: Tenant) -> None:
    _note(tenant, "mine")
    with pytest.raises(ScopeError):
        AuditEntry.objects.count()
    assert AuditEntry.unscoped.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_auditentry")
        assert cursor.fetchone() == (0,)


def test_entering_another_tenant_within_one_comes_back_to_the_first(
    tenant: Tenant, outsider: Tenant
) -> None:
    _note(tenant, "mine")
    _note(outsider, "theirs")
    with walls.inside(tenant):
        with walls.inside(outsider):
            assert AuditEntry.unscoped.get().subject == "theirs"
        assert AuditEntry.unscoped.get().subject == "mine"
        with pytest.raises(ZeroDivisionError), walls.inside(outsider):
            raise ZeroDivisionError
        assert AuditEntry.unscoped.get().subject == "mine"


def test_a_row_of_another_tenant_can_be_neither_written_nor_pointed_at(
    tenant: Tenant, outsider: Tenant
) -> None:
    with walls.inside(tenant), pytest.raises(ProgrammingError), transaction.atomic():
        AuditEntry.objects.create(tenant=outsider, actor="x", action="y")
    theirs = _note(outsider, "theirs")
    with walls.inside(tenant):
        assert AuditEntry.unscoped.filter(pk=theirs.pk).update(subject="stolen") == 0
        assert AuditEntry.unscoped.filter(pk=theirs.pk).delete()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_the_tenant_does_not_outlive_its_transaction_on_a_connection(tenant: Tenant) -> None:
    _note(tenant, "mine")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('inlet.tenants', true), '')")
        assert cursor.fetchone() == ("",)


@pytest.mark.django_db(transaction=True)
def test_a_fresh_thread_inherits_nothing(tenant: Tenant) -> None:
    _note(tenant, "mine")
    seen: list[Any] = []

    def look() -> None:
        try:
            seen.append(AuditEntry.unscoped.count())
            AuditEntry.objects.count()
        except ScopeError as error:
            seen.append(type(error))
        finally:
            connections.close_all()

    with walls.inside(tenant):
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [0, ScopeError]


def test_inside_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one tenant"), walls.inside():
        pass


def test_audit_entries_can_be_neither_changed_nor_deleted(tenant: Tenant) -> None:
    entry = _note(tenant, "mine")
    with walls.inside(tenant):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(subject="another")
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).delete()


def test_a_key_is_found_by_its_text_and_by_nothing_else(tenant: Tenant, outsider: Tenant) -> None:
    key, text = make_key(tenant, "Website")
    make_key(outsider, "Theirs")
    found = find_key(text)
    assert found is not None
    assert (found.pk, found.tenant_id) == (key.pk, tenant.pk)
    assert find_key(text[:-1] + ("A" if text[-1] != "A" else "B")) is None
    assert find_key("lsk_live_aaaaaaaa_" + "x" * 43) is None
    assert find_key("") is None
    with walls.looking_up(key.public_id):
        assert ApiKey.unscoped.count() == 1
        assert ApiKey.unscoped.update(name="x") == 0


def test_a_revoked_key_is_dead_at_once(tenant: Tenant) -> None:
    key, text = make_key(tenant, "Website")
    with walls.inside(tenant):
        revoke_key(key)
    assert find_key(text) is None


def test_a_unique_clash_across_tenants_says_nothing(tenant: Tenant, outsider: Tenant) -> None:
    theirs = _note(outsider, "theirs")
    clash = pytest.raises((IntegrityError, ProgrammingError))
    with walls.inside(tenant), clash as caught, transaction.atomic():
        AuditEntry.objects.create(pk=theirs.pk, tenant=tenant, actor="x", action="y")
    assert "theirs" not in str(caught.value)
    assert uuid.UUID(str(theirs.pk))


def test_a_row_of_an_agency_is_seen_while_one_of_its_tenants_is_in_force(
    tenant: Tenant, outsider: Tenant
) -> None:
    with walls.inside(tenant):
        mine = Blueprint.objects.create(agency=tenant.agency, name="Mine")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Blueprint.objects.create(agency=outsider.agency, name="Theirs")
    assert Blueprint.objects.count() == 0
    with walls.inside(outsider):
        assert Blueprint.objects.count() == 0
        assert Blueprint.objects.filter(pk=mine.pk).update(name="Stolen") == 0
        assert Blueprint.objects.filter(pk=mine.pk).delete()[0] == 0
    with walls.inside(tenant):
        assert list(Blueprint.objects.all()) == [mine]
