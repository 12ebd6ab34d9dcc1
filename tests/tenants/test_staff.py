"""The admin: who enters, what they find there, and what is kept of what they do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.staff_site import StaffSite
from connections.models import Connection
from mappings.models import Mapping
from syncs.models import BatchRun, HourlyCount
from tenants import walls
from tenants.access import Action, Role
from tenants.models import ApiKey, AuditEntry, Membership, Tenant, User
from tenants.staff import WalledAdmin
from tenants.staffwall import StaffWallMiddleware, editable, roles_of

from .staffroom import WALLED, Member, address, client_of
from .vectors import Side


def test_the_admin_is_our_own_site_and_every_walled_table_has_a_walled_admin() -> None:
    assert isinstance(admin.site._wrapped, StaffSite)
    assert len(WALLED) >= 9
    assert all(isinstance(admin.site._registry[model], WalledAdmin) for model in WALLED)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.ADMIN, 200), (Role.EDITOR, 200), (Role.VIEWER, 403)],
)
def test_whoever_may_edit_a_client_may_enter(
    tenant: Tenant, member: Member, role: Role, status: int
) -> None:
    answer = client_of(member(tenant, role)).get("/staff/", follow=True)
    assert answer.status_code == status


def test_others_are_sent_to_the_product_s_own_sign_in(db: None) -> None:
    answer = Client().get("/staff/mappings/mapping/", follow=True)
    assert answer.redirect_chain == [
        ("/staff/login/?next=/staff/mappings/mapping/", 302),
        ("/account/login/?next=%2Fstaff%2Fmappings%2Fmapping%2F", 302),
    ]


def test_the_platform_s_staff_sees_every_client_and_needs_none(outsider: Tenant) -> None:
    boss = User.objects.create_superuser("boss@inlet.example")
    assert client_of(boss).get("/staff/mappings/mapping/").status_code == 200
    assert outsider.name in client_of(boss).get("/staff/tenants/tenant/").content.decode()
    Tenant.objects.all().delete()
    assert client_of(boss).get("/staff/tenants/agency/").status_code == 200
    assert client_of(boss).get("/staff/mappings/mapping/").status_code == 403


def test_only_the_platform_s_staff_reaches_people_and_agencies(
    tenant: Tenant, member: Member
) -> None:
    client = client_of(member(tenant, Role.OWNER, whole_agency=True))
    for table in ("user", "agency", "membership", "invitation"):
        assert client.get(f"/staff/tenants/{table}/").status_code == 403


EDITORS = {"mapping", "mappingversion", "inboundlead", "hourlycount", "batchrun", "unseenanswer"}


@pytest.mark.parametrize(("role", "seen"), [(Role.ADMIN, None), (Role.EDITOR, EDITORS)])
def test_a_role_finds_the_tables_it_may_change(
    mine: Side, member: Member, role: Role, seen: set[str] | None
) -> None:
    client = client_of(member(mine.tenant, role))
    found = {
        model._meta.model_name
        for model in WALLED
        if client.get(address(model, "changelist")).status_code == 200
    }
    assert found == (seen or {model._meta.model_name for model in WALLED})


def test_records_can_be_read_but_not_made_changed_or_deleted(mine: Side, member: Member) -> None:
    client = client_of(member(mine.tenant, Role.OWNER))
    with walls.inside(mine.tenant):
        rows = [
            mine.lead,
            HourlyCount.objects.get(),
            BatchRun.objects.get(),
            AuditEntry.objects.get(),
        ]
    for row in rows:
        assert client.get(address(type(row), "change", row.pk)).status_code == 200
        assert client.post(address(type(row), "change", row.pk), {}).status_code == 403
        assert client.post(address(type(row), "delete", row.pk), {}).status_code == 403
        assert client.get(address(type(row), "add")).status_code == 403
    for model in (ApiKey, Connection):
        assert client.get(address(model, "add")).status_code == 403


def test_keys_are_revoked_and_the_record_says_by_whom(mine: Side, member: Member) -> None:
    user = member(mine.tenant, Role.ADMIN)
    answer = client_of(user).post(
        address(ApiKey, "changelist"),
        {"action": "revoke", "_selected_action": str(mine.key.pk)},
        follow=True,
    )
    assert "1 of the selected keys ended." in answer.content.decode()
    with walls.inside(mine.tenant):
        assert ApiKey.objects.get().revoked_at is not None
        entry = AuditEntry.objects.latest("at")
    assert (entry.actor, entry.action) == (user.email, "key.revoked")


def test_a_change_is_noted_in_the_tenant_s_record_and_nowhere_else(
    mine: Side, member: Member
) -> None:
    user = member(mine.tenant, Role.EDITOR)
    client = client_of(user)
    client.post(address(Mapping, "change", mine.mapping.pk), {"name": "renamed", "_save": "Save"})
    with walls.inside(mine.tenant):
        assert Mapping.objects.get().name == "renamed"
        entry = AuditEntry.objects.latest("at")
    assert (entry.actor, entry.action, entry.subject, entry.detail) == (
        user.email, "mapping.changed", "renamed",
        {"id": str(mine.mapping.pk), "what": "Changed Name."},
    )  # fmt: skip
    assert LogEntry.objects.count() == 0
    history = client.get(address(Mapping, "history", mine.mapping.pk)).content.decode()
    assert "Mapping changed" in history
    assert "Changed Name." in history
    assert user.email in history


def test_a_page_that_breaks_leaves_nothing_behind(mine: Side, member: Member) -> None:
    def breaking(request: Any) -> HttpResponse:
        Mapping.objects.create(tenant=mine.tenant, name="half done")
        return HttpResponse(status=500)

    request = RequestFactory().post("/staff/mappings/mapping/")
    request.user = member(mine.tenant, Role.EDITOR)
    assert StaffWallMiddleware(breaking)(request).status_code == 500
    with walls.inside(mine.tenant):
        assert not Mapping.objects.filter(name="half done").exists()


def test_only_the_admin_has_the_looser_policy(mine: Side, member: Member) -> None:
    client = client_of(member(mine.tenant, Role.EDITOR))
    staff = client.get("/staff/").headers["Content-Security-Policy"]
    elsewhere = client.get("/healthz").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in staff
    assert "style-src 'self' 'unsafe-inline'" in staff
    assert "unsafe" not in elsewhere


def test_elsewhere_nothing_is_put_in_force(mine: Side, member: Member) -> None:
    def look(request: Any) -> HttpResponse:
        return HttpResponse(str(AuditEntry.unscoped.count()))

    request = RequestFactory().get("/stafford/")
    request.user = member(mine.tenant, Role.OWNER)
    assert StaffWallMiddleware(look)(request).content == b"0"


def test_roles_are_read_once_and_as_everywhere_else(
    tenant: Tenant, member: Member, django_assert_num_queries: Any
) -> None:
    other = Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="merrow")
    user = member(tenant, Role.VIEWER, whole_agency=True)
    Membership.objects.create(user=user, agency=other.agency, tenant=other, role=Role.EDITOR)
    with django_assert_num_queries(2):
        assert roles_of(user) == {tenant: Role.VIEWER, other: Role.EDITOR}
    request = RequestFactory().get("/staff/")
    request.user = user
    with django_assert_num_queries(2):
        assert editable(request) == editable(request) == {other: Role.EDITOR}


def test_keys_connections_and_sources_need_the_right_to_manage() -> None:
    needs = {model._meta.model_name: admin.site._registry[model].needs for model in WALLED}
    assert {name for name, action in needs.items() if action is Action.MANAGE} == {
        "adminlink", "apikey", "auditentry", "connection", "source",
    }  # fmt: skip
