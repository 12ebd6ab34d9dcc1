"""The admin: who enters, what they find there, and that no stranger's row is within reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config.staff_site import StaffSite
from connections.models import Connection
from mappings.models import Mapping
from syncs.models import BatchRun, HourlyCount, Source
from tenants import walls
from tenants.access import Action, Role
from tenants.audit import note
from tenants.models import ApiKey, AuditEntry, Membership, Tenant, User
from tenants.staff import WalledAdmin
from tenants.staffwall import StaffWallMiddleware, editable, roles_of

from .vectors import CANARY, LONG_AGO, Side, furnish

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WALLED = [model for model in admin.site._registry if issubclass(model, walls.TenantOwned)]
Member = Callable[..., User]


def _client(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _address(model: type[Any], page: str, *ids: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=ids)


def _full(tenant: Tenant, name: str, at: datetime) -> Side:
    """A row in every table that the admin shows."""
    side = furnish(tenant, name, at)
    with walls.inside(tenant):
        HourlyCount.objects.create(tenant=tenant, source=side.source, hour=at)
        BatchRun.objects.create(tenant=tenant, connection=side.connection, leads=1, calls=1)
        note(tenant, name, "made", name)
    return side


@pytest.fixture
def mine(tenant: Tenant) -> Side:
    """What the person may see."""
    return _full(tenant, "mine", NOW)


@pytest.fixture
def theirs(outsider: Tenant) -> Side:
    """What nobody but a stranger may see."""
    return _full(outsider, CANARY, LONG_AGO)


def _rows(tenant: Tenant) -> dict[str, list[dict[str, Any]]]:
    with walls.inside(tenant):
        return {model._meta.label: list(model.unscoped.order_by("pk").values()) for model in WALLED}


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
    answer = _client(member(tenant, role)).get("/staff/", follow=True)
    assert answer.status_code == status


def test_others_are_sent_to_the_product_s_own_sign_in(db: None) -> None:
    answer = Client().get("/staff/mappings/mapping/", follow=True)
    assert answer.redirect_chain == [
        ("/staff/login/?next=/staff/mappings/mapping/", 302),
        ("/account/login/?next=%2Fstaff%2Fmappings%2Fmapping%2F", 302),
    ]


def test_the_platform_s_staff_sees_every_client_and_needs_none(outsider: Tenant) -> None:
    boss = User.objects.create_superuser("boss@inlet.example")
    assert _client(boss).get("/staff/mappings/mapping/").status_code == 200
    assert outsider.name in _client(boss).get("/staff/tenants/tenant/").content.decode()
    Tenant.objects.all().delete()
    assert _client(boss).get("/staff/tenants/agency/").status_code == 200
    assert _client(boss).get("/staff/mappings/mapping/").status_code == 403


def test_only_the_platform_s_staff_reaches_people_and_agencies(
    tenant: Tenant, member: Member
) -> None:
    client = _client(member(tenant, Role.OWNER, whole_agency=True))
    for table in ("user", "agency", "membership", "invitation"):
        assert client.get(f"/staff/tenants/{table}/").status_code == 403


EDITORS = {"mapping", "mappingversion", "inboundlead", "hourlycount", "batchrun"}


@pytest.mark.parametrize(("role", "seen"), [(Role.ADMIN, None), (Role.EDITOR, EDITORS)])
def test_a_role_finds_the_tables_it_may_change(
    mine: Side, member: Member, role: Role, seen: set[str] | None
) -> None:
    client = _client(member(mine.tenant, role))
    found = {
        model._meta.model_name
        for model in WALLED
        if client.get(_address(model, "changelist")).status_code == 200
    }
    assert found == (seen or {model._meta.model_name for model in WALLED})


def test_an_editor_here_and_admin_there_manages_only_there(tenant: Tenant, member: Member) -> None:
    other = Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="merrow")
    here, there = _full(tenant, "here", NOW), _full(other, "there", NOW)
    user = member(tenant, Role.EDITOR)
    Membership.objects.create(user=user, agency=other.agency, tenant=other, role=Role.ADMIN)
    client = _client(user)
    page = client.get(_address(ApiKey, "changelist"))
    assert [key.pk for key in page.context["cl"].result_list] == [there.key.pk]
    assert client.get(_address(ApiKey, "change", here.key.pk)).status_code == 302
    assert client.get(_address(Mapping, "changelist")).context["cl"].result_count == 2


def _requests(theirs: Side) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every way to ask the admin for a stranger's row: method, address, values."""
    with walls.inside(theirs.tenant):
        rows = {model: model.unscoped.first() for model in WALLED}
    for model, row in rows.items():
        listed = _address(model, "changelist")
        values = {"name": "stolen", "tenant": str(theirs.tenant.pk), "_save": "Save"}
        yield "get", listed, {}
        for key in ("tenant", "tenant__id__exact", "client", "id", "tenant__name__startswith"):
            yield "get", listed, {key: CANARY if "name" in key else str(theirs.tenant.pk)}
        yield "get", _address(model, "add"), {}
        yield "get", _address(model, "change", row.pk), {}
        yield "post", _address(model, "change", row.pk), values
        yield "get", _address(model, "delete", row.pk), {}
        yield "post", _address(model, "delete", row.pk), {"post": "yes"}
        yield "get", _address(model, "history", row.pk), {}
        for action in admin.site._registry[model].actions or ():
            yield "post", listed, {"action": action, "_selected_action": str(row.pk)}
        yield "post", listed, {"action": "delete_selected", "_selected_action": str(row.pk),
                               "post": "yes"}  # fmt: skip
    yield "post", reverse("admin:mappings_mappingversion_copy", args=[theirs.version.pk]), {}
    yield "get", "/staff/search/", {"s": CANARY, "extended": "1"}


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR])
def test_no_page_shows_or_changes_a_stranger_s_row(
    mine: Side, theirs: Side, member: Member, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    client, before, count = _client(member(mine.tenant, role)), _rows(theirs.tenant), 0
    for method, address, values in _requests(theirs):
        answer = getattr(client, method)(address, values, follow=True)
        count += 1
        assert answer.status_code in {200, 400, 403, 404, 405}, (method, address, values)
        body = answer.content.decode()
        assert CANARY not in body.replace(f'value="{CANARY}"', ""), (method, address, values)
        assert theirs.tenant.name not in body, (method, address, values)
    assert _rows(theirs.tenant) == before
    with capsys.disabled():
        print(f"\nadmin as {role}: {count} requests for a stranger's rows, 0 leaks, 0 changes")


def test_no_page_shows_a_secret(mine: Side, member: Member) -> None:
    with walls.inside(mine.tenant):
        mine.connection.access_token = "the-token"
        mine.connection.save()
        secrets = ["the-token", mine.connection.access_token_sealed, mine.key.secret_hash]
    client = _client(member(mine.tenant, Role.OWNER))
    for row in (mine.connection, mine.key, mine.source):
        body = client.get(_address(type(row), "change", row.pk)).content.decode()
        assert "mine" in body
        assert [secret for secret in secrets if secret in body] == []


def test_records_can_be_read_but_not_made_changed_or_deleted(mine: Side, member: Member) -> None:
    client = _client(member(mine.tenant, Role.OWNER))
    with walls.inside(mine.tenant):
        rows = [
            mine.lead,
            HourlyCount.objects.get(),
            BatchRun.objects.get(),
            AuditEntry.objects.get(),
        ]
    for row in rows:
        assert client.get(_address(type(row), "change", row.pk)).status_code == 200
        assert client.post(_address(type(row), "change", row.pk), {}).status_code == 403
        assert client.post(_address(type(row), "delete", row.pk), {}).status_code == 403
        assert client.get(_address(type(row), "add")).status_code == 403
    for model in (ApiKey, Connection):
        assert client.get(_address(model, "add")).status_code == 403


def test_keys_are_revoked_and_the_record_says_by_whom(mine: Side, member: Member) -> None:
    user = member(mine.tenant, Role.ADMIN)
    answer = _client(user).post(
        _address(ApiKey, "changelist"),
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
    client = _client(user)
    client.post(_address(Mapping, "change", mine.mapping.pk), {"name": "renamed", "_save": "Save"})
    with walls.inside(mine.tenant):
        assert Mapping.objects.get().name == "renamed"
        entry = AuditEntry.objects.latest("at")
    assert (entry.actor, entry.action, entry.subject, entry.detail) == (
        user.email, "mapping.changed", "renamed",
        {"id": str(mine.mapping.pk), "what": "Changed Name."},
    )  # fmt: skip
    assert LogEntry.objects.count() == 0
    history = client.get(_address(Mapping, "history", mine.mapping.pk)).content.decode()
    assert "Mapping changed" in history
    assert "Changed Name." in history
    assert user.email in history


def test_a_row_stays_with_its_tenant_and_a_name_taken_there_is_said(
    tenant: Tenant, member: Member
) -> None:
    other = Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="merrow")
    side = _full(tenant, "mine", NOW)
    client = _client(member(tenant, Role.OWNER, whole_agency=True))
    with walls.inside(tenant):
        Mapping.objects.create(tenant=tenant, name="taken")
    page = _address(Mapping, "change", side.mapping.pk)
    client.post(page, {"name": "moved", "tenant": str(other.pk), "_save": "Save"})
    with walls.inside(tenant):
        assert Mapping.objects.filter(name="moved").exists()
    answer = client.post(page, {"name": "taken", "_save": "Save"})
    assert answer.status_code == 200
    assert "already exists" in str(answer.context["errors"])


def _new_source(side: Side, **changed: object) -> dict[str, str]:
    values: dict[str, object] = {
        "tenant": side.tenant.pk, "name": "Form", "kind": "api", "mapping": side.mapping.pk,
        "connection": side.connection.pk,
    }  # fmt: skip
    return {key: str(value) for key, value in (values | changed).items()}


def _choices(page: Any, name: str) -> list[str]:
    """What a select offers, as it stands on the page; the chosen one has a star."""
    select = re.search(rf'<select name="{name}".*?</select>', page.content.decode(), re.DOTALL)
    assert select is not None
    options = re.findall(r"<option([^>]*)>([^<]*)</option>", select[0])
    return [("*" if "selected" in marks else "") + label.strip() for marks, label in options]


def test_choices_are_the_person_s_own_and_never_mix_tenants(
    tenant: Tenant, theirs: Side, member: Member
) -> None:
    mine = _full(tenant, "mine", NOW)
    alone = _client(member(tenant, Role.ADMIN)).get(_address(Source, "add"))
    assert _choices(alone, "tenant") == ["*Solvane Energy"]
    assert _choices(alone, "mapping") == ["*Select value", "mine"]

    other = _full(Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="m"), "too", NOW)
    client = _client(member(tenant, Role.ADMIN, whole_agency=True))
    both = client.get(_address(Source, "add"))
    assert _choices(both, "tenant") == ["*Select value", "Merrow", "Solvane Energy"]
    assert _choices(both, "mapping") == [
        "*Select value", "mine (Solvane Energy)", "too (Merrow)",
    ]  # fmt: skip
    mixed = client.post(_address(Source, "add"), _new_source(mine, mapping=other.mapping.pk))
    assert mixed.context["adminform"].form.errors == {
        "mapping": [f"This belongs to Merrow, not to {tenant.name}."]
    }
    stolen = client.post(_address(Source, "add"), _new_source(mine, mapping=theirs.mapping.pk))
    assert list(stolen.context["adminform"].form.errors) == ["mapping"]
    assert client.post(_address(Source, "add"), _new_source(mine)).status_code == 302
    with walls.inside(tenant):
        assert Source.objects.get(name="Form").mapping == mine.mapping


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
    client = _client(member(mine.tenant, Role.EDITOR))
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
        "apikey", "auditentry", "connection", "source",
    }  # fmt: skip
